// A random choice that does not depend on the number of ranks or on the order of the items.
#pragma once

#include <cmath>
#include <cstdint>

#include "record/hash.hpp"

namespace onefold::block {

/// Chooses ids or hashes with the stated probability, the same ones on every rank. Everything that a smaller
/// probability chooses is also chosen with a larger one and the same seed.
class Sampler {
 public:
  Sampler(std::uint64_t seed, double probability)
      : seed_(seed),
        takes_all_(probability >= 1),
        below_(takes_all_ ? 0 : static_cast<std::uint64_t>(std::ldexp(probability, 64))) {}
  [[nodiscard]] bool takes_all() const { return takes_all_; }
  [[nodiscard]] bool takes(std::uint64_t value) const { return takes_all_ || mix(seed_, value) < below_; }

 private:
  std::uint64_t seed_;
  bool takes_all_;
  std::uint64_t below_;
};

}  // namespace onefold::block
