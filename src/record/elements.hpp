// Array attributes: values that are lists of elements. No MPI.
//
//   raw value        the fields of several columns, joined by kElementSeparator; a separator of the attribute, and
//                    those of e-mail addresses and phones, may split each field further
//   cleansed value   the distinct cleansed elements in ascending order of their bytes, joined by kElementSeparator
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "onefold/record/attribute.hpp"

namespace onefold {

/// Occurs in cleansed values only between elements.
inline constexpr char kElementSeparator = '\x1f';

[[nodiscard]] inline bool has_several_elements(std::string_view value) {
  return value.find(kElementSeparator) != std::string_view::npos;
}

/// What separates the values in one cell of e-mail addresses or phones.
inline constexpr std::string_view kEmailSeparators = ";,|";
inline constexpr std::string_view kPhoneSeparators = ";|";

/// The bytes that separate the elements of an array attribute. `separator`: that of the attribute; '\0' if it has none.
[[nodiscard]] inline std::string separators_of(AttributeType type, char separator) {
  std::string bytes(1, kElementSeparator);
  if (separator != '\0') bytes += separator;
  if (type == AttributeType::email) bytes += kEmailSeparators;
  if (type == AttributeType::phone) bytes += kPhoneSeparators;
  return bytes;
}

/// What stands between the elements of an array attribute where people see it: its own separator, or "; ".
[[nodiscard]] inline std::string shown_separator(char separator) {
  return separator == '\0' ? std::string("; ") : std::string(1, separator);
}

/// Calls visit(element) for each element of a raw value, without surrounding spaces. Skips empty elements. Each byte of
/// `separators` separates elements.
template <typename Visit>
void for_each_element(std::string_view raw, std::string_view separators, const Visit& visit) {
  for (std::size_t at = 0; at <= raw.size();) {
    const std::size_t end = std::min(raw.find_first_of(separators, at), raw.size());
    std::string_view element = raw.substr(at, end - at);
    while (!element.empty() && (element.front() == ' ' || element.front() == '\t')) element.remove_prefix(1);
    while (!element.empty() && (element.back() == ' ' || element.back() == '\t')) element.remove_suffix(1);
    if (!element.empty()) visit(element);
    at = end + 1;
  }
}

}  // namespace onefold
