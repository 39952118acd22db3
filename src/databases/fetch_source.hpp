// Fetches the rows of a database into a row file of the work directory, by ascending source id.
//
// A query with {part} is sent once per part, and part p is fetched by rank p modulo the number of ranks. The parts
// together must have as many rows as the query without its condition on the part: a row whose part is NULL or negative
// would be in none. If the database can, all ranks read one snapshot; else the rows are counted before and after, so
// that a table that grows or shrinks meanwhile is noticed. The file depends on the rows only.
//
// Memory per rank: SorterSizes::run_bytes and a block of the driver. See row_sorter.hpp for the cost of sorting.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "databases/row_sorter.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::databases {

struct FetchOptions {
  std::uint64_t max_field_bytes = 1 << 20;
  SorterSizes sizes;
  /// Called from time to time with the rows that this rank has fetched, and about how many it will fetch; 0: unknown.
  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

/// Columns of the query that are kept; the id is the first. None: all columns of text, numbers and times, as they come.
using WantedColumns = std::vector<std::string>;

/// Columns that the job reads from a source, its id first.
[[nodiscard]] WantedColumns wanted_columns(const config::SourceConfig& source);

/// Collective. Returns the path of the file and its number of rows. Throws Error(input), the same on all ranks, if the
/// database cannot be reached, fails, lacks a column, or if rows are missing from the parts.
[[nodiscard]] RowSorter::Sorted fetch_source(const mpi::Communicator& world, const scratch::WorkDirectory& work,
                                             const config::SourceConfig& source, const WantedColumns& wanted,
                                             const FetchOptions& options);

/// How many parts a source is fetched in.
[[nodiscard]] std::uint32_t num_parts(const config::SourceConfig& source, int num_ranks);

}  // namespace onefold::databases
