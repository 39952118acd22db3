// Cleanses decimal numbers to a canonical form, without conversion to a binary float.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// Replaces `number` by [-]digits[.digits] without redundant zeros: "+0012.50" -> "12.5". A currency may stand before
/// or after it; a minus sign may follow it, and brackets mean minus.
///
/// With `decimal`, the other mark separates thousands: "1.234" is 1234 if it is a comma. Without, a point is the
/// decimal mark; a comma is the decimal mark, and a separator separates thousands, only if no other reading is
/// possible: "1,234.5", "1.234,5", "1 234 567", "1'234'567", "1,234,567". False if the text is ambiguous ("1,234") or
/// not a number.
bool cleanse_number(std::string_view folded, std::string& number, char decimal = '\0');

/// One to three digits, then groups of exactly three digits, each after `separator`; at least one group.
[[nodiscard]] bool is_grouped(std::string_view text, char separator);

}  // namespace onefold::cleanse
