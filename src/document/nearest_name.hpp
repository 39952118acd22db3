// "did you mean": the valid name nearest to a misspelt one; and names in messages.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace onefold::config {

/// Number of edits between two names: insert, delete, replace, exchange neighbours (optimal string alignment). Ignores
/// ASCII case. O(|a| |b|) time, O(|b|) memory. similarity/ has a faster one, but config/ is on a lower layer.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// Returns the nearest of `names` if at most a third of the letters differ (one may always differ); ties: the first.
/// Otherwise returns the only name that begins with `name`. Returns nothing for names longer than any valid one.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view name,
                                                           std::span<const std::string_view> names);

/// Returns `; did you mean "columns"?`, or `; expected one of: name, files, ...`.
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string_view> names);

/// Returns the text in double quotes, shortened to 60 bytes and made printable for one line of a terminal: see
/// printable().
[[nodiscard]] std::string in_quotes(std::string_view text);

/// Returns the text with control characters and invalid UTF-8 written like \x01, and characters that cannot be seen but
/// change how others are shown (direction of writing, line and paragraph ends, no width) like \u202e. If the text has
/// more than `max_bytes` bytes, its middle is replaced by "...".
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes = 200);

}  // namespace onefold::config
