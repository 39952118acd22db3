// The shape of a value: which kinds of characters follow each other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace onefold::profile {

/// Pure. A for capital letters, a for other letters (of any script), 9 for digits; other characters are kept. A run of
/// letters is one letter. A value without letters keeps the number of its digits: 20537 is 99999, +49 40 1 is +99 99 9;
/// with letters a run of digits is one 9: AB12 3CD is A9 9A, O'Brien-7 is A'Aa-9. At most 30 characters, then "...".
[[nodiscard]] std::string shape_of(std::string_view value);

/// Number of characters of UTF-8 text; bytes that are not UTF-8 count as one.
[[nodiscard]] std::size_t num_characters(std::string_view text);

}  // namespace onefold::profile
