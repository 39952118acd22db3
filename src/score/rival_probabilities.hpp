// The probability of each edge given its rivals (score/rivals.hpp): the owner of a record adds up the odds of all edges
// of the record.
//
// Sums are integers over all edges, so they do not depend on ranks or windows. Cost: for each group of rivals, all
// edges are read once more, and 16 bytes are sent for each of the two records of an edge. A group takes 2 bytes of
// memory per record, and 8 more while its odds are added up. For each window, a request and a reply of 2 bytes are sent
// for each of the two records of an edge. No cost if no record has rivals.
#pragma once

#include <cstdint>
#include <vector>

#include "record/columns.hpp"
#include "score/rivals.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Pure. Whether candidates of all sources compete for a record, as they did when the model was learnt. They do not
/// compete if no source has duplicates, because then records of the same source exclude each other already. Nor do they
/// if a record may have several matches: matches of one record are not rivals, but the sum of odds would count them.
[[nodiscard]] bool candidates_compete(const config::Job& job);
/// Pure. Records of a source without duplicates are each other's rivals; if candidates compete, all records are.
[[nodiscard]] RivalGroups rival_groups(const config::Job& job);
/// Collective. The odds table of rank 0, which all ranks use.
[[nodiscard]] OddsTable shared_odds(const mpi::Communicator& world);

class RivalProbabilities {
 public:
  /// Collective.
  RivalProbabilities(const Context& context, const Columns& columns, const ScoredPairs& pairs);
  /// Pure. Memory of construction and of probabilities() for `num_records` records of this rank, without windows.
  [[nodiscard]] static std::uint64_t bytes(const config::Job& job, std::uint64_t num_records);

  [[nodiscard]] const RivalGroups& groups() const { return groups_; }
  /// Collective; call only if there are groups. Returns one probability per edge.
  [[nodiscard]] std::vector<double> probabilities(const EdgeWindow& edges) const;

 private:
  const Context& context_;
  const Columns& columns_;
  RivalGroups groups_;
  OddsTable odds_{std::vector<std::uint64_t>{}};
  std::vector<std::vector<CompactOdds>> sums_;  // [group][local record]
};

}  // namespace onefold::score
