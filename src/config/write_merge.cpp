// Writes [merge] of the resolved job.
#include "config/write_merge.hpp"

#include <fmt/format.h>

#include <chrono>

#include "config/sections.hpp"
#include "document/text.hpp"

namespace onefold::config {

namespace {

std::string_view text_of(SurvivorshipRule rule) { return kSurvivorshipNames[static_cast<std::size_t>(rule)]; }

template <typename List, typename ToText>
std::string list_of(const List& list, ToText&& to_text) {
  std::string out;
  for (const auto& element : list) out += (out.empty() ? "" : ", ") + to_text(element);
  return "[" + out + "]";
}

std::string key_of(const std::string& name) { return name.find('.') == std::string::npos ? name : toml_string(name); }

std::string points(std::int32_t thousandths) {
  return thousandths % 1000 == 0 ? std::to_string(thousandths / 1000) : toml_float(thousandths / 1000.0);
}

std::string trust_keys(const TrustConfig& trust) {
  std::string keys = fmt::format("max = {}, min = {}", points(trust.max), points(trust.min));
  if (trust.decay != Decay::none)
    keys += fmt::format(", {} = \"{} days\"", trust.decay == Decay::linear ? "linear" : "half_life", trust.period_days);
  return keys;
}

std::string text_of(const ValidationRule& rule) {
  constexpr std::string_view kNames[] = {"not valid", "dummy", "length < ", "future date"};
  std::string text(kNames[static_cast<std::size_t>(rule.when)]);
  if (rule.when == Defect::length) text += std::to_string(rule.length);
  return toml_string(text);
}

std::string rules_of(const Job& job) {
  std::string out;
  for (AttributeIndex a = 0; a < job.merge.rules.size(); ++a) {
    if (job.merge.group_of(a)) continue;
    const std::string rule = job.merge.rules[a] == SurvivorshipRule::any
                                 ? fmt::format("{{ any = {} }}", list_of(job.merge.any_of[a], toml_string))
                                 : toml_string(text_of(job.merge.rules[a]));
    out += fmt::format("{} = {}\n", job.attributes[a].name, rule);
  }
  return "\n[merge.rules]\n" + out;
}

std::string trust_of(const Job& job) {
  std::string out = "\n[merge.trust]\n";
  for (std::size_t s = 0; s < job.sources.size(); ++s) {
    const SourceTrust& trust = job.merge.trust[s];
    if (!trust.general) continue;
    std::string keys = trust_keys(*trust.general);
    for (const auto& [attribute, own] : trust.attributes)
      keys += fmt::format(", {} = {{ {} }}", job.attributes[attribute].name, trust_keys(own));
    out += fmt::format("{} = {{ {} }}\n", key_of(job.sources[s].name), keys);
  }
  return out;
}

}  // namespace

std::string iso_date(std::int64_t days) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string merge_section_of(const Job& job, bool with_decisions, const std::string& more) {
  const MergeConfig& merge = job.merge;
  const auto attribute_name = [&](AttributeIndex a) { return toml_string(job.attributes[a].name); };
  std::string out = fmt::format("[merge]\ndefault = {}\n", toml_string(text_of(merge.fallback)));
  if (!merge.source_priority.empty())
    out += fmt::format("source_priority = {}\n", list_of(merge.source_priority, [&](std::uint32_t source) {
                         return toml_string(job.sources[source].name);
                       }));
  if (merge.as_of && (with_decisions || !merge.has_decided_as_of))
    out += fmt::format("as_of = \"{}\"{}\n", iso_date(*merge.as_of),
                       merge.has_decided_as_of ? "    # the latest time of change in the input" : "");
  if (!merge.last_resort) out += "last_resort = false\n";
  out += more + rules_of(job);
  if (merge.uses_trust()) out += trust_of(job);
  for (const MergeGroup& group : merge.groups) {
    out += fmt::format("\n[[merge.group]]\nattributes = {}\nby = {}\n", list_of(group.attributes, attribute_name),
                       toml_string(text_of(group.by)));
    if (!group.require.empty()) out += fmt::format("require = {}\n", list_of(group.require, attribute_name));
  }
  for (const ValidationRule& rule : merge.validation)
    out += fmt::format("\n[[merge.validation]]\nattributes = {}\nwhen = {}\ndowngrade = {}\nkeep_minimum = {}\n",
                       list_of(rule.attributes, attribute_name), text_of(rule),
                       points(static_cast<std::int32_t>(rule.downgrade * 100)), rule.keep_minimum);
  return out;
}

}  // namespace onefold::config
