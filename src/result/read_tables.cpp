#include "result/read_tables.hpp"

#include <fmt/format.h>

namespace onefold::result {

std::vector<std::int64_t> all_int64(const ResultReader& file, const std::string& dataset) {
  return file.read_int64(dataset, 0, file.num_rows(dataset));
}
std::vector<std::int32_t> all_int32(const ResultReader& file, const std::string& dataset) {
  return file.read_int32(dataset, 0, file.num_rows(dataset));
}
std::vector<double> all_double(const ResultReader& file, const std::string& dataset) {
  return file.read_double(dataset, 0, file.num_rows(dataset));
}
TextColumn all_text(const ResultReader& file, const std::string& dataset) {
  return file.read_text_column(dataset, 0, file.num_rows(dataset));
}
double single_double(const ResultReader& file, const std::string& dataset) {
  return file.read_double(dataset, 0, 1).front();
}

std::vector<RecordPair> read_record_pairs(const ResultReader& file, const std::string& name) {
  if (!file.has(name + "_left")) return {};
  const auto left = all_int64(file, name + "_left");
  const auto right = all_int64(file, name + "_right");
  const auto num_records = static_cast<std::int64_t>(file.num_rows("/records/cluster_id"));
  if (left.size() != right.size())
    throw Error(ExitCode::input, fmt::format("{}: {}_left and {}_right differ in length", file.path(), name, name));
  std::vector<RecordPair> pairs;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] < 0 || left[i] >= right[i] || right[i] >= num_records)
      throw Error(ExitCode::input, fmt::format("{}: {} names records {} and {} of {}", file.path(), name, left[i],
                                               right[i], num_records));
    pairs.push_back({left[i], right[i]});
  }
  return pairs;
}

ScoreTables read_score_tables(const ResultReader& file) {
  const auto unfit = [&](const std::string& what) {
    throw Error(ExitCode::input, fmt::format("{}: {}", file.path(), what));
  };
  ScoreTables tables;
  const TextColumn names = all_text(file, "/comparisons/name");
  const auto num_levels = all_int32(file, "/comparisons/num_levels");
  const auto columns = all_int32(file, "/comparisons/term_frequency_column");
  if (num_levels.size() != names.size() || columns.size() != names.size())
    unfit("the columns of /comparisons differ in length");
  if (file.has("/edges/term_frequency_log2"))
    tables.num_term_frequency_columns = file.width("/edges/term_frequency_log2");
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (num_levels[k] < 1 || num_levels[k] > 127)
      unfit(fmt::format("/comparisons/num_levels[{}] is {}", k, num_levels[k]));
    if (columns[k] >= static_cast<std::int64_t>(tables.num_term_frequency_columns) || columns[k] < -1)
      unfit(fmt::format("/comparisons/term_frequency_column[{}] is {}", k, columns[k]));
    tables.comparisons.push_back(
        {std::string(names[k]), columns[k], std::vector<LevelRow>(static_cast<std::size_t>(num_levels[k]))});
  }

  const std::string level_group = "/comparisons/level/";
  const auto comparison = all_int32(file, level_group + "comparison");
  const auto level = all_int32(file, level_group + "level");
  const TextColumn text = all_text(file, level_group + "text");
  const auto m = all_double(file, level_group + "m");
  const auto u = all_double(file, level_group + "u");
  const auto weight = all_double(file, level_group + "weight_log2");
  const TextColumn m_origin = all_text(file, level_group + "m_origin");
  const TextColumn u_origin = all_text(file, level_group + "u_origin");
  std::size_t expected = 0;
  for (const ComparisonRow& row : tables.comparisons) expected += row.levels.size();
  for (const std::size_t size : {comparison.size(), level.size(), text.size(), m.size(), u.size(), weight.size(),
                                 m_origin.size(), u_origin.size()})
    if (size != expected)
      unfit(fmt::format("the columns of /comparisons/level have {} rows, expected {}", size, expected));
  std::vector<std::vector<bool>> seen;
  for (const ComparisonRow& row : tables.comparisons) seen.emplace_back(row.levels.size(), false);
  for (std::size_t i = 0; i < expected; ++i) {
    const auto k = static_cast<std::size_t>(comparison[i]);
    const auto l = static_cast<std::size_t>(level[i]);
    if (comparison[i] < 0 || level[i] < 0 || k >= seen.size() || l >= seen[k].size() || seen[k][l])
      unfit(fmt::format("/comparisons/level: row {} names no level, or one that an earlier row named", i));
    seen[k][l] = true;
    tables.comparisons[k].levels[l] = {std::string(text[i]),    m[i], u[i], weight[i], std::string(m_origin[i]),
                                       std::string(u_origin[i])};
  }

  if (file.has("/dependence/correction_log2")) {
    const auto first = all_int32(file, "/dependence/first");
    const auto second = all_int32(file, "/dependence/second");
    const auto first_level = all_int32(file, "/dependence/first_level");
    const auto second_level = all_int32(file, "/dependence/second_level");
    const auto correction = all_double(file, "/dependence/correction_log2");
    for (const std::size_t size : {first.size(), second.size(), first_level.size(), second_level.size()})
      if (size != correction.size()) unfit("the columns of /dependence differ in length");
    for (std::size_t i = 0; i < correction.size(); ++i) {
      const auto a = static_cast<std::size_t>(first[i]), b = static_cast<std::size_t>(second[i]);
      if (first[i] < 0 || second[i] < 0 || a >= b || b >= tables.comparisons.size())
        unfit(fmt::format("/dependence: row {} is of no two comparisons", i));
      const std::size_t width = tables.comparisons[b].levels.size();
      if (first_level[i] < 1 || second_level[i] < 1 ||
          static_cast<std::size_t>(first_level[i]) >= tables.comparisons[a].levels.size() ||
          static_cast<std::size_t>(second_level[i]) >= width)
        unfit(fmt::format("/dependence: row {} is of levels that are not there", i));
      if (tables.dependence.empty() || tables.dependence.back().first != a || tables.dependence.back().second != b)
        tables.dependence.push_back({a, b, std::vector<double>(tables.comparisons[a].levels.size() * width, 0.0)});
      tables.dependence.back().correction_log2[static_cast<std::size_t>(first_level[i]) * width +
                                               static_cast<std::size_t>(second_level[i])] = correction[i];
    }
  }

  tables.prior = single_double(file, "/model/prior");
  tables.prior_weight_log2 = single_double(file, "/model/prior_weight_log2");
  tables.threshold = single_double(file, "/cluster/threshold");
  tables.threshold_weight_log2 = single_double(file, "/cluster/threshold_weight_log2");
  tables.review_threshold = single_double(file, "/cluster/review_threshold");
  const TextColumn rules = all_text(file, "/blocking/rule");
  for (std::size_t i = 0; i < rules.size(); ++i) tables.rules.emplace_back(rules[i]);
  return tables;
}

}  // namespace onefold::result
