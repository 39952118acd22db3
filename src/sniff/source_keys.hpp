// The keys of [[source]] that say how a file is written, each with its reason. Pure.
#pragma once

#include <string>
#include <string_view>

#include "sniff/dialect.hpp"

namespace onefold::sniff {

/// Lines of TOML; a key with its default value is left out. `path` is the file: its name tells the shape of some.
[[nodiscard]] std::string source_keys(const Dialect& dialect, std::string_view path);

/// Lines of TOML with the connection and the query of a database; `divided_query`: the query in parts, or empty.
[[nodiscard]] std::string database_keys(const config::SourceConfig& source, const std::string& divided_query);

}  // namespace onefold::sniff
