// Reads lists that people write: one entry per line. Blank lines and lines that begin with # are skipped.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "onefold/record/error.hpp"

namespace onefold {

/// `text` without spaces, tabs and carriage returns at its ends.
[[nodiscard]] inline std::string_view trim_line(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Removes the part before `separator` from `text`, and the separator; returns the part. Without a separator it takes
/// all.
inline std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// Calls visit(line number from 1, entry without surrounding spaces) for each entry. Skips a byte order mark.
template <typename Visit>
void for_each_entry(std::string_view list, const Visit& visit) {
  if (list.starts_with("\xef\xbb\xbf")) list.remove_prefix(3);
  for (std::size_t number = 1; !list.empty(); ++number) {
    const std::string_view line = trim_line(take_until(list, '\n'));
    if (!line.empty() && line.front() != '#') visit(number, line);
  }
}

/// Throws Error(job) that names the list, the line and the mistake.
[[noreturn]] inline void refuse_entry(const std::string& origin, std::size_t number, const std::string& what) {
  throw Error(ExitCode::job, origin + ":" + std::to_string(number) + ": " + what);
}

/// Calls visit(index of the kind in `kinds`, word) for each entry `kind: word`. Throws Error(job), which names `origin`
/// and the line, if an entry is none; `example` is one that is.
template <typename Kinds, typename Visit>
void for_each_word_of_kind(std::string_view list, const std::string& origin, const Kinds& kinds,
                           std::string_view example, const Visit& visit) {
  for_each_entry(list, [&](std::size_t number, std::string_view line) {
    const std::size_t colon = line.find(": ");
    const auto kind = std::ranges::find(kinds, line.substr(0, colon));
    if (colon == std::string_view::npos || kind == kinds.end())
      refuse_entry(origin, number, "expected `kind: word`, as in `" + std::string(example) + "`");
    visit(static_cast<std::size_t>(kind - kinds.begin()), std::string(trim_line(line.substr(colon + 2))));
  });
}

}  // namespace onefold
