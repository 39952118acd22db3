#include "inspect/page_edges.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/patterns_table.hpp"

namespace onefold::inspect {

namespace {

using result::EdgesTable;

std::vector<std::uint64_t> rows_of_members(const result::ResultReader& file, const std::vector<std::int64_t>& members) {
  std::vector<std::uint64_t> rows;
  for (const std::int64_t record : members) {
    const auto more = EdgesTable::edges_of(file, record);
    rows.insert(rows.end(), more.begin(), more.end());
  }
  // An edge between two members is found from both.
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::string evidence_of(const result::ScoreTables& tables, const std::vector<std::int8_t>& level) {
  std::string text;
  for (std::size_t k = 0; k < level.size() && k < tables.comparisons.size(); ++k) {
    const auto& comparison = tables.comparisons[k];
    if (level[k] <= 0 || static_cast<std::size_t>(level[k]) >= comparison.levels.size()) continue;
    const auto& row = comparison.levels[static_cast<std::size_t>(level[k])];
    text += fmt::format("{}{} {} {:+.1f}", text.empty() ? "" : ", ", comparison.name, row.text, row.weight_log2);
  }
  return text;
}

}  // namespace

std::vector<PageEdge> edges_of_members(const result::ResultReader& file, const result::ScoreTables& tables,
                                       const std::vector<std::int64_t>& members) {
  const result::EdgeScoring scoring(file);
  std::vector<PageEdge> edges;
  for (const std::uint64_t row : rows_of_members(file, members)) {
    const result::EdgeScores scores = scoring.read(row, 1);
    const auto rule = static_cast<std::size_t>(scores.rule[0]);
    const auto pattern = static_cast<std::uint64_t>(scores.pattern[0]);
    edges.push_back({.left = EdgesTable::kLeft.read_row(file, row),
                     .right = EdgesTable::kRight.read_row(file, row),
                     .weight_log2 = scores.weight_log2[0],
                     .probability = scores.probability(0),
                     .rule = rule < tables.rules.size() ? tables.rules[rule] : std::string(),
                     .evidence = evidence_of(tables, result::PatternsTable::kLevel.read(file, pattern, 1))});
  }
  return edges;
}

}  // namespace onefold::inspect
