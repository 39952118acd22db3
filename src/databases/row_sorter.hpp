// Sorts the rows of a query by source id on all ranks, in bounded memory, whatever rank they came to.
//
//   in   rows of this rank, in any order
//   out  one row file (tables/row_file.hpp) with the rows of all ranks by ascending first value, the bytes of which
//        decide, then those of the whole row: an order that no number of ranks and no order of arrival changes
//
// 1. Each rank collects rows up to run_bytes, sorts them and writes them to the work directory as a run. It keeps the
//    beginning of an id for every block_bytes of a run.
// 2. All ranks gather these ids and choose the same splitters, so that each rank gets about the same number of bytes.
// 3. Each rank finds the splitters in its runs, and all ranks gather where they are: P + 1 positions per run.
// 4. Each rank merges its stretch of all runs, and writes it to its place in the file.
//
// This is sample sort with regular samples (Shi, Schaeffer: Parallel Sorting by Regular Sampling, 1992), with the
// exchange through files that all ranks can read. Memory per rank: run_bytes, at least 32 KiB per run while
// merging, 32 bytes per block_bytes of all rows, 16 P bytes per run. Each row is written twice and read twice.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::databases {

struct SorterSizes {
  std::uint64_t run_bytes = 32 << 20;
  std::uint64_t block_bytes = 64 << 10;  ///< rows between two samples
};

/// A sorted file of rows, and samples of its ids.
struct SortedRun {
  struct Block {
    std::string key;           ///< beginning of the id of its first row
    std::uint64_t offset = 0;  ///< of this row
    std::uint64_t row = 0;
  };
  std::string path;
  std::uint64_t num_rows = 0;
  std::uint64_t num_bytes = 0;
  std::vector<Block> blocks;
};

class RowSorter {
 public:
  RowSorter(const scratch::WorkDirectory& work, std::string name, SorterSizes sizes);
  ~RowSorter();  ///< removes the runs of this rank
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  /// Local. A row as tables::append_row() writes it.
  void add(std::string_view row);
  /// Local. From now on, forget() drops the rows that follow.
  void mark();
  void forget();
  [[nodiscard]] std::uint64_t num_rows() const { return num_rows_; }

  /// Collective. Writes the row file, and returns its path and number of rows, equal on all ranks.
  struct Sorted {
    std::string path;
    std::uint64_t num_rows = 0;
  };
  [[nodiscard]] Sorted write(const mpi::Communicator& world, const std::vector<std::string>& columns);

 private:
  void write_run();

  struct Entry {
    std::uint64_t prefix = 0;  ///< first eight bytes of the id, so that most comparisons need no row
    std::uint64_t offset = 0;
  };
  const scratch::WorkDirectory& work_;
  std::string name_;
  SorterSizes sizes_;
  std::string bytes_;
  std::vector<Entry> entries_;
  std::vector<SortedRun> runs_;
  std::size_t marked_runs_ = 0;
  std::uint64_t marked_rows_ = 0;
  std::uint64_t num_rows_ = 0;
};

}  // namespace onefold::databases
