#include "onefold/merge/golden_column.hpp"

#include "onefold/merge/golden_record.hpp"

namespace onefold::merge {

GoldenColumn golden_column(config::SurvivorshipRule rule, const MemberValues& values,
                           std::span<const std::uint32_t> source_priority) {
  GoldenColumn golden;
  std::vector<Candidate> candidates;
  for (std::size_t cluster = 0; cluster + 1 < values.begins.size(); ++cluster) {
    candidates.clear();
    for (std::uint64_t m = values.begins[cluster]; m < values.begins[cluster + 1]; ++m)
      candidates.push_back({values.record[m], values.source[m], values.updated[m], values.cleansed[m], values.raw[m]});
    const auto chosen = survivor(rule, candidates, source_priority);
    golden.value.push_back(chosen ? candidates[*chosen].raw : std::string_view{});
    golden.origin.push_back(chosen ? static_cast<std::int64_t>(candidates[*chosen].record) : -1);
  }
  return golden;
}

}  // namespace onefold::merge
