#include "result/edge_scores.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/patterns_table.hpp"

namespace onefold::result {

namespace {

[[noreturn]] void damaged_edges(const ResultReader& file, const std::string& what) {
  throw Error(ExitCode::input,
              fmt::format("{}: {}; the file is damaged; `onefold verify` shows what is wrong", file.path(), what));
}

template <typename T>
const T& entry_at(const ResultReader& file, const std::vector<T>& table, std::int32_t row, const std::string& column) {
  if (row < 0 || static_cast<std::size_t>(row) >= table.size())
    damaged_edges(file, fmt::format("{} names row {} of a table of {} rows", column, row, table.size()));
  return table[static_cast<std::size_t>(row)];
}

std::vector<double> finite_weights(const ResultReader& file, const Column<double>& column) {
  auto weights = column.read_all(file);
  for (const double weight : weights)
    if (!std::isfinite(weight)) damaged_edges(file, column.name + " holds something that is not a finite number");
  return weights;
}

}  // namespace

EdgeScoring::EdgeScoring(const ResultReader& file)
    : file_(file), weights_(finite_weights(file, PatternsTable::kWeight)), rules_(PatternsTable::kRule.read_all(file)) {
  const auto num_rules = static_cast<std::int64_t>(BlockingTable::kRule.num_rows(file));
  for (const std::int16_t rule : rules_)
    if (rule < 0 || rule >= num_rules) damaged_edges(file, "/patterns/rule names a rule that does not exist");
  if (rules_.size() != weights_.size()) damaged_edges(file, "the columns of /patterns differ in length");
  const TextColumn names = ComparisonsTable::kName.read_all(file);
  for (std::size_t k = 0; k < names.size(); ++k)
    if (auto column = EdgesTable::term_frequency(names[k]); column.is_in(file))
      adjustments_.push_back({std::move(column), finite_weights(file, TermFrequenciesTable::adjustment(names[k]))});
}

EdgeScores EdgeScoring::read(std::uint64_t first, std::uint64_t count) const {
  EdgeScores scores;
  scores.pattern = EdgesTable::kPattern.read(file_, first, count);
  scores.rule.reserve(count);
  scores.weight_log2.reserve(count);
  for (const std::int32_t pattern : scores.pattern) {
    scores.weight_log2.push_back(entry_at(file_, weights_, pattern, EdgesTable::kPattern.name));
    scores.rule.push_back(rules_[static_cast<std::size_t>(pattern)]);
  }
  for (const Adjustments& one : adjustments_) {
    const auto rows = one.row_of_edge.read(file_, first, count);
    for (std::size_t i = 0; i < rows.size(); ++i)
      scores.weight_log2[i] += entry_at(file_, one.values, rows[i], one.row_of_edge.name);
  }
  return scores;
}

double EdgeScoring::adjustment(std::uint64_t edge, std::string_view attribute) const {
  const auto column = EdgesTable::term_frequency(attribute);
  for (const Adjustments& one : adjustments_)
    if (one.row_of_edge.name == column.name)
      return entry_at(file_, one.values, column.read_row(file_, edge), column.name);
  return 0;
}

}  // namespace onefold::result
