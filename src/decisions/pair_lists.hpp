// Lists of pairs of records as people write them: the rows of decisions.csv that are about pairs (decision_rows.hpp),
// and CSV files with the header left,right (must_link, cannot_link) or left,right,label (labels). Records are named as
// SOURCE:ID or by a PIN; a label is 1 for a match, 0 for no match, or a score between. Local.
//
// Messages give file and line, but never the text of the line: ids are customer data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/decision_rows.hpp"
#include "decisions/record_names.hpp"
#include "decisions/sought_records.hpp"
#include "onefold/config/job.hpp"
#include "record/text_key.hpp"

namespace onefold::decisions {

enum class ListKind : std::uint8_t { must_link, cannot_link, labels };
/// The prefix of each message about such a list that is no decisions.csv, such as "[cluster]: must_link: ".
[[nodiscard]] std::string prefix_of(ListKind kind);

/// A row of a list.
struct ListedPair {
  TextKey left, right;
  double label = 1;       ///< of a label list; 1 in other lists
  std::string when = {};  ///< empty in lists without such a column
  std::uint32_t file = 0;
  std::uint64_t line = 0;
  bool superseded = false;  ///< a later decision about the same two records says otherwise
};

/// All files of one kind.
struct PairList {
  ListKind kind = ListKind::must_link;
  std::vector<std::string> files;
  std::uint32_t num_bare_files = 0;  ///< the first ones; the others are a decisions.csv each
  std::vector<ListedPair> pairs;     ///< in the order of files and lines
  /// "FILE line N", for messages.
  [[nodiscard]] std::string place(const ListedPair& pair) const;
  /// The prefix of a message about this row.
  [[nodiscard]] std::string prefix(const ListedPair& pair) const;
};

/// Appends the rows of one bare file to `list`. Throws Error(input), which names file and line, for a wrong header, a
/// name that is neither SOURCE:ID nor a PIN, a mistyped PIN, an unknown source, a label that is not a number from 0 to
/// 1, and a row with the same record on both sides.
void parse_list(std::string_view content, const std::string& path, PairList& list, RecordNames& names);

/// The same for all bare files of this kind that the job names. Also throws Error(input) for a file that cannot be read
/// or is not a regular file.
[[nodiscard]] PairList read_list(ListKind kind, RecordNames& names);

/// Reads both names of a row, and returns the row's keys. `refuse(what)` throws.
template <typename Refuse>
[[nodiscard]] ListedPair pair_of_names(std::string_view left, std::string_view right, RecordNames& names,
                                       const Refuse& refuse) {
  const ReadName first = names.read(left);
  if (!first.mistake.empty()) refuse(first.mistake);
  const ReadName second = names.read(right);
  if (!second.mistake.empty()) refuse(second.mistake);
  if (first.key == second.key) refuse("the same record stands on both sides");
  ListedPair pair{.left = first.key, .right = second.key};
  if (first.pin != 0 && second.pin == 0) pair.left = names.key_without(first, second.key);
  if (second.pin != 0 && first.pin == 0) pair.right = names.key_without(second, first.key);
  return pair;
}

}  // namespace onefold::decisions
