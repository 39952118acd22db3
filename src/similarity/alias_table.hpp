// Names that one person may use: bill and william, jean and john. A relation between words that is symmetric and not
// transitive: if bill is related to william and william to guillaume, bill is not related to guillaume unless the table
// says so.
//
// Memory: 32 bytes per pair of names. The table stores 64-bit hashes of words; the probability that two of 10,000 names
// collide is 3 in 10^12. Cost of a query: one hash per word, and a binary search if both words occur in the table.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onefold::similarity {

/// Immutable after finish().
class AliasTable {
 public:
  AliasTable() : seen_(kSeenBits / 64) {}

  /// Adds the lines `name: alias, alias` of a list. Skips blank lines and comments that begin with #. `to_word` gives
  /// the spelling of a name as a cleansed value; an empty result, or one of several words, is a mistake. Throws
  /// Error(job) that names `origin` and line, never a name.
  void add_list(std::string_view list, const std::string& origin,
                const std::function<std::string(std::string_view)>& to_word);
  void add(std::string_view name, std::string_view alias);
  /// Call it after the last name was added and before the first query.
  void finish();

  /// Whether the table says that one word is an alias of the other.
  [[nodiscard]] bool related(std::string_view left, std::string_view right) const;
  /// Whether two values have the same number of words, and the words at each position are equal or related. Blanks
  /// separate words.
  [[nodiscard]] bool same_names(std::string_view left, std::string_view right) const;
  [[nodiscard]] std::size_t num_pairs() const { return pairs_.size() / 2; }

 private:
  static constexpr std::uint64_t kSeenBits = 1 << 15;
  [[nodiscard]] bool may_have(std::uint64_t word) const {
    return (seen_[word % kSeenBits / 64] >> (word % 64) & 1) != 0;
  }

  std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs_;  ///< pairs of hashes, in both orders, ascending
  std::vector<std::uint64_t> seen_;                             ///< one bit per hash of a known word, modulo kSeenBits
};

/// The table of configs/aliases.txt, which is compiled into the program.
[[nodiscard]] std::shared_ptr<const AliasTable> builtin_aliases();
/// The text of that list, for tables that extend it.
[[nodiscard]] std::string_view builtin_alias_list();

}  // namespace onefold::similarity
