// The values of array attributes: lists of elements. No MPI.
//
//   as written   the fields of several columns, each of which a separator may split: kElementSeparator stands between
//   fields cleansed     the distinct cleansed elements in the order of their bytes, kElementSeparator between them
#pragma once

#include <algorithm>
#include <string_view>

namespace onefold {

/// Stands in no cleansed value but between elements.
inline constexpr char kElementSeparator = '\x1f';

[[nodiscard]] inline bool has_several_elements(std::string_view value) {
  return value.find(kElementSeparator) != std::string_view::npos;
}

/// Calls visit(element) for each element of a value as written, blanks around them and empty ones left out.
/// `separator`: the attribute's own besides kElementSeparator, '\0' if it has none.
template <typename Visit>
void for_each_element(std::string_view raw, char separator, const Visit& visit) {
  for (std::size_t at = 0; at <= raw.size();) {
    const char ends[] = {kElementSeparator, separator};
    const std::size_t end =
        std::min(raw.find_first_of(std::string_view(ends, separator == '\0' ? 1 : 2), at), raw.size());
    std::string_view element = raw.substr(at, end - at);
    while (!element.empty() && (element.front() == ' ' || element.front() == '\t')) element.remove_prefix(1);
    while (!element.empty() && (element.back() == ' ' || element.back() == '\t')) element.remove_suffix(1);
    if (!element.empty()) visit(element);
    at = end + 1;
  }
}

}  // namespace onefold
