// Columns that may hold the ids of rows. Local.
//
// The first rows show which columns may: each has a value and no value occurs twice. All rows then decide. Memory: 8
// bytes per row and candidate, as long as no value repeats and there are fewer than kMaxCheckedIds rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sniff/header.hpp"

namespace onefold::sniff {

inline constexpr std::size_t kMaxCheckedIds = 50'000'000;

/// A column that may hold ids, judging by the beginning of the file.
struct IdCandidate {
  std::size_t column = 0;
  bool unique = true;                      ///< no value repeats and no row lacks one
  bool checked = true;                     ///< false if there were too many rows to check
  bool whole_numbers = true;               ///< all values
  std::string divided_query = {};          ///< of a database that accepts it: the query in parts by this column
  std::vector<std::uint64_t> hashes = {};  ///< after finish(): ascending, if no value repeats and all were checked

  /// Takes the value of one more row.
  void note(std::string_view value);
  /// Call after the last row.
  void finish();
};

/// The hashes of the ids of several files, as sorted runs of which each is longer than the next: a few binary searches
/// find an id, and each id is merged a few times.
class IdSet {
 public:
  /// `ids`: ascending, as for add().
  [[nodiscard]] bool has_any_of(const std::vector<std::uint64_t>& ids) const;
  void add(std::vector<std::uint64_t> ids);

 private:
  std::vector<std::vector<std::uint64_t>> runs_;
};

/// Call when all rows are read: other hashes than those of the first candidate with unique values are freed, and those
/// too if there are more than `max_hashes`.
void keep_hashes_of_first(std::vector<IdCandidate>& candidates, std::size_t max_hashes);

/// At most two candidates; columns with a suitable name come first. `are_names`: the columns have names, not positions.
[[nodiscard]] std::vector<IdCandidate> find_id_candidates(const Rows& rows, const std::vector<std::string>& names,
                                                          bool are_names);

}  // namespace onefold::sniff
