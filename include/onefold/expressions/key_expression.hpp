// The parsed form of a key of a blocking rule: `surname`, `prefix(postcode, 4)`, `phonetic(surname)`,
// `sorted(given_name, surname)`, `any_word(title)`. block/ evaluates it on cleansed values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "onefold/record/attribute.hpp"

namespace onefold::config {

enum class KeyFunction : std::uint8_t {
  attribute,     ///< the cleansed value itself; leaf of the tree
  prefix,        ///< prefix(x, n): first n code points; all of x when it is shorter
  suffix,        ///< suffix(x, n): last n code points
  year,          ///< year(date)
  month,         ///< month(date): month of the year
  day,           ///< day(date): day of the month
  phonetic,      ///< phonetic(x): phonetic code of each word
  initial,       ///< initial(x): first code point
  first_word,    ///< first_word(x)
  last_word,     ///< last_word(x)
  digits,        ///< digits(x): the digits only; missing when there are none
  email_local,   ///< email_local(x)
  email_domain,  ///< email_domain(x)
  sorted,        ///< sorted(x, y, ...): the values in alphabetical order, so that swapped columns give one key
  words,         ///< words(x): the words of x in alphabetical order
  any,           ///< any(x): each element of an array is a key; kElementSeparator separates them
  any_word,      ///< any_word(x): each word is a key; words end at spaces and at the ends of elements
  any_ngram,     ///< any_ngram(x, n): each n adjacent code points of an element; a shorter element whole
};

/// Whether the function can give one record several keys.
[[nodiscard]] constexpr bool gives_several(KeyFunction function) {
  return function == KeyFunction::any || function == KeyFunction::any_word || function == KeyFunction::any_ngram;
}

struct KeyExpression {
  KeyFunction function = KeyFunction::attribute;
  AttributeIndex attribute = 0;          ///< when function == attribute
  std::uint32_t count = 0;               ///< n of prefix, suffix and any_ngram
  std::vector<KeyExpression> arguments;  ///< one for most functions, two or more for sorted
  std::string text;                      ///< canonical spelling

  /// The function in this tree that gives several keys, or null. There is never more than one.
  [[nodiscard]] const KeyExpression* multi_valued() const {
    if (gives_several(function)) return this;
    for (const KeyExpression& argument : arguments)
      if (const auto* found = argument.multi_valued()) return found;
    return nullptr;
  }
};

/// Whether a rule with these keys can give one record several keys.
[[nodiscard]] inline bool is_multi_valued(std::span<const KeyExpression> rule) {
  return std::any_of(rule.begin(), rule.end(), [](const KeyExpression& key) { return key.multi_valued() != nullptr; });
}

}  // namespace onefold::config
