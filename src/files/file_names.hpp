// Turns the file names and globs of a job file into names of files.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace onefold::files {

/// Local. The files that `entry` names, in ascending byte order. A file with exactly this name takes precedence over a
/// glob. Throws Error(input), which begins with `where`, if there are none.
[[nodiscard]] std::vector<std::string> local_expand(const std::string& entry, const std::string& where);

/// Local. Files that a path or a glob names, as in `files` of a [[source]]. Throws Error(input) if there are none.
[[nodiscard]] inline std::vector<std::string> files_of(const std::string& path) { return local_expand(path, ""); }

/// Equal for two names of one file.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t number = 0;
  auto operator<=>(const FileIdentity&) const = default;
};
/// Local. Throws Error(input) if there is no such file.
[[nodiscard]] FileIdentity local_identity(const std::string& path);

}  // namespace onefold::files
