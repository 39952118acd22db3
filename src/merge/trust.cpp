#include "merge/trust.hpp"

#include <algorithm>
#include <cmath>

#include "record/date_reading.hpp"

namespace onefold::merge {

std::vector<std::int32_t> half_life_table(std::uint32_t half_life_days) {
  std::vector<std::int32_t> table;
  for (std::uint32_t day = 0;; ++day) {
    const double share = std::exp2(-static_cast<double>(day) / half_life_days);
    const auto rounded = static_cast<std::int32_t>(std::lround(share * (1 << 20)));
    if (rounded == 0) return table;
    table.push_back(rounded);
  }
}

TrustScale::TrustScale(const mpi::Communicator& world, const config::MergeConfig& merge)
    : as_of_(merge.as_of.value_or(0)) {
  const auto add = [&](const config::TrustConfig& config) {
    if (config.decay == config::Decay::half_life) half_lives_[config.period_days];
  };
  for (const config::SourceTrust& source : merge.trust) {
    if (source.general) add(*source.general);
    for (const auto& [attribute, config] : source.attributes) add(config);
  }
  for (auto& [days, table] : half_lives_) {
    if (world.is_root()) table = half_life_table(days);
    world.broadcast(table);
  }
}

std::int32_t TrustScale::trust(const config::TrustConfig& config, std::int64_t updated, Downgrade downgrade) const {
  std::int64_t points = config.max;
  if (config.decay != config::Decay::none) {
    const std::int64_t age = updated == kNoMoment ? 0 : std::max<std::int64_t>(0, as_of_ - day_of(updated));
    const std::int64_t range = config.max - config.min;
    if (updated == kNoMoment) {
      points = config.min;
    } else if (config.decay == config::Decay::linear) {
      points = config.max - range * std::min<std::int64_t>(age, config.period_days) / config.period_days;
    } else {
      const auto& table = half_lives_.at(config.period_days);
      const auto day = static_cast<std::size_t>(age);
      points = config.min + (day < table.size() ? (range * table[day]) >> 20 : 0);
    }
  }
  points = points * downgrade.kept / 1'000'000;
  if (downgrade.keep_minimum) points = std::max<std::int64_t>(points, config.min);
  return static_cast<std::int32_t>(points);
}

}  // namespace onefold::merge
