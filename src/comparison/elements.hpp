// Values of array attributes: lists of elements separated by kElementSeparator. A value without a separator is one
// element.
#pragma once

#include <string_view>
#include <vector>

#include "onefold/expressions/level.hpp"
#include "record/token_list.hpp"

namespace onefold::comparison {

/// The elements of a present value, in their order, as views into it.
[[nodiscard]] std::vector<std::string_view> elements_of(std::string_view value);

/// Whether two values share an element; false if one is missing. For values of one element this is equality.
[[nodiscard]] bool share_element(std::string_view left, std::string_view right);

/// Whether the measure, for values with several elements, compares pairs of elements. Other measures compare whole
/// values.
[[nodiscard]] bool is_elementwise(config::Measure measure);

}  // namespace onefold::comparison
