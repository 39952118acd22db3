#include "score/write_model.hpp"

#include <cstdint>
#include <vector>

#include "result/model_tables.hpp"

namespace onefold::score {

namespace {

result::BlockingTable blocking_table(const config::Job& job, const block::BlockPlan& plan, const ScoredPairs& pairs) {
  result::BlockingTable table;
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    table.rule.push_back(job.blocking[r].name);
    table.pairs.push_back(static_cast<std::int64_t>(plan.rules[r].num_pairs));
    table.skipped_records.push_back(static_cast<std::int64_t>(plan.rules[r].num_skipped_rows));
  }
  table.new_pairs.assign(pairs.new_pairs.begin(), pairs.new_pairs.end());
  return table;
}

result::ComparisonsTable comparisons_table(const model::Model& model) {
  result::ComparisonsTable table;
  for (const auto& comparison : model.comparisons) {
    table.name.push_back(comparison.name);
    table.num_levels.push_back(static_cast<std::int32_t>(comparison.levels.size()));
  }
  return table;
}

result::LevelsTable levels_table(const model::Model& model) {
  result::LevelsTable table;
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    for (std::size_t l = 0; l < model.comparisons[c].levels.size(); ++l) {
      const auto& level = model.comparisons[c].levels[l];
      table.comparison.push_back(static_cast<std::int32_t>(c));
      table.level.push_back(static_cast<std::int32_t>(l));
      table.text.push_back(level.text);
      table.m.push_back(level.m);
      table.u.push_back(level.u);
      table.weight_log2.push_back(to_double(level.weight));
      if (model.related_prior > 0) {
        table.r.push_back(level.r);
        table.related_weight_log2.push_back(to_double(level.related_weight));
      }
      if (model.neighbour_prior > 0) {
        table.neighbour.push_back(level.neighbour);
        table.neighbour_weight_log2.push_back(to_double(level.neighbour_weight));
      }
      table.m_origin.push_back(level.m_origin);
      table.u_origin.push_back(level.u_origin);
    }
  }
  return table;
}

result::DependenceTable dependence_table(const model::Model& model) {
  result::DependenceTable table;
  for (const auto& pair : model.dependence) {
    const std::size_t width = model.comparisons[pair.second].levels.size();
    for (std::size_t i = 0; i < pair.correction.size(); ++i) {
      // Missing values, level 0 of either comparison, have no correction.
      if (i < width || i % width == 0) continue;
      table.first.push_back(static_cast<std::int32_t>(pair.first));
      table.second.push_back(static_cast<std::int32_t>(pair.second));
      table.first_level.push_back(static_cast<std::int32_t>(i / width));
      table.second_level.push_back(static_cast<std::int32_t>(i % width));
      table.correction_log2.push_back(to_double(pair.correction[i]));
    }
  }
  return table;
}

}  // namespace

void write_completeness(const model::Completeness& completeness, result::ResultWriter& writer) {
  const auto estimate = completeness.estimate();
  if (!estimate) return;
  result::CompletenessTable table;
  table.found_matches = completeness.found_matches;
  table.estimate = *estimate;
  for (const auto& pair : completeness.recaptures) {
    table.first.push_back(static_cast<std::int32_t>(pair.first));
    table.second.push_back(static_cast<std::int32_t>(pair.second));
    table.first_matches.push_back(pair.first_matches);
    table.second_matches.push_back(pair.second_matches);
    table.both_matches.push_back(pair.both_matches);
  }
  table.write(writer);
}

void write_model(const Context& context, const block::BlockPlan& plan, const model::Model& model,
                 const ScoredPairs& pairs, result::ResultWriter& writer) {
  blocking_table(context.job, plan, pairs).write(writer);
  comparisons_table(model).write(writer);
  levels_table(model).write(writer);
  if (!model.dependence.empty()) dependence_table(model).write(writer);
  result::ModelTable{.json = model::to_json(model),
                     .prior = model.prior,
                     .prior_weight_log2 = to_double(model.prior_weight),
                     .related_prior = model.related_prior,
                     .related_prior_weight_log2 = to_double(model.related_prior_weight),
                     .neighbour_prior = model.neighbour_prior,
                     .neighbour_prior_weight_log2 = to_double(model.neighbour_prior_weight)}
      .write(writer);
}

}  // namespace onefold::score
