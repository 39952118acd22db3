// What is known about some pairs before the model is learnt: pairs labelled by people, and records with a true id.
//
// Labels are CSV files with the header left,right,label: two records as SOURCE:ID, and 1 (a match), 0 (none), or a
// score between. Every rank holds the list, which people made, and looks for its ids among its own records; what it
// finds goes to all. Entries that cannot be used are left out and named.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "block/block_plan.hpp"
#include "ingest/source_facts.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::decisions {

/// A line of a label file.
struct LabelEntry {
  std::string place;        ///< "FILE line N"
  std::string left, right;  ///< SOURCE:ID
  std::uint64_t left_hash = 0, right_hash = 0;
  double score = 0;
};

/// Of a record, by the number of its source and its id there.
[[nodiscard]] std::uint64_t label_hash(std::uint64_t source, std::string_view id);

/// Local. Throws Error(input) naming file and line on what is no label: another header, no SOURCE:ID, an unknown
/// source, a label that is no number from 0 to 1, a record on both sides.
[[nodiscard]] std::vector<LabelEntry> parse_labels(const config::Job& job, std::string_view content,
                                                   const std::string& path);

struct LabelledPair {
  RecordId left, right;  ///< left < right
  bool is_match;         ///< score of at least 0.5
  bool operator==(const LabelledPair&) const = default;
};
struct ResolvedLabels {
  std::vector<LabelledPair> pairs;  ///< ascending, no pair twice
  std::vector<std::string> notes;   ///< what was left out and why, by name
};
struct FoundRecord {
  std::uint64_t hash;
  RecordId record;
};
/// Local. `found` ascends by hash. Leaves out entries with records that are not there, and all entries of a pair that
/// is labelled both ways. Throws Error(input) when nothing is left.
[[nodiscard]] ResolvedLabels resolve_labels(const std::vector<LabelEntry>& entries,
                                            const std::vector<FoundRecord>& found);

/// Collective. The labelled pairs, equal on all ranks.
[[nodiscard]] ResolvedLabels read_labels(const Context& context, const ingest::SourceFacts& facts,
                                         const Columns& columns);

/// Local. This rank's share of the labelled pairs that are (no) matches, a block each.
[[nodiscard]] block::Blocks blocks_of_labels(const mpi::Communicator& world, const std::vector<LabelledPair>& pairs,
                                             bool matches);

/// Collective. Blocks of records with equal true ids, at most about `max_pairs` pairs of them, sampled by hash.
[[nodiscard]] block::Blocks blocks_of_true_ids(const Context& context, const ingest::SourceFacts& facts,
                                               const Columns& columns, std::uint64_t max_pairs);

}  // namespace onefold::decisions
