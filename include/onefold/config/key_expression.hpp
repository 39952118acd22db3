// A key of a blocking rule as it stands in a job file: `surname`, `prefix(postcode, 4)`, `phonetic(surname)`,
// `sorted(given_name, surname)`. This is the parsed form; `block/` evaluates it on cleansed values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/record/attribute.hpp"

namespace onefold::config {

enum class KeyFunction : std::uint8_t {
  attribute,     ///< the cleansed value itself; leaf of the tree
  prefix,        ///< prefix(x, n): first n code points; missing when x is missing, all of x when shorter
  suffix,        ///< suffix(x, n): last n code points
  year,          ///< year(date)
  month,         ///< month(date): month of the year
  day,           ///< day(date): day of the month
  phonetic,      ///< phonetic(x): phonetic code of each word
  initial,       ///< initial(x): first code point
  first_word,    ///< first_word(x)
  last_word,     ///< last_word(x)
  digits,        ///< digits(x): the digits only; missing if there are none
  email_local,   ///< email_local(x)
  email_domain,  ///< email_domain(x)
  sorted,        ///< sorted(x, y, ...): the values in alphabetical order, so that swapped columns give one key
  words,         ///< words(x): the words of x in alphabetical order
};

struct KeyExpression {
  KeyFunction function = KeyFunction::attribute;
  AttributeIndex attribute = 0;              ///< when function == attribute
  std::uint32_t count = 0;                   ///< n of prefix and suffix
  std::vector<KeyExpression> arguments;      ///< one for most functions, two or more for sorted
  std::string text;                          ///< canonical spelling
};

}  // namespace onefold::config
