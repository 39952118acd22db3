#include "merge/golden_origins.hpp"

#include <algorithm>
#include <optional>

#include "merge/golden_record.hpp"

namespace onefold::merge {

std::vector<std::int64_t> golden_origins(config::SurvivorshipRule rule, const MemberValues& values,
                                         std::span<const std::uint32_t> source_priority) {
  std::vector<std::int64_t> origins;
  const std::size_t num_clusters = values.begins.size() - 1;
  origins.reserve(num_clusters);
  const auto source_of = [&](RecordId record) {
    return static_cast<std::uint32_t>(std::upper_bound(values.source_ends.begin(), values.source_ends.end(), record) -
                                      values.source_ends.begin());
  };
  std::vector<Candidate> candidates;
  for (std::size_t cluster = 0; cluster < num_clusters; ++cluster) {
    // Only members with a value can survive. If a single member has one, there is nothing to decide.
    candidates.clear();
    for (std::uint64_t m = values.begins[cluster]; m < values.begins[cluster + 1]; ++m)
      if (values.cleansed[m] != 0)
        candidates.push_back({values.record[m], 0, values.updated[m], values.cleansed[m],
                              values.spelling.empty() ? 0 : values.spelling[m]});
    std::optional<std::size_t> chosen;
    if (candidates.size() == 1) {
      chosen = 0;
    } else if (!candidates.empty()) {
      for (auto& candidate : candidates) candidate.source = source_of(candidate.record);
      chosen = survivor(rule, candidates, source_priority);
    }
    origins.push_back(chosen ? static_cast<std::int64_t>(candidates[*chosen].record) : -1);
  }
  return origins;
}

}  // namespace onefold::merge
