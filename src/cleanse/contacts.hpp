// Emails, postcodes and identifiers: values that are compared character by character. All take folded text.
#pragma once

#include <string_view>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The address without blanks, "mailto:", surrounding <> and trailing punctuation; dots and + tags stay. Empty unless
/// it has exactly one @ with something on both sides. As all of these, a view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_email(std::string_view folded, TextBuffer& buffer);

/// The letters and digits; a British postcode (when `british`) gets a blank before its inward part: "sw1a 1aa". Empty
/// when there are none.
[[nodiscard]] std::string_view cleanse_postcode(std::string_view folded, bool british, TextBuffer& buffer);

/// The letters and digits; empty when there are none.
[[nodiscard]] std::string_view cleanse_identifier(std::string_view folded, TextBuffer& buffer);

}  // namespace onefold::cleanse
