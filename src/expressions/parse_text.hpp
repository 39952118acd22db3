// Parses the two small languages inside the strings of a job file: keys of blocking rules, and comparison levels.
//
//   key   = attribute | function "(" key { "," key } [ "," number ] ")"
//           prefix(postcode, 4)   sorted(given_name, surname)
//   level = all { "or" all }
//   all   = one { "and" one }
//   one   = "not" one | "(" level ")" | leaf
//   leaf  = [ attribute "." ] measure [ "(" number or attribute ")" ] [ ( ">=" | "<=" ) number ]
//           jaro_winkler >= 0.92   swapped(surname)   exact and not surname.exact
//
// Blanks between words are ignored; the parsed form has the canonical spelling. Keys and levels nest at most eight
// deep.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "onefold/expressions/key_expression.hpp"
#include "onefold/expressions/level.hpp"
#include "onefold/record/attribute.hpp"

namespace onefold::config {

/// An attribute that keys and levels may name. Its position in the list is its AttributeIndex. Its type is unknown if
/// its declaration has a mistake, which is reported elsewhere; then it suits every function and measure.
struct KnownAttribute {
  std::string name;
  std::optional<AttributeType> type;
  bool is_array = false;  ///< may have several values
};

/// A value, or a mistake in the text and the byte where it is.
template <typename Value>
struct Parsed {
  std::optional<Value> value;
  std::size_t offset = 0;
  std::string mistake;
};

[[nodiscard]] Parsed<KeyExpression> parse_key_expression(std::string_view text,
                                                         std::span<const KnownAttribute> attributes);

/// Parses a level of the comparison of attributes[attribute].
[[nodiscard]] Parsed<Level> parse_level(std::string_view text, AttributeIndex attribute,
                                        std::span<const KnownAttribute> attributes);

}  // namespace onefold::config
