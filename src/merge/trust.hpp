// Trust in single values, in integers: thousandths of a point, so that every rank and processor computes the same.
//
//   age     whole days from the change of the value to as_of; 0 if it changed later
//   trust   half_life: min + (max - min) * 2^(-age / half-life); linear: max - (max - min) * age / period, at least
//   min;
//           without decay: max. A value without a date has min if trust decays.
//   then    the shares that remain after the downgrades of [[merge.validation]], multiplied; at least min if one of
//           these says keep_minimum
//
// Powers of two come from a table with a resolution of 2^-20, which rank 0 computes for all.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "onefold/config/merge.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::merge {

/// [days] 2^20 * 2^(-days / half-life), rounded; ends where it is 0.
[[nodiscard]] std::vector<std::int32_t> half_life_table(std::uint32_t half_life_days);

/// What validation leaves of the trust in a value.
struct Downgrade {
  std::uint32_t kept = 1'000'000;  ///< millionths
  bool keep_minimum = false;
  void apply(const config::ValidationRule& rule) {
    kept = static_cast<std::uint32_t>(std::uint64_t{kept} * (1000 - rule.downgrade) / 1000);
    keep_minimum = keep_minimum || rule.keep_minimum;
  }
};

class TrustScale {
 public:
  /// Collective.
  TrustScale(const mpi::Communicator& world, const config::MergeConfig& merge);

  /// Local. `updated`: seconds since 1970, or kNoMoment.
  [[nodiscard]] std::int32_t trust(const config::TrustConfig& config, std::int64_t updated, Downgrade downgrade) const;

 private:
  std::int64_t as_of_ = 0;  ///< days since 1970
  std::map<std::uint32_t, std::vector<std::int32_t>> half_lives_;
};

/// Days since 1970 of a moment.
[[nodiscard]] constexpr std::int64_t day_of(std::int64_t seconds) {
  return seconds >= 0 ? seconds / 86'400 : -((-seconds + 86'399) / 86'400);
}

}  // namespace onefold::merge
