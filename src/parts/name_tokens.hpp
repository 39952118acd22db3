// The words of a raw name with what their spelling tells. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/name_words.hpp"

namespace onefold::parts {

using cleanse::NameWord;

/// A word as written. Punctuation alone is no word, except "&", "+" and "/".
struct NameToken {
  std::string_view written;
  std::string folded;        ///< as cleansing writes it: "dipl ing"
  std::string key;           ///< the same without blanks: "dipling"
  std::string lower;         ///< in small letters, with accents
  std::size_t segment = 0;   ///< commas before it
  bool in_brackets = false;  ///< or in quotes
  bool has_point = false;
  bool has_small = false;   ///< has a small letter
  bool is_capital = false;  ///< two or more letters, all capital
  bool starts_small = false;
  std::size_t num_letters = 0;

  [[nodiscard]] bool is(NameWord kind) const { return cleanse::NameWords::builtin().has(kind, key); }
  /// One letter, or several with a full stop each: "J", "J.", "J.R.". Scripts without capitals have no initials.
  [[nodiscard]] bool is_initial() const;
};
using NameTokens = std::span<const NameToken>;

[[nodiscard]] std::vector<NameToken> tokens_of_name(std::string_view raw);

/// The words as written. What stands between two words is kept if it is blank, else it is a blank.
[[nodiscard]] std::string written(NameTokens tokens);

}  // namespace onefold::parts
