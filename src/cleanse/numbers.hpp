// Decimal numbers in a canonical spelling, without going through a binary float.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// Replaces `number` by [-]digits[.digits] without needless zeros: "+0012.50" -> "12.5". A point is the decimal point,
/// and so is a comma where it can be nothing else; separators of thousands are taken where they can be nothing else:
/// "1,234.5", "1.234,5", "1 234 567", "1'234'567", "1,234,567". "1,234" is one or the other: false, as for all that is
/// no number.
bool cleanse_number(std::string_view folded, std::string& number);

}  // namespace onefold::cleanse
