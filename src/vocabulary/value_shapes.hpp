// Recognises the form of a single raw value. Pure functions that keep nothing.
#pragma once

#include <string>
#include <string_view>

namespace onefold::vocabulary {

[[nodiscard]] bool is_all_digits(std::string_view text);
/// A number with sign, point or comma, and an optional currency sign before or after it.
[[nodiscard]] bool is_numeric(std::string_view text);
/// Text, @, and text with a point.
[[nodiscard]] bool is_like_email(std::string_view text);
/// 7 to 15 digits, with only the usual characters between them.
[[nodiscard]] bool is_like_phone(std::string_view text);
/// Outward and inward part of a British postcode, with or without a space between them.
[[nodiscard]] bool is_like_british_postcode(std::string_view text);
/// Seconds since 1970, or a date with a time.
[[nodiscard]] bool is_like_moment(std::string_view text);
/// Looks like a value and not like a column name: a number, a date or an email address.
[[nodiscard]] bool looks_like_data(std::string_view text);
/// The classes of letters and digits: "AB-12" becomes "aa-00". It shows the format but not the value.
[[nodiscard]] std::string shape_of(std::string_view text);

}  // namespace onefold::vocabulary
