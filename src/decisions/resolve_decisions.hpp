// Turns the rows of lists into pairs of records, overrides and locks, once it is known which records the input has.
// Local, on rank 0.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "decisions/decisions.hpp"
#include "decisions/pair_lists.hpp"
#include "decisions/sought_records.hpp"
#include "onefold/config/job.hpp"

namespace onefold::decisions {

/// An override or a lock before its record is found.
struct ListedOverride {
  TextKey name;
  Override row;
};
struct ListedLock {
  TextKey name;
  std::string when;
  Lock row;
};

/// The lists of a job before their records are found.
struct StewardLists {
  PairList must_link{.kind = ListKind::must_link};
  PairList cannot_link{.kind = ListKind::cannot_link};
  PairList labels{.kind = ListKind::labels};
  std::vector<std::string> files;  ///< those that overrides, locks and statements come from
  std::vector<ListedOverride> overrides;
  std::vector<ListedLock> locks;
  struct Statement {
    DecisionRow row;
    std::uint32_t file = 0;
    TextKey left, right;  ///< right: {} if the row names no second record
    std::int64_t left_pin = 0, right_pin = 0;
  };
  std::vector<Statement> statements;  ///< rows of all decisions.csv
  std::vector<NamedPin> pins;
};

/// Marks the must-links and cannot-links, and the labels, of which a later row about the same two records says
/// otherwise. Returns the places of these rows.
std::vector<std::string> supersede(PairList& must_link, PairList& cannot_link, PairList& labels,
                                   const FoundRecords& found);

/// Turns the rows of a must_link or cannot_link list into pairs of records, without those that are superseded. If a
/// record is not in the input: throws Error(input), or leaves the row out, as `unknown` says.
[[nodiscard]] std::vector<Link> resolve_links(const PairList& list, const FoundRecords& found,
                                              config::UnknownRecords unknown = config::UnknownRecords::error);

/// Throws Error(input) if the must_link list, directly or through other records, joins a pair of the cannot_link list.
void refuse_contradictions(const PairList& must_link, const PairList& cannot_link, const FoundRecords& found);

/// Labels by record, and notes on those that were left out.
struct ResolvedLabels {
  std::vector<LabelledPair> pairs;
  std::vector<std::string> notes;
};
/// Leaves out labels of records that are not in the input, and pairs that are labelled both ways. If there are labels
/// but none of them is left: throws Error(input), unless `unknown` is `report`.
[[nodiscard]] ResolvedLabels resolve_labels(const PairList& list, const FoundRecords& found,
                                            config::UnknownRecords unknown = config::UnknownRecords::error);

/// Everything together. Throws Error(input) as the functions above do; also for overrides and locks of records that are
/// not in the input, and for two of these that contradict each other while neither is later.
[[nodiscard]] Decisions resolve_decisions(StewardLists lists, std::vector<FoundRecord> found,
                                          config::UnknownRecords unknown);

}  // namespace onefold::decisions
