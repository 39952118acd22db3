// Values of array attributes: lists of elements with kElementSeparator between them. A value without it is one element.
#pragma once

#include <string_view>
#include <vector>

#include "onefold/config/level.hpp"
#include "record/token_list.hpp"

namespace onefold::comparison {

/// The elements of a value that is present, in their order; views into it.
[[nodiscard]] std::vector<std::string_view> elements_of(std::string_view value);

/// Whether two values have an element in common; never if one is missing. Equality, where both have one element.
[[nodiscard]] bool share_element(std::string_view left, std::string_view right);

/// Whether a measure of values with several elements asks for some pair of elements; the others look at the whole
/// values.
[[nodiscard]] bool is_elementwise(config::Measure measure);

}  // namespace onefold::comparison
