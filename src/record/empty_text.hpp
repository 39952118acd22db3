// Values that are empty texts, as against values that are missing. Between ingest and write, a missing value is an
// empty text, and an empty text has a mark: a single NUL, which no value has.
#pragma once

#include <string_view>

namespace onefold {

inline constexpr std::string_view kEmptyText{"\0", 1};

[[nodiscard]] constexpr bool is_empty_text(std::string_view stored) {
  return stored.size() == 1 && stored.front() == '\0';
}
/// For those to whom missing and empty are the same.
[[nodiscard]] constexpr std::string_view without_mark(std::string_view stored) {
  return is_empty_text(stored) ? std::string_view() : stored;
}

}  // namespace onefold
