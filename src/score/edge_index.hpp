// The index of /edges by record: which edges have a record on their left, and which on their right.
//
// Edges come window by window in the order of (left, right). Their right records are sorted on disk by SortedRuns and
// written after the last window. The owner of a record counts its edges; offsets are the sums of these counts.
//
// Cost: 16 bytes per edge are written, read, and sent once; 8 bytes are sent per record and window. Memory per rank: a
// run of rows that are not sorted yet, and 16 bytes per record of the rank.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/record/record_id.hpp"
#include "result/column.hpp"
#include "score/edge.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Counts rows per key, and writes the number of rows before each key. The owner of a key counts its rows.
class OffsetCounter {
 public:
  /// Collective. Keys are below `num_keys`.
  OffsetCounter(const mpi::Communicator& world, std::uint64_t num_keys);
  /// Collective. Adds one row for each of `keys`, which are ascending on this rank.
  void add(std::span<const std::uint64_t> keys);
  /// Collective. Writes num_keys + 1 offsets; the last one is the number of all rows. Call it last.
  void write(const result::Column<std::int64_t>& column, result::ResultWriter& writer);

 private:
  const mpi::Communicator& world_;
  BlockDistribution keys_;
  std::vector<std::int64_t> counts_;  // [local key]
};

class EdgeIndex {
 public:
  /// Collective.
  EdgeIndex(const Context& context, std::uint64_t num_records);
  /// Pure. Memory besides that of windows, for `num_records` records of this rank.
  [[nodiscard]] static std::uint64_t bytes(const config::Job& job, std::uint64_t num_records);

  /// Collective. The next edges.
  void add(const EdgeWindow& edges);
  /// Collective. Call it after the last edge.
  void write(std::uint64_t max_window_rows, result::ResultWriter& writer);

 private:
  /// An edge, sorted by its right record.
  struct RightEdge {
    static constexpr std::size_t kWords = 2;
    RecordId right = 0;
    std::uint64_t row = 0;  ///< of /edges

    void encode(std::uint64_t* words) const { words[0] = right, words[1] = row; }
    [[nodiscard]] static RightEdge decode(const std::uint64_t* words) { return {words[0], words[1]}; }
  };

  const mpi::Communicator& world_;
  std::uint64_t num_records_;
  std::uint64_t num_edges_ = 0;  // of all windows so far
  OffsetCounter left_;
  scratch::SortedRuns<RightEdge> by_right_;
};

}  // namespace onefold::score
