// Turns the text and the --set arguments into one TOML document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/table_reader.hpp"

namespace onefold::config {

/// Throws Error(ExitCode::job) if the text is not valid TOML, is longer than a job file can be, or is nested deeper
/// than any job needs (a recursive parser would exhaust the stack). If the file looks like a CSV, the message says so.
/// If a string is not closed, the message names the place where the string begins.
[[nodiscard]] toml::table parse_document(std::string_view text, const std::string& file_name);

/// Puts the values of "KEY=VALUE" into the document; later ones win. Notes a mistake if that is impossible.
void apply_sets(toml::table& document, const std::vector<std::string>& sets, Reading& reading);

/// Returns the line on which nesting exceeds the limit, or 0. Counts brackets and dots outside strings and comments.
[[nodiscard]] std::size_t line_nested_too_deep(std::string_view text);

}  // namespace onefold::config
