#include "comparison/elements.hpp"

#include <algorithm>

#include "comparison/tokens.hpp"

namespace onefold::comparison {

using config::Measure;

std::vector<std::string_view> elements_of(std::string_view value) {
  std::vector<std::string_view> elements;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find(kElementSeparator, at), value.size());
    elements.push_back(value.substr(at, end - at));
    at = end + 1;
  }
  return elements;
}

bool share_element(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return false;
  if (!has_several_elements(left) && !has_several_elements(right)) return left == right;
  const auto lefts = elements_of(left), rights = elements_of(right);
  return std::ranges::any_of(
      lefts, [&](std::string_view element) { return std::ranges::find(rights, element) != rights.end(); });
}

bool is_elementwise(Measure measure) {
  return measure != Measure::exact && !config::reads_other(measure) && measure != Measure::combined &&
         !token_kind_of(measure);
}

}  // namespace onefold::comparison
