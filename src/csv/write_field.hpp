// The CSV writer: the only one in the program. Quotes a field where RFC 4180 requires it. Local.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace onefold::csv {

/// Whether a field with this value must be quoted.
[[nodiscard]] inline bool needs_quotes(std::string_view value, char delimiter = ',') {
  // No early exit, so that the compiler compares many bytes at once.
  bool found = false;
  for (const char c : value) found |= (c == delimiter) | (c == '"') | (c == '\n') | (c == '\r');
  return found;
}

/// The largest number of bytes that write_quoted writes for a value of `num_bytes` bytes.
[[nodiscard]] constexpr std::size_t max_quoted_bytes(std::size_t num_bytes) { return 2 * num_bytes + 2; }

/// Writes the value in quotes and doubles the quotes in it. Returns the position after the last byte written.
inline char* write_quoted(char* out, std::string_view value) {
  *out++ = '"';
  for (const char c : value) {
    if (c == '"') *out++ = '"';
    *out++ = c;
  }
  *out++ = '"';
  return out;
}

/// Appends one field to `line`. A line whose only field is empty looks like a blank line, so give each line at least
/// two fields.
inline void append_field(std::string& line, std::string_view value, char delimiter = ',') {
  if (!needs_quotes(value, delimiter)) {
    line += value;
    return;
  }
  const std::size_t begin = line.size();
  line.resize(begin + max_quoted_bytes(value.size()));
  line.resize(static_cast<std::size_t>(write_quoted(line.data() + begin, value) - line.data()));
}

}  // namespace onefold::csv
