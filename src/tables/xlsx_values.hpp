// Values of Excel cells as text. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::tables {

/// How a number format shows a number.
struct NumberForm {
  enum class Kind : std::uint8_t { plain, date, time, date_and_time } kind = Kind::plain;
  /// plain: at least so many digits, as "00000" shows postcodes, 0: as they are; times: digits of fractions of seconds.
  std::uint8_t num_digits = 0;
};

/// `code`: as "dd.mm.yyyy", "00000" or "#,##0.00 \"EUR\"".
[[nodiscard]] NumberForm form_of_code(std::string_view code);
/// Of the formats that files do not list.
[[nodiscard]] NumberForm form_of_builtin(std::uint32_t id);

/// `stored`: the number as the file has it. Dates become 2024-02-29, 2024-02-29T13:45:00 or 13:45:00.25; numbers are
/// plain, with at most the 15 digits that Excel keeps. Text that is no number is returned as it is.
[[nodiscard]] std::string shown_number(std::string_view stored, NumberForm form, bool from_1904);

/// The longest escape of one byte: _x0041_.
inline constexpr std::uint64_t kBytesPerEscape = 7;
/// Replaces _x000D_ and the like by the characters that they stand for.
[[nodiscard]] std::string without_escapes(std::string_view text);

/// The number of a column, from 0: of "A1" 0, of "AB7" 27. -1: no reference.
[[nodiscard]] std::int32_t column_of_reference(std::string_view reference);

}  // namespace onefold::tables
