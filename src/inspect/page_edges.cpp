#include "inspect/page_edges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "onefold/record/error.hpp"
#include "result/cluster_tables.hpp"
#include "result/edges_table.hpp"
#include "result/row_slices.hpp"

namespace onefold::inspect {

namespace {

using result::CutsTable;
using result::EdgesTable;

std::vector<std::uint64_t> rows_of_members(const result::ResultReader& file, const std::vector<std::int64_t>& members) {
  std::vector<std::uint64_t> rows;
  for (const std::int64_t record : members) {
    const std::uint64_t end = EdgesTable::lower_bound(file, record + 1, 0);
    for (std::uint64_t row = EdgesTable::lower_bound(file, record, 0); row < end; ++row) rows.push_back(row);
  }
  // Edges whose right record is a member stand before those of the last member.
  result::for_each_slice(EdgesTable::lower_bound(file, members.back(), 0),
                         [&](std::uint64_t first, std::uint64_t count) {
                           const auto right = EdgesTable::kRight.read(file, first, count);
                           for (std::uint64_t i = 0; i < count; ++i)
                             if (std::binary_search(members.begin(), members.end(), right[i]))
                               rows.push_back(first + i);
                         });
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
  std::vector<PageEdge> edges;
  for (const std::uint64_t row : rows_of_members(file, members)) {
    const auto rule = static_cast<std::size_t>(EdgesTable::kRule.read_row(file, row));
    edges.push_back({.left = EdgesTable::kLeft.read_row(file, row),
                     .right = EdgesTable::kRight.read_row(file, row),
                     .weight_log2 = EdgesTable::kWeight.read_row(file, row),
                     .probability = EdgesTable::kProbability.read_row(file, row),
                     .rule = rule < tables.rules.size() ? tables.rules[rule] : std::string(),
                     .evidence = evidence_of(tables, EdgesTable::kLevel.read(file, row, 1))});
  }
  return edges;
}

int cut_reason_of(const result::ResultReader& file, std::int64_t left, std::int64_t right) {
  if (!CutsTable::kLeft.is_in(file)) return 0;
  const std::uint64_t num_cuts = CutsTable::kLeft.num_rows(file);
  std::uint64_t begin = 0;
  std::uint64_t end = num_cuts;
  const auto at = [&](std::uint64_t row) {
    return std::pair(CutsTable::kLeft.read_row(file, row), CutsTable::kRight.read_row(file, row));
  };
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (at(middle) < std::pair(left, right))
      begin = middle + 1;
    else
      end = middle;
  }
  return begin < num_cuts && at(begin) == std::pair(left, right) ? CutsTable::kReason.read_row(file, begin) : 0;
}

}  // namespace onefold::inspect
