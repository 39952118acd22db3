// Random numbers without state, so that ranks cannot disagree: a stream is mix(seed, 0), mix(seed, 1), ...
#pragma once

#include <cstdint>

#include "record/hash.hpp"

namespace onefold::generate {

/// The purpose of a derived seed, so that no two uses of a number share a stream.
enum class Purpose : std::uint64_t {
  household = 1,
  person,
  identity,
  birth,
  surname,
  contact,
  email,
  address,
  home,
  unit,
  record,
  permutation,
  plan,
  words,
  wave,
};

[[nodiscard]] constexpr std::uint64_t derive(std::uint64_t seed, Purpose purpose, std::uint64_t number = 0) {
  return mix(mix(seed, static_cast<std::uint64_t>(purpose)), number);
}

class Stream {
 public:
  explicit constexpr Stream(std::uint64_t seed) : seed_(seed) {}
  constexpr std::uint64_t next() { return mix(seed_, count_++); }
  /// A number in [0, bound).
  constexpr std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(scale_to(next(), bound)); }
  /// True in `per_10000` of 10,000 cases.
  constexpr bool chance(std::uint32_t per_10000) { return below(10'000) < per_10000; }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace onefold::generate
