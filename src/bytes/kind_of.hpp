// Calls a file that is no text by its name, so that a message says more than that it cannot be read. Local.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace onefold::bytes {

/// So many first bytes are enough to tell a kind.
inline constexpr std::size_t kKindBytes = 4096;

struct Kind {
  std::string name;    ///< with its article, as in "an Access database"
  std::string advice;  ///< what to do, as in "export its tables as CSV"
  /// What `format` in the [[source]] would read it; empty: nothing.
  std::string format;

  /// "is an Access database; export its tables as CSV"
  [[nodiscard]] std::string refusal() const { return "is " + name + "; " + advice; }
};

/// `first_bytes` are those of the file as it is stored, or those of what it unpacks to. Nothing for a text of rows, and
/// for compressed files that can be read. A zip archive at `path` is looked into;
/// an empty path says that the bytes were unpacked.
[[nodiscard]] std::optional<Kind> kind_of(std::string_view first_bytes, const std::string& path);

}  // namespace onefold::bytes
