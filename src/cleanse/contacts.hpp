// Emails, postcodes and identifiers: values that are compared character by character. All take folded text.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// Replaces `email` by the address without blanks, "mailto:", surrounding <> and trailing punctuation; dots and + tags
/// stay. False unless it has exactly one @ with something on both sides.
bool cleanse_email(std::string_view folded, std::string& email);

/// Replaces `postcode` by its letters and digits; a British one (when `british`) gets a blank before its inward part:
/// "sw1a 1aa". False when nothing is left.
bool cleanse_postcode(std::string_view folded, bool british, std::string& postcode);

/// Replaces `identifier` by its letters and digits; false when there are none.
bool cleanse_identifier(std::string_view folded, std::string& identifier);

}  // namespace onefold::cleanse
