// Text and --set arguments -> one TOML document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/table_reader.hpp"

namespace onefold::config {

/// Throws Error(ExitCode::job) on a syntax error, on nesting that no job needs (deep documents would exhaust the stack
/// of any recursive reader), and on more text than a job file has.
[[nodiscard]] toml::table parse_document(std::string_view text, const std::string& file_name);

/// Puts the values of "KEY=VALUE" into the document; later ones win. What cannot be put there is a mistake.
void apply_sets(toml::table& document, const std::vector<std::string>& sets, Reading& reading);

/// The line on which nesting passes what is allowed, or 0. Looks at brackets and dotted keys outside strings and
/// comments.
[[nodiscard]] std::size_t line_nested_too_deep(std::string_view text);

}  // namespace onefold::config
