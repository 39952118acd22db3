// "did you mean": the valid name nearest to a misspelt one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace onefold::config {

/// Edits between two names: insert, delete, replace, exchange neighbours (optimal string alignment); ASCII case does
/// not count. O(|a| |b|) time, O(|b|) memory. Ours and not similarity's, which stands above config.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `names` if it is near enough to be meant: at most a third of the letters differ, one is always
/// allowed. Of equally near ones the first. Else the only name that begins with it. Nothing for names too long to be a
/// slip of the finger.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view name,
                                                           std::span<const std::string_view> names);

/// `; did you mean "columns"?`, or `; expected one of: name, files, ...`.
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string_view> names);

/// In double quotes, fit for one line of a terminal: control characters and broken UTF-8 as \x01, cut after 60 bytes.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// The same without the quotes.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes = 200);

}  // namespace onefold::config
