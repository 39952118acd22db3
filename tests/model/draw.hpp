// Draws from known distributions, the same on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "model/em.hpp"
#include "record/hash.hpp"

namespace onefold::test {

/// A number in [0, 1) for draw `n`.
inline double uniform(std::uint64_t seed, std::uint64_t n) { return static_cast<double>(mix(seed, n) >> 11) * 0x1p-53; }

/// The level, from 1 on, that `number` in [0, 1) falls on.
inline comparison::LevelNumber draw(const std::vector<double>& probabilities, double number) {
  for (std::size_t level = 1; level < probabilities.size(); ++level) {
    number -= probabilities[level];
    if (number < 0) return static_cast<comparison::LevelNumber>(level);
  }
  return static_cast<comparison::LevelNumber>(probabilities.size() - 1);
}

}  // namespace onefold::test
