// Texts in the form of TOML. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace onefold::sniff {

/// A string. ${ is escaped, because it would begin a variable of a job file.
[[nodiscard]] std::string toml_string(std::string_view text);
[[nodiscard]] std::string toml_list(const std::vector<std::string>& texts);
/// A comment ends at the end of its line and holds no control characters.
[[nodiscard]] std::string in_comment(std::string_view text);

}  // namespace onefold::sniff
