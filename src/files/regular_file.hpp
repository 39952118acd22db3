// Decides which files can be read. Reading a FIFO without a writer would block forever. Local.
#pragma once

#include <cstddef>
#include <string>

namespace onefold::files {

/// Returns why `path` cannot be read as a regular file ("it is a FIFO, not a regular file"), or an empty text. A path
/// that does not exist, or that may not be looked at, gives the system's reason. Follows symbolic links; opens nothing.
[[nodiscard]] std::string why_not_regular(const std::string& path);

/// Throws Error(input): "cannot read the WHAT PATH: reason" unless `path` is a regular file.
void require_regular_file(const std::string& path, const std::string& what);

/// Content of a file or of a pipe, up to a limit.
struct ReadText {
  std::string text;    ///< at most `max_bytes` bytes
  std::string reason;  ///< why it cannot be read; empty: it was read
};

/// Reads a regular file, or a pipe without a name: standard input (/dev/stdin) or a process substitution of the shell.
/// Refuses named FIFOs, which could block, as well as folders, devices and sockets.
[[nodiscard]] ReadText read_text(const std::string& path, std::size_t max_bytes);

}  // namespace onefold::files
