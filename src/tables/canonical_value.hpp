// Gives the values of databases and of Parquet one form as text, so that equal values are equal texts. Pure.
//
//   number    12, -0.5, 100000000000000000000   a point, no exponent, no plus sign, a digit before the point
//   moment    2001-02-03, 2001-02-03 04:05:06.25   no zeros at the end of the fraction; midnight without a zone is a
//   date boolean   true, false array     elements with kElementSeparator between them (the {a,"b c"} of PostgreSQL)
//   text      as it is
//
// A value that does not look like its kind is left as it is: SQLite lets a column of numbers hold a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::tables {

/// What a column holds, as far as its text needs care.
enum class ValueKind : std::uint8_t { text, number, moment, boolean, array, binary };

/// The result is `value`, a part of it, or text in `room`.
[[nodiscard]] std::string_view canonical_value(ValueKind kind, std::string_view value, std::string& room);

}  // namespace onefold::tables
