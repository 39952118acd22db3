#include "cli/plan_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "cli/reading_report.hpp"
#include "progress/format.hpp"

namespace onefold::cli {

namespace {

using nlohmann::ordered_json;
using plan::Forecast;
using plan::Plan;
using plan::PlannedRule;
using progress::human_bytes;
using progress::human_seconds;
using progress::with_thousands;

std::string new_pairs_text(const PlannedRule& rule) {
  return rule.num_new_pairs ? with_thousands(*rule.num_new_pairs) : std::string("not counted");
}

// The share of the rule's pairs that lie in its largest block.
double largest_share(const PlannedRule& rule) {
  if (rule.largest.empty() || rule.size.num_pairs == 0) return 0;
  std::uint64_t most = 0;
  for (const auto& block : rule.largest) most = std::max(most, block.num_pairs);
  return static_cast<double>(most) / static_cast<double>(rule.size.num_pairs);
}

std::string rules_text(const config::Job& job, const Plan& plan) {
  std::size_t width = 5;
  for (const auto& rule : job.blocking) width = std::max(width, std::min<std::size_t>(rule.name.size(), 40) + 4);
  const auto line = [&](std::string_view name, const std::array<std::string, 6>& columns) {
    const auto& [blocks, pairs, new_pairs, largest, share, load] = columns;
    return fmt::format("{:<{}}  {:>11}  {:>15}  {:>15}  {:>13}  {:>14}  {:>9}\n", name, width, blocks, pairs, new_pairs,
                       largest, share, load);
  };
  std::string text = line("rule", {"blocks", "pairs", "new pairs", "largest block", "of all pairs", "most load"});
  for (std::size_t r = 0; r < plan.rules.size(); ++r) {
    const auto& rule = plan.rules[r];
    text += line(fmt::format("{:>2}  {:.40}", r + 1, job.blocking[r].name),
                 {with_thousands(rule.size.num_blocks), with_thousands(rule.size.num_pairs), new_pairs_text(rule),
                  with_thousands(rule.size.largest_block), fmt::format("{:.3f} %", 100 * largest_share(rule)),
                  fmt::format("{:.3f}", rule.most_load)});
  }
  text += line("all", {"", with_thousands(plan.num_pairs), with_thousands(plan.num_new_pairs), "", "", ""});
  if (!plan.new_pairs_are_exact)
    text += "New pairs of rules above max_pairs were not counted; the sum includes all of their pairs.\n";
  return text;
}

std::string blocks_text(const Plan& plan) {
  std::string text = "largest blocks\n";
  for (std::size_t r = 0; r < plan.rules.size(); ++r)
    for (const auto& block : plan.rules[r].largest)
      text += fmt::format("{:>2}  key {:016x}  {:>12} records  {:>16} pairs{}{}\n", r + 1, block.hash,
                          with_thousands(block.num_records), with_thousands(block.num_pairs),
                          block.key.empty() ? "" : "  ", block.key);
  return text;
}

std::string forecast_text(const config::Job& job, const Plan& plan) {
  const Forecast& forecast = plan.forecast;
  std::string text = fmt::format(
      "forecast for {} rank{} on {} node{}, from measured rates and the speed of this machine now ({:.2f})\n",
      plan.ranks, plan.ranks == 1 ? "" : "s", plan.nodes, plan.nodes == 1 ? "" : "s", plan.speed);
  text += fmt::format("{:<10}{:>16}{:>18}\n", "stage", "time", "memory per rank");
  for (const auto& stage : forecast.stages)
    text +=
        fmt::format("{:<10}{:>16}{:>18}\n", stage.name, human_seconds(stage.seconds), human_bytes(stage.memory_bytes));
  text += fmt::format("{:<10}{:>16}{:>18}\n", "all", human_seconds(forecast.total_seconds),
                      human_bytes(forecast.peak_memory_bytes));
  std::uint64_t most_waves = 0;
  bool fits = true;
  for (const auto waves : forecast.num_waves) {
    most_waves = std::max(most_waves, waves);
    fits &= waves > 0;
  }
  text += fmt::format("memory   {} per rank of {}: {}\n", human_bytes(forecast.peak_memory_bytes),
                      human_bytes(job.memory_per_rank_bytes),
                      !fits             ? std::string("too little")
                      : most_waves <= 1 ? std::string("fits")
                                        : fmt::format("fits, with up to {} waves per rule", most_waves));
  text +=
      fmt::format("scratch  {}, {} free\n", human_bytes(forecast.scratch_bytes), human_bytes(plan.free_scratch_bytes));
  text +=
      fmt::format("output   {}, {} free{}\n", human_bytes(forecast.output_bytes), human_bytes(plan.free_output_bytes),
                  plan.one_file_system ? " (same file system as scratch)" : "");
  text += fmt::format("assumed  {} edges, {} of them links, {} customers: unknown before scoring\n",
                      progress::human_number(static_cast<double>(forecast.num_edges)),
                      progress::human_number(static_cast<double>(forecast.num_links)),
                      progress::human_number(static_cast<double>(forecast.num_customers)));
  return text;
}

ordered_json terms_json(const std::vector<plan::ForecastTerm>& terms) {
  ordered_json out = ordered_json::array();
  for (const auto& term : terms) out.push_back({{"rate", term.rate}, {"amount", term.amount}, {"value", term.value}});
  return out;
}

ordered_json rule_json(const config::BlockingRule& named, const PlannedRule& rule) {
  ordered_json out = {{"name", named.name},
                      {"records_with_key_at_most", rule.num_keyed_rows},
                      {"keys", rule.num_keys},
                      {"blocks", rule.size.num_blocks},
                      {"records_in_blocks", rule.size.num_rows},
                      {"pairs", rule.size.num_pairs},
                      {"new_pairs", rule.num_new_pairs ? ordered_json(*rule.num_new_pairs) : ordered_json()},
                      {"largest_block", rule.size.largest_block},
                      {"largest_share_of_pairs", largest_share(rule)},
                      {"most_load_over_mean", rule.most_load},
                      {"skipped_blocks", rule.size.num_skipped_blocks},
                      {"skipped_records", rule.size.num_skipped_rows},
                      {"refused_blocks", rule.num_oversized_blocks},
                      {"largest_blocks", ordered_json::array()}};
  for (const auto& block : rule.largest) {
    ordered_json entry = {
        {"key_hash", fmt::format("{:016x}", block.hash)}, {"records", block.num_records}, {"pairs", block.num_pairs}};
    if (!block.key.empty()) entry["key"] = block.key;
    out["largest_blocks"].push_back(std::move(entry));
  }
  return out;
}

ordered_json forecast_json(const Plan& plan) {
  const Forecast& forecast = plan.forecast;
  ordered_json out = {{"ranks", plan.ranks},
                      {"nodes", plan.nodes},
                      {"speed", plan.speed},
                      {"total_seconds", forecast.total_seconds},
                      {"peak_memory_bytes", forecast.peak_memory_bytes},
                      {"scratch_bytes", forecast.scratch_bytes},
                      {"output_bytes", forecast.output_bytes},
                      {"assumed_edges", forecast.num_edges},
                      {"assumed_links", forecast.num_links},
                      {"assumed_customers", forecast.num_customers},
                      {"assumed_repaired_records", forecast.num_repaired},
                      {"waves", forecast.num_waves},
                      {"stages", ordered_json::array()}};
  for (const auto& stage : forecast.stages)
    out["stages"].push_back({{"name", stage.name},
                             {"seconds", stage.seconds},
                             {"memory_bytes", stage.memory_bytes},
                             {"time_terms", terms_json(stage.time)},
                             {"memory_terms", terms_json(stage.memory)}});
  return out;
}

}  // namespace

std::string to_text(const config::Job& job, const Plan& plan) {
  std::string text = fmt::format("{} rows read, {} records, {} rows in quarantine; {} of input\n\n",
                                 with_thousands(plan.num_rows_read), with_thousands(plan.num_records),
                                 with_thousands(plan.num_quarantined), human_bytes(plan.input_bytes));
  if (const std::string reading = reading_text(job, plan.reading); !reading.empty()) text += reading + "\n";
  text += rules_text(job, plan) + "\n" + blocks_text(plan) + "\n" + forecast_text(job, plan);
  for (const auto& warning : plan.warnings) text += fmt::format("warning  {}: {}\n", warning.code, warning.text);
  for (const auto& refusal : plan.refusals) text += "refused  " + refusal + "\n";
  return text + "limit    " + plan.limit + "\n";
}

std::string to_json(const config::Job& job, const Plan& plan) {
  ordered_json out = {{"rows_read", plan.num_rows_read},
                      {"records", plan.num_records},
                      {"quarantined", plan.num_quarantined},
                      {"input_bytes", plan.input_bytes},
                      {"pairs", plan.num_pairs},
                      {"new_pairs", plan.num_new_pairs},
                      {"new_pairs_are_exact", plan.new_pairs_are_exact},
                      {"rules", ordered_json::array()},
                      {"memory_per_rank_bytes", job.memory_per_rank_bytes},
                      {"free_scratch_bytes", plan.free_scratch_bytes},
                      {"free_output_bytes", plan.free_output_bytes},
                      {"one_file_system", plan.one_file_system},
                      {"forecast", forecast_json(plan)},
                      {"plan",
                       {{"seconds", plan.own_seconds},
                        {"expected_seconds", plan.own.seconds},
                        {"time_terms", terms_json(plan.own.time)}}},
                      {"reading", reading_json(job, plan.reading, plan.files)},
                      {"warnings", ordered_json::array()},
                      {"refusals", plan.refusals},
                      {"limit", plan.limit}};
  for (const auto& warning : plan.warnings) out["warnings"].push_back({{"code", warning.code}, {"text", warning.text}});
  for (std::size_t r = 0; r < plan.rules.size(); ++r) out["rules"].push_back(rule_json(job.blocking[r], plan.rules[r]));
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace onefold::cli
