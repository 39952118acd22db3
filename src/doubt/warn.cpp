#include "doubt/warn.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onefold::doubt {

namespace {

constexpr std::uint64_t kFewRecords = 100;
constexpr std::uint64_t kFewKeyValues = 10;
constexpr std::uint64_t kRecordsPerLink = 1000;
// A link is sometimes wrong. If more than this share contradicts unique sources, the sources may not be unique.
constexpr double kMostCutOfUnique = 0.1;

}  // namespace

Warnings warn_of_attributes(const config::Job& job, std::span<const ColumnFacts> facts, const InputSize& input) {
  Warnings warnings;
  if (input.num_records < kFewRecords) return warnings;
  for (AttributeIndex a = 0; a < facts.size(); ++a) {
    const bool is_compared = std::ranges::any_of(job.comparisons, [&](const auto& comparison) {
      return std::ranges::binary_search(config::attributes_compared(comparison), a);
    });
    if (!is_compared || facts[a].num_distinct != 1 || facts[a].num_present < 2) continue;
    warnings.push_back(
        {"one_value", fmt::format("attribute {}: all records that have a value have the same one, so "
                                  "it cannot tell records apart. If the column is right, set compare = false",
                                  job.attributes[a].name)});
  }
  return warnings;
}

Warnings warn_of_rule(const config::BlockingRule& rule, const block::RuleSize& size, const InputSize& input) {
  Warnings warnings;
  if (input.num_records < kFewRecords) return warnings;
  // Without rounding, and without overflow.
  if (size.num_pairs > input.num_all_pairs / 2)
    warnings.push_back(
        {"rule_of_all_pairs",
         fmt::format("rule {}: proposes {} pairs, more than half of all {}; add a key to it, or leave it out",
                     rule.name, size.num_pairs, input.num_all_pairs)});
  if (size.num_blocks > 0 && size.num_blocks < kFewKeyValues && size.num_rows >= input.num_records / 2)
    warnings.push_back(
        {"few_key_values",
         fmt::format(
             "rule {}: most records share one of {} keys, so it hardly selects; add a key to it, or leave it out",
             rule.name, size.num_blocks)});
  return warnings;
}

Warnings warn_of_links(std::uint64_t num_links, const InputSize& input) {
  if (input.num_records < kFewRecords || num_links >= (input.num_records + kRecordsPerLink - 1) / kRecordsPerLink)
    return {};
  constexpr const char* what_to_do =
      "either the input has hardly any duplicates, or the job does not find them. Look at the blocking rules (onefold "
      "plan), at m and u (onefold export --what model), and at the threshold";
  if (num_links == 0) return {{"no_link", fmt::format("no link of {} records: {}", input.num_records, what_to_do)}};
  return {{"hardly_a_link", fmt::format("{} link{} of {} records: {}", num_links, num_links == 1 ? "" : "s",
                                        input.num_records, what_to_do)}};
}

Warnings warn_of_unique_sources(std::uint64_t num_cut, std::uint64_t num_links, const InputSize& input) {
  if (input.num_records < kFewRecords ||
      static_cast<double>(num_cut) <= kMostCutOfUnique * static_cast<double>(num_links))
    return {};
  return {{"unique_contradicted",
           fmt::format("{} of {} links were cut although the model is sure of them, because the job declares their "
                       "sources free of duplicates. If they have duplicates, leave out unique = true",
                       num_cut, num_links)}};
}

}  // namespace onefold::doubt
