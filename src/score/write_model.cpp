#include "score/write_model.hpp"

#include <cstdint>
#include <vector>

#include "result/write_statistics.hpp"

namespace onefold::score {

void write_model(const Context& context, const block::BlockPlan& plan, const model::Model& model,
                 const ScoredPairs& pairs, result::ResultWriter& writer) {
  const auto& job = context.job;
  TextColumn rules;
  std::vector<std::int64_t> all_pairs;
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    rules.push_back(job.blocking[r].name);
    all_pairs.push_back(static_cast<std::int64_t>(plan.rules[r].num_pairs));
  }
  writer.write_once("/blocking/rule", rules);
  writer.write_once("/blocking/pairs", all_pairs);
  writer.write_once("/blocking/new_pairs", result::as_signed(pairs.new_pairs));
  std::vector<std::int64_t> skipped;
  for (const auto& rule : plan.rules) skipped.push_back(static_cast<std::int64_t>(rule.num_skipped_rows));
  writer.write_once("/blocking/skipped_records", skipped);

  TextColumn names;
  std::vector<std::int32_t> num_levels;
  std::vector<std::int32_t> adjustment_column(model.comparisons.size(), -1);
  for (std::size_t t = 0; t < pairs.term_frequency_comparisons.size(); ++t)
    adjustment_column[pairs.term_frequency_comparisons[t]] = static_cast<std::int32_t>(t);
  std::vector<std::int32_t> level_comparison;
  std::vector<std::int32_t> level_number;
  TextColumn level_text;
  std::vector<double> m;
  std::vector<double> u;
  std::vector<double> weight;
  TextColumn m_origin;
  TextColumn u_origin;
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    names.push_back(model.comparisons[c].name);
    num_levels.push_back(static_cast<std::int32_t>(model.comparisons[c].levels.size()));
    for (std::size_t l = 0; l < model.comparisons[c].levels.size(); ++l) {
      const auto& level = model.comparisons[c].levels[l];
      level_comparison.push_back(static_cast<std::int32_t>(c));
      level_number.push_back(static_cast<std::int32_t>(l));
      level_text.push_back(level.text);
      m.push_back(level.m);
      u.push_back(level.u);
      weight.push_back(to_double(level.weight));
      m_origin.push_back(level.m_origin);
      u_origin.push_back(level.u_origin);
    }
  }
  writer.write_once("/comparisons/name", names);
  writer.write_once("/comparisons/num_levels", num_levels);
  writer.write_once("/comparisons/term_frequency_column", adjustment_column);
  writer.write_once("/comparisons/level/comparison", level_comparison);
  writer.write_once("/comparisons/level/level", level_number);
  writer.write_once("/comparisons/level/text", level_text);
  writer.write_once("/comparisons/level/m", m);
  writer.write_once("/comparisons/level/u", u);
  writer.write_once("/comparisons/level/weight_log2", weight);
  writer.write_once("/comparisons/level/m_origin", m_origin);
  writer.write_once("/comparisons/level/u_origin", u_origin);
  if (!model.dependence.empty()) {
    std::vector<std::int32_t> first, second, first_level, second_level;
    std::vector<double> correction;
    for (const auto& pair : model.dependence) {
      const std::size_t width = model.comparisons[pair.second].levels.size();
      for (std::size_t i = 0; i < pair.correction.size(); ++i) {
        // A missing value has no correction.
        if (i < width || i % width == 0) continue;
        first.push_back(static_cast<std::int32_t>(pair.first));
        second.push_back(static_cast<std::int32_t>(pair.second));
        first_level.push_back(static_cast<std::int32_t>(i / width));
        second_level.push_back(static_cast<std::int32_t>(i % width));
        correction.push_back(to_double(pair.correction[i]));
      }
    }
    writer.write_once("/dependence/first", first);
    writer.write_once("/dependence/second", second);
    writer.write_once("/dependence/first_level", first_level);
    writer.write_once("/dependence/second_level", second_level);
    writer.write_once("/dependence/correction_log2", correction);
  }
  writer.write_text("/model/json", model::to_json(model));
  writer.write_once("/model/prior", std::vector<double>{model.prior});
  writer.write_once("/model/prior_weight_log2", std::vector<double>{to_double(model.prior_weight)});
}

}  // namespace onefold::score
