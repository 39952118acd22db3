// Array attributes: values that are lists of elements. No MPI.
//
//   raw value        the fields of several columns, joined by kElementSeparator; a separator of the attribute may split
//                    each field further
//   cleansed value   the distinct cleansed elements in ascending order of their bytes, joined by kElementSeparator
#pragma once

#include <algorithm>
#include <string_view>

namespace onefold {

/// Occurs in cleansed values only between elements.
inline constexpr char kElementSeparator = '\x1f';

[[nodiscard]] inline bool has_several_elements(std::string_view value) {
  return value.find(kElementSeparator) != std::string_view::npos;
}

/// Calls visit(element) for each element of a raw value, without surrounding spaces. Skips empty elements. `separator`
/// also separates elements; '\0' if the attribute has no separator of its own.
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
