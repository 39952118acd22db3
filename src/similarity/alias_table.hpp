// Names that one person may go by: bill and william, jean and john. A relation of words, symmetric and not transitive:
// bill is william and william is guillaume, yet bill is not guillaume unless the table says so.
//
// Memory: 32 bytes for a pair of names; a word is known by a hash of 64 bits (two of 10,000 names share one with a
// chance of 3 in 10^12). A question costs a hash a word, and a binary search for words that are in the table at all.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onefold::similarity {

/// Immutable once it is shared.
class AliasTable {
 public:
  AliasTable() : seen_(kSeenBits / 64) {}

  /// Lines `name: alias, alias`, blank ones and comments that begin with #. `to_word` gives the spelling of cleansed
  /// values; empty, or of several words, is a mistake. Throws Error(job) that names `origin` and line, never a name.
  void add_list(std::string_view list, const std::string& origin,
                const std::function<std::string(std::string_view)>& to_word);
  void add(std::string_view name, std::string_view alias);
  /// After the last name was added, and before the first question.
  void finish();

  /// Whether the table says that one word is an alias of the other.
  [[nodiscard]] bool related(std::string_view left, std::string_view right) const;
  /// Whether values have equally many words, and the words at each place are equal or related. Words are parted by
  /// blanks.
  [[nodiscard]] bool same_names(std::string_view left, std::string_view right) const;
  [[nodiscard]] std::size_t num_pairs() const { return pairs_.size() / 2; }

 private:
  static constexpr std::uint64_t kSeenBits = 1 << 15;
  [[nodiscard]] bool may_have(std::uint64_t word) const {
    return (seen_[word % kSeenBits / 64] >> (word % 64) & 1) != 0;
  }

  std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs_;  ///< hashes, both ways, ascending
  std::vector<std::uint64_t> seen_;                             ///< a bit per hash of a known word, modulo kSeenBits
};

/// That of configs/aliases.txt, which is compiled in.
[[nodiscard]] std::shared_ptr<const AliasTable> builtin_aliases();
/// Its text, for tables that add to it.
[[nodiscard]] std::string_view builtin_alias_list();

}  // namespace onefold::similarity
