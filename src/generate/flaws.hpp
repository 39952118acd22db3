// The errors in values. Each function changes its argument, or returns false and leaves it unchanged if the error is
// not possible. Only ASCII bytes are changed, so the text stays valid UTF-8. Cost: the length of the text.
#pragma once

#include "generate/calendar.hpp"
#include "generate/random.hpp"
#include "generate/text.hpp"

namespace onefold::generate {

/// A typing error: a neighbouring key, a missing or an additional letter, two letters exchanged.
bool mistype(Text& text, Stream& random);

/// A reading error: 0 for O, rn for m, 5 for S.
bool misread(Text& text, Stream& random);

/// A hearing error: ph and f, ck and k, y and i, double and single letters.
bool mishear(Text& text, Stream& random);

/// Exchanges two neighbouring digits that differ.
bool transpose_digits(Text& text, Stream& random);

/// Cuts the text to at most `size` bytes, at the border of a character.
bool truncate(Text& text, std::size_t size);

/// Exchanges day and month, if the result is another valid date.
bool swap_day_and_month(Date& date);

/// Another valid date: day, month or year differs slightly, or two digits of the year are exchanged.
bool change_date(Date& date, Stream& random);

}  // namespace onefold::generate
