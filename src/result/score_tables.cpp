#include "result/score_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "record/weight.hpp"
#include "result/cluster_tables.hpp"
#include "result/model_tables.hpp"

namespace onefold::result {

namespace {

[[noreturn]] void unfit(const ResultReader& file, const std::string& what) {
  throw Error(ExitCode::input, fmt::format("{}: {}", file.path(), what));
}

std::vector<ComparisonRow> read_comparisons(const ResultReader& file) {
  const auto table = ComparisonsTable::read(file);
  std::vector<ComparisonRow> rows;
  std::size_t num_levels = 0;
  for (std::size_t k = 0; k < table.name.size(); ++k) {
    const std::int32_t levels = table.num_levels[k];
    if (levels < 1 || levels > 127) unfit(file, fmt::format("/comparisons/num_levels[{}] is {}", k, levels));
    rows.push_back({std::string(table.name[k]), std::vector<LevelRow>(static_cast<std::size_t>(levels))});
    num_levels += static_cast<std::size_t>(levels);
  }

  const auto levels = LevelsTable::read(file, num_levels);
  std::vector<std::vector<bool>> seen;
  for (const ComparisonRow& row : rows) seen.emplace_back(row.levels.size(), false);
  for (std::size_t i = 0; i < num_levels; ++i) {
    const auto k = static_cast<std::size_t>(levels.comparison[i]);
    const auto l = static_cast<std::size_t>(levels.level[i]);
    if (levels.comparison[i] < 0 || levels.level[i] < 0 || k >= seen.size() || l >= seen[k].size() || seen[k][l])
      unfit(file, fmt::format("/comparisons/level: row {} names no level, or one that an earlier row named", i));
    seen[k][l] = true;
    rows[k].levels[l] = {std::string(levels.text[i]),
                         levels.m[i],
                         levels.u[i],
                         levels.weight_log2[i],
                         levels.related_weight_log2.empty() ? 0 : levels.related_weight_log2[i],
                         levels.neighbour_weight_log2.empty() ? 0 : levels.neighbour_weight_log2[i],
                         std::string(levels.m_origin[i]),
                         std::string(levels.u_origin[i])};
  }
  return rows;
}

std::vector<DependenceRow> read_dependence(const ResultReader& file, const std::vector<ComparisonRow>& comparisons) {
  const auto table = DependenceTable::read(file);
  std::vector<DependenceRow> rows;
  for (std::size_t i = 0; i < table.correction_log2.size(); ++i) {
    const auto a = static_cast<std::size_t>(table.first[i]);
    const auto b = static_cast<std::size_t>(table.second[i]);
    if (table.first[i] < 0 || table.second[i] < 0 || a >= b || b >= comparisons.size())
      unfit(file, fmt::format("/dependence: row {} does not name two comparisons", i));
    const auto a_level = static_cast<std::size_t>(table.first_level[i]);
    const auto b_level = static_cast<std::size_t>(table.second_level[i]);
    const std::size_t width = comparisons[b].levels.size();
    if (table.first_level[i] < 1 || table.second_level[i] < 1 || a_level >= comparisons[a].levels.size() ||
        b_level >= width)
      unfit(file, fmt::format("/dependence: row {} names levels that do not exist", i));
    if (rows.empty() || rows.back().first != a || rows.back().second != b)
      rows.push_back({a, b, std::vector<double>(comparisons[a].levels.size() * width, 0.0)});
    rows.back().correction_log2[a_level * width + b_level] = table.correction_log2[i];
  }
  return rows;
}

}  // namespace

double ScoreTables::related(const std::int8_t* levels) const {
  if (!has_related) return 0;
  const auto weight_of = [&](double of_class_log2, double LevelRow::*level_weight) {
    FixedWeight sum = to_fixed(of_class_log2);
    for (std::size_t k = 0; k < comparisons.size(); ++k)
      sum += to_fixed(comparisons[k].levels[static_cast<std::size_t>(levels[k])].*level_weight);
    return sum;
  };
  const FixedWeight x = weight_of(related_prior_weight_log2, &LevelRow::related_weight_log2);
  if (!has_neighbours) return -to_double(log2_of_one_plus(x));
  const FixedWeight y = weight_of(neighbour_prior_weight_log2, &LevelRow::neighbour_weight_log2);
  return -to_double(log2_of_one_plus(std::max(x, y) + log2_of_one_plus(std::min(x, y) - std::max(x, y))));
}

ScoreTables read_score_tables(const ResultReader& file) {
  ScoreTables tables;
  tables.comparisons = read_comparisons(file);
  tables.dependence = read_dependence(file, tables.comparisons);
  tables.prior = ModelTable::kPrior.read_row(file, 0);
  tables.prior_weight_log2 = ModelTable::kPriorWeight.read_row(file, 0);
  tables.has_related = ModelTable::kRelatedPriorWeight.is_in(file);
  if (tables.has_related) {
    if (!LevelsTable::kRelatedWeight.is_in(file))
      unfit(file, "the file has /model/related_prior_weight_log2 but not /comparisons/level/related_weight_log2");
    tables.related_prior_weight_log2 = ModelTable::kRelatedPriorWeight.read_row(file, 0);
  }
  tables.has_neighbours = ModelTable::kNeighbourPriorWeight.is_in(file);
  if (tables.has_neighbours) {
    if (!tables.has_related || !LevelsTable::kNeighbourWeight.is_in(file))
      unfit(file,
            "the file has /model/neighbour_prior_weight_log2 but not /comparisons/level/neighbour_weight_log2, or no "
            "related pairs");
    tables.neighbour_prior_weight_log2 = ModelTable::kNeighbourPriorWeight.read_row(file, 0);
  }
  tables.threshold = ClusterTable::kThreshold.read_row(file, 0);
  tables.threshold_weight_log2 = ClusterTable::kThresholdWeight.read_row(file, 0);
  tables.review_threshold = ClusterTable::kReviewThreshold.read_row(file, 0);
  const TextColumn rules = BlockingTable::kRule.read_all(file);
  for (std::size_t i = 0; i < rules.size(); ++i) tables.rules.emplace_back(rules[i]);
  return tables;
}

}  // namespace onefold::result
