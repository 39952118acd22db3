#include "result/edges_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onefold::result {

namespace {

// Rows offsets[at] .. offsets[at + 1] - 1.
EdgesTable::Rows rows_between(const ResultReader& reader, const Column<std::int64_t>& offsets, std::int64_t at) {
  if (at < 0) throw Error(ExitCode::input, fmt::format("{}: there is no record {}", reader.path(), at));
  const auto found = offsets.read(reader, static_cast<std::uint64_t>(at), 2);
  const std::uint64_t num_edges = EdgesTable::kLeft.num_rows(reader);
  if (found[0] < 0 || found[0] > found[1] || static_cast<std::uint64_t>(found[1]) > num_edges)
    throw Error(ExitCode::input,
                fmt::format("{}: {} do not ascend, or lead beyond the {} edges; `onefold verify` shows "
                            "what is wrong",
                            reader.path(), offsets.name, num_edges));
  return {static_cast<std::uint64_t>(found[0]), static_cast<std::uint64_t>(found[1])};
}

}  // namespace

EdgesTable::Rows EdgesTable::with_left(const ResultReader& reader, std::int64_t record) {
  constexpr auto kStep = static_cast<std::int64_t>(kRecordsPerOffset);
  const Rows rows = rows_between(reader, kLeftOffsets, record < 0 ? record : record / kStep);
  const auto left = kLeft.read(reader, rows.begin, rows.end - rows.begin);
  const auto [first, last] = std::equal_range(left.begin(), left.end(), record);
  return {rows.begin + static_cast<std::uint64_t>(first - left.begin()),
          rows.begin + static_cast<std::uint64_t>(last - left.begin())};
}

std::vector<std::uint64_t> EdgesTable::edges_of(const ResultReader& reader, std::int64_t record) {
  // Edges to smaller records come first in the order of edges.
  const Rows right = rows_between(reader, kRightOffsets, record);
  std::vector<std::uint64_t> edges;
  for (const std::int64_t edge : kByRight.read(reader, right.begin, right.end - right.begin))
    edges.push_back(static_cast<std::uint64_t>(edge));
  const Rows left = with_left(reader, record);
  for (std::uint64_t edge = left.begin; edge < left.end; ++edge) edges.push_back(edge);
  return edges;
}

std::uint64_t EdgesTable::find(const ResultReader& reader, std::int64_t left, std::int64_t right) {
  const Rows rows = with_left(reader, left);
  const auto others = kRight.read(reader, rows.begin, rows.end - rows.begin);
  const auto found = std::lower_bound(others.begin(), others.end(), right);
  if (found == others.end() || *found != right) return kLeft.num_rows(reader);
  return rows.begin + static_cast<std::uint64_t>(found - others.begin());
}

}  // namespace onefold::result
