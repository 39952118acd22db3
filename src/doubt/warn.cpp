#include "doubt/warn.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace onefold::doubt {

namespace {

constexpr std::uint64_t kFewRecords = 100;
constexpr std::uint64_t kFewKeyValues = 10;
constexpr std::uint64_t kRecordsPerLink = 1000;
// A link is sometimes wrong. If more than this share contradicts unique sources, the sources may not be unique.
constexpr double kMostCutOfUnique = 0.1;
// A rule must reach at least this share of the records.
constexpr double kMostUnreached = 0.01;
constexpr std::uint64_t kFewUnreached = 10;
// How many groups of unreached records are named.
constexpr std::size_t kNamedGroups = 3;
// A key of several attributes is fine enough if a record has about this many others with the same one.
constexpr double kPartnersOfKey = 20;

// The attributes of a key for records that have only those of the group: the most telling first, until few records
// share the key. Empty if even all of them together tell too little.
std::vector<std::string> key_for(const config::Job& job, const block::UnreachedGroup& group,
                                 std::span<const ColumnFacts> facts, const InputSize& input) {
  const auto collision = [&](AttributeIndex a) {
    const auto present = static_cast<double>(facts[a].num_present);
    return present < 2 ? 1.0 : 2 * static_cast<double>(facts[a].num_equal_pairs) / (present * (present - 1));
  };
  auto attributes = group.present;
  std::ranges::stable_sort(attributes, {}, collision);
  std::vector<std::string> key;
  auto partners = static_cast<double>(input.num_records);
  for (const AttributeIndex a : attributes) {
    key.push_back(job.attributes[a].name);
    partners *= collision(a);
    if (partners <= kPartnersOfKey) return key;
  }
  return {};
}

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

Warnings warn_of_unreached(const config::Job& job, const block::Unreached& unreached,
                           std::span<const ColumnFacts> facts, const InputSize& input) {
  if (input.num_records < kFewRecords || unreached.num_records < kFewUnreached ||
      static_cast<double>(unreached.num_records) <= kMostUnreached * static_cast<double>(input.num_records))
    return {};
  std::vector<std::string> groups;
  for (std::size_t g = 0; g < std::min(unreached.groups.size(), kNamedGroups); ++g) {
    const auto& group = unreached.groups[g];
    std::vector<std::string> names;
    for (const AttributeIndex a : group.present) names.push_back(job.attributes[a].name);
    const auto key = key_for(job, group, facts, input);
    groups.push_back(fmt::format(
        "{} have {}{}", group.num_records,
        names.empty() ? "none of the attributes that are compared" : fmt::format("only {}", fmt::join(names, ", ")),
        key.empty() ? names.empty() ? "" : ", too little for a key"
                    : fmt::format(": a rule on {} would reach them", fmt::join(key, " + "))));
  }
  return {
      {"unreached_records",
       fmt::format("{} of {} records can never become a link, because every rule reads an attribute that they lack. "
                   "{}. Add such rules",
                   unreached.num_records, input.num_records, fmt::join(groups, "; "))}};
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
