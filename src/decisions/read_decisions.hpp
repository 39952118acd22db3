// Turns the lists that people give into pairs of records.
//
// The lists are read before ingest, so that a mistake in them is reported early. Ingest finds the records that they
// name while it reads the rows, so no product has to be read for it. Rank 0 then combines the answers.
// Memory: on rank 0, 64 bytes per row of a list; on all ranks the size of SoughtRecords and Decisions.
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

/// Collective. `local_found`: the records of lists.sought that this rank owns. Throws Error(input), which names files
/// and lines, in the same cases as the three functions below. Equal on all ranks.
[[nodiscard]] Decisions find_decisions(const mpi::Communicator& world, const DecisionLists& lists,
                                       const std::vector<FoundRecord>& local_found);

/// Local. Turns the rows of a must_link or cannot_link list into pairs of records. Throws Error(input) if a record is
/// not in the input.
[[nodiscard]] std::vector<Link> resolve_links(const PairList& list, const FoundRecords& found);

/// Local. Throws Error(input) if the must_link list, directly or through other records, joins a pair of the cannot_link
/// list.
void refuse_contradictions(const PairList& must_link, const PairList& cannot_link, const FoundRecords& found);

/// Labels by record, and notes on those that were left out.
struct ResolvedLabels {
  std::vector<LabelledPair> pairs;
  std::vector<std::string> notes;
};
/// Local. Leaves out labels of records that are not in the input, and pairs that are labelled both ways. Throws
/// Error(input) if the list has labels but none of them is left.
[[nodiscard]] ResolvedLabels resolve_labels(const PairList& list, const FoundRecords& found);

}  // namespace onefold::decisions
