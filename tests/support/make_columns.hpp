// Columns for tests: all records are given on every rank, each rank keeps its share.
#pragma once

#include <string>
#include <vector>

#include "columns/build_columns.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"
#include "support/cleansed_column.hpp"

namespace onefold::test {

/// A record is a list of cleansed values, one per attribute; empty values are missing.
using Record = std::vector<std::string>;

/// Collective. `source_ends` as in Columns; empty: one source.
inline Columns make_columns(const mpi::Communicator& world, const std::vector<Record>& records,
                            std::size_t num_attributes, std::vector<std::uint64_t> source_ends = {}) {
  const auto node = world.split_by_node();
  Columns columns;
  columns.distribution = BlockDistribution(records.size(), world.size());
  columns.first_record = columns.distribution.begin(world.rank());
  columns.num_local_rows = columns.distribution.size(world.rank());
  columns.source_ends = source_ends.empty() ? std::vector<std::uint64_t>{records.size()} : std::move(source_ends);
  for (std::size_t a = 0; a < num_attributes; ++a) {
    TextColumn local;
    for (std::uint64_t row = 0; row < columns.num_local_rows; ++row)
      local.push_back(records[columns.first_record + row][a]);
    columns.attributes.push_back(
        columns::build_column(world, node, cleansed_column(std::move(local)), {.term_frequency = true}));
  }
  return columns;
}

}  // namespace onefold::test
