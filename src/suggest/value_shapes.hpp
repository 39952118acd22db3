// What a single value looks like, as written. Pure; never kept.
#pragma once

#include <string>
#include <string_view>

namespace onefold::suggest {

[[nodiscard]] bool is_all_digits(std::string_view text);
/// A number with sign, point or comma, or a currency sign before or behind it.
[[nodiscard]] bool is_numeric(std::string_view text);
/// Something @ something with a point.
[[nodiscard]] bool is_like_email(std::string_view text);
/// 7 to 15 digits, and nothing but what people write between them.
[[nodiscard]] bool is_like_phone(std::string_view text);
/// Outward and inward part of a British postcode, with or without a blank.
[[nodiscard]] bool is_like_british_postcode(std::string_view text);
/// Seconds since 1970 or a date with a time.
[[nodiscard]] bool is_like_moment(std::string_view text);
/// A value rather than a name: numbers, dates, addresses of mail.
[[nodiscard]] bool looks_like_data(std::string_view text);
/// Letters and digits as classes: "AB-12" is "aa-00". Formats only, no values.
[[nodiscard]] std::string shape_of(std::string_view text);

}  // namespace onefold::suggest
