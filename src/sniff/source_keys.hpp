// The keys of [[source]] that say how a file is written, each with its reason. Pure.
#pragma once

#include <string>
#include <string_view>

#include "sniff/dialect.hpp"

namespace onefold::sniff {

/// Lines of TOML; a key with its default value is left out. `path` is the file: its name tells the shape of some.
[[nodiscard]] std::string source_keys(const Dialect& dialect, std::string_view path);

}  // namespace onefold::sniff
