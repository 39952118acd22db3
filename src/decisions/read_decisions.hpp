// From the lists that people give to pairs of records.
//
// The lists are read before ingest, so that a mistake in them is reported before the work. Ingest looks for the records
// that they name while it reads the rows; no product is read for it. Rank 0 then puts the answers together.
// Memory: on rank 0, 64 bytes per row of a list; on all ranks what SoughtRecords and Decisions hold.
#pragma once

#include <vector>

#include "decisions/decisions.hpp"
#include "decisions/pair_lists.hpp"
#include "decisions/sought_records.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::decisions {

/// The lists of a job before their records are found. Rank 0 holds the rows.
struct DecisionLists {
  PairList must_link{.kind = ListKind::must_link};
  PairList cannot_link{.kind = ListKind::cannot_link};
  PairList labels{.kind = ListKind::labels};
  SoughtRecords sought;  ///< equal on all ranks
};

/// Collective. Throws Error(input) as read_list does.
[[nodiscard]] DecisionLists read_decision_lists(const mpi::Communicator& world, const config::Job& job);

/// Collective. `local_found`: those of lists.sought among this rank's records. Throws Error(input), which names files
/// and lines, as the three functions below do. Equal on all ranks.
[[nodiscard]] Decisions find_decisions(const mpi::Communicator& world, const DecisionLists& lists,
                                       const std::vector<FoundRecord>& local_found);

/// Local. Pairs of a must_link or cannot_link list by record. Throws Error(input) if a record is not in the input.
[[nodiscard]] std::vector<Link> resolve_links(const PairList& list, const FoundRecords& found);

/// Local. Throws Error(input) if records that must be one customer, directly or through others, cannot be one.
void refuse_contradictions(const PairList& must_link, const PairList& cannot_link, const FoundRecords& found);

/// Labels by record, and notes on those that were left out.
struct ResolvedLabels {
  std::vector<LabelledPair> pairs;
  std::vector<std::string> notes;
};
/// Local. Leaves out labels of records that are not in the input, and pairs that are labelled both ways. Throws
/// Error(input) if no label is left of a list that has some.
[[nodiscard]] ResolvedLabels resolve_labels(const PairList& list, const FoundRecords& found);

}  // namespace onefold::decisions
