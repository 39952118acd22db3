// Cleanses emails and identifiers, whose values are compared character by character. All functions take
// folded text, and return a view into `folded` or `buffer`.
#pragma once

#include <string_view>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The address without spaces, "mailto:", surrounding <> and trailing punctuation; dots and + tags stay. Empty unless
/// it has exactly one @ with at least one character on each side. Of several in a cell, the first that can be read.
[[nodiscard]] std::string_view cleanse_email(std::string_view folded, TextBuffer& buffer);

/// The letters and digits; empty if there are none.
[[nodiscard]] std::string_view cleanse_identifier(std::string_view folded, TextBuffer& buffer);

}  // namespace onefold::cleanse
