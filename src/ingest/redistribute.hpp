// Moves records from the ranks that read them to the ranks that own them, a column at a time.
//
//   runs     stretches of consecutive RecordIds that one rank has read; ascending, together all ids, equal on all ranks
//   in       a column of this rank's runs, one after another
//   out      the same column of the records distribution.begin(rank) .. end(rank) - 1, in this order
//
// Every rank knows all runs, so only values travel, no ids. Since runs ascend, what goes to a rank is a stretch of the
// column: nothing is copied to be sent. Cost per column: O(rows) time, the column twice in memory while it moves; two
// exchanges.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::ingest {

struct RecordRun {
  int rank = 0;
  RecordId first = 0;
  std::uint64_t count = 0;
};

/// What a rank sends, and how what it receives goes together. Local, pure.
class Redistribution {
 public:
  Redistribution(std::span<const RecordRun> runs, const BlockDistribution& distribution, int rank);

  /// A stretch of what comes from one rank.
  struct Piece {
    int rank = 0;
    std::uint64_t count = 0;
  };
  /// Records for each rank, in the order in which this rank has them.
  [[nodiscard]] const std::vector<std::uint64_t>& send_counts() const { return send_counts_; }
  /// In the order of ids; each takes the next records that came from its rank.
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::vector<std::uint64_t> send_counts_;
  std::vector<Piece> pieces_;
};

/// Collective.
[[nodiscard]] TextColumn redistribute(const mpi::Communicator& world, const Redistribution& plan, TextColumn column);
/// Collective.
[[nodiscard]] std::vector<std::uint64_t> redistribute(const mpi::Communicator& world, const Redistribution& plan,
                                                      std::vector<std::uint64_t> column);

}  // namespace onefold::ingest
