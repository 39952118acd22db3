// Lists of pairs of records as people write them: CSV files with the header left,right (must_link, cannot_link) or
// left,right,label (labels). Records are named as SOURCE:ID; a label is 1 for a match, 0 for no match, or a score
// between. Local.
//
// Messages give file and line, but never the text of the line: ids are customer data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/sought_records.hpp"
#include "onefold/config/job.hpp"
#include "record/text_key.hpp"

namespace onefold::decisions {

enum class ListKind : std::uint8_t { must_link, cannot_link, labels };
/// The prefix of each message about such a list, such as "[cluster]: must_link: ".
[[nodiscard]] std::string prefix_of(ListKind kind);

/// A row of a list.
struct ListedPair {
  TextKey left, right;
  double label = 1;  ///< of a label list; 1 in other lists
  std::uint32_t file = 0;
  std::uint64_t line = 0;
};

/// All files of one kind.
struct PairList {
  ListKind kind = ListKind::must_link;
  std::vector<std::string> files;
  std::vector<ListedPair> pairs;  ///< in the order of files and lines
  /// "FILE line N", for messages.
  [[nodiscard]] std::string place(const ListedPair& pair) const;
};

/// Appends the rows of one file to `list`, and the records that they name to `sought`. Throws Error(input), which names
/// file and line, for a wrong header, a name that is not SOURCE:ID, an unknown source, a label that is not a number
/// from 0 to 1, and a row with the same record on both sides.
void parse_list(const config::Job& job, std::string_view content, const std::string& path, PairList& list,
                SoughtRecords& sought);

/// The same for all files of the job. Also throws Error(input) for a file that cannot be read or is not a regular file.
[[nodiscard]] PairList read_list(const config::Job& job, ListKind kind, SoughtRecords& sought);

}  // namespace onefold::decisions
