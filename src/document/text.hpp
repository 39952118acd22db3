// Parses and writes the small values of a job file: sizes, variables, numbers, TOML strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "onefold/document/environment.hpp"

namespace onefold::config {

[[nodiscard]] bool is_utf8(std::string_view text);

/// Whether the text can be the name of an attribute: 1 to 64 letters, digits and underscores, no digit first.
[[nodiscard]] bool is_identifier(std::string_view text);

/// Parses a size in bytes: "4 GiB", "512MiB", "1.5 GB", "4096". KiB, MiB, GiB, TiB are powers of 1024; kB, MB, GB, TB
/// powers of 1000.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);
/// Writes a size in the largest binary unit that divides it. parse_size() reads it back.
[[nodiscard]] std::string format_size(std::uint64_t bytes);

/// Replaces ${NAME} by the value of the environment variable, and $${ by ${. Returns nothing and sets `mistake` if that
/// is impossible.
[[nodiscard]] std::optional<std::string> expand_variables(std::string_view text, const Environment& environment,
                                                          std::string& mistake);
/// Returns the text that expand_variables() turns into `text`.
[[nodiscard]] std::string escape_variables(std::string_view text);

/// Writes a TOML basic string, with its quotes.
[[nodiscard]] std::string toml_string(std::string_view text);
/// Writes a TOML float: the shortest decimal that reads back as the same double.
[[nodiscard]] std::string toml_float(double number);

}  // namespace onefold::config
