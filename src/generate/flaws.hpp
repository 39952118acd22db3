// How values go wrong: the operators. Each changes what it is given, or returns false and leaves it alone when it
// cannot; none breaks UTF-8, since only ASCII bytes are touched. Cost: the length of the text.
#pragma once

#include "generate/calendar.hpp"
#include "generate/random.hpp"
#include "generate/text.hpp"

namespace onefold::generate {

/// A slip on the keyboard: a neighbouring key, a letter too few or too many, two letters exchanged.
bool mistype(Text& text, Stream& random);

/// Read wrongly from paper: 0 for O, rn for m, 5 for S.
bool misread(Text& text, Stream& random);

/// Written by ear: ph and f, ck and k, y and i, double and single letters.
bool mishear(Text& text, Stream& random);

/// Two neighbouring digits that differ are exchanged.
bool transpose_digits(Text& text, Stream& random);

/// Cut to at most `size` bytes, at a character's border.
bool truncate(Text& text, std::size_t size);

/// Day for month; only when that is another valid date.
bool swap_day_and_month(Date& date);

/// Another valid date: day, month or year is off by a little, or two digits of the year are exchanged.
bool change_date(Date& date, Stream& random);

}  // namespace onefold::generate
