// From what a job file says about files to the names of files.
#pragma once

#include <string>
#include <vector>

namespace onefold::ingest {

/// Local. Files that `entry` names, bytewise ascending; a file of exactly this name comes before its meaning as a glob.
/// Throws Error(input), beginning with `where`, when there are none.
[[nodiscard]] std::vector<std::string> local_expand(const std::string& entry, const std::string& where);

}  // namespace onefold::ingest
