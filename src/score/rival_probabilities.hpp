// What each edge is worth given its rivals (cluster/rivals.hpp): the odds of all edges of a record are added up at its
// owner.
//
// Sums are integers of all edges, so neither ranks nor windows show. Cost: for each group of rivals the edges are read
// once more, 16 bytes an edge and end on the wire; then 2 bytes a record and group in memory, 8 more a record while a
// group is added up, and of each edge of a window 2 bytes and an end asked for. Nothing of this where nobody has
// rivals.
#pragma once

#include <cstdint>
#include <vector>

#include "record/columns.hpp"
#include "score/rivals.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Pure. Whether candidates of all sources compete for a record: the model was learnt so. But where no source has
/// duplicates, records of the same source exclude each other already.
[[nodiscard]] bool candidates_compete(const config::Job& job);
/// Pure. Records of a source without duplicates are each other's rivals; where candidates compete, all are.
[[nodiscard]] RivalGroups rival_groups(const config::Job& job);
/// Collective. The odds of rank 0.
[[nodiscard]] OddsTable shared_odds(const mpi::Communicator& world);

class RivalProbabilities {
 public:
  /// Collective.
  RivalProbabilities(const Context& context, const Columns& columns, const ScoredPairs& pairs);
  /// Pure. What construction and probabilities() hold of so many records of this rank, beside windows.
  [[nodiscard]] static std::uint64_t bytes(const config::Job& job, std::uint64_t num_records);

  [[nodiscard]] const RivalGroups& groups() const { return groups_; }
  /// Collective, when there are groups. [edge]
  [[nodiscard]] std::vector<double> probabilities(const EdgeWindow& edges) const;

 private:
  const Context& context_;
  const Columns& columns_;
  RivalGroups groups_;
  OddsTable odds_{std::vector<std::uint64_t>{}};
  std::vector<std::vector<CompactOdds>> sums_;  // [group][local record]
};

}  // namespace onefold::score
