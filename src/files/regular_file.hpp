// Files that are read must be regular ones: a FIFO without a writer would make the program wait for ever. Local.
#pragma once

#include <string>

namespace onefold::files {

/// Returns why `path` cannot be read as a regular file ("it is a FIFO, not a regular file"), or an empty text. A path
/// that does not exist, or that may not be looked at, gives the system's reason. Follows symbolic links; opens nothing.
[[nodiscard]] std::string why_not_regular(const std::string& path);

/// Throws Error(input): "cannot read the WHAT PATH: reason" unless `path` is a regular file.
void require_regular_file(const std::string& path, const std::string& what);

}  // namespace onefold::files
