// Small text forms in a job file: sizes, variables, numbers, TOML strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "onefold/config/read_job.hpp"

namespace onefold::config {

[[nodiscard]] bool is_utf8(std::string_view text);

/// Letters, digits and underscores, not a digit first: what attributes are called.
[[nodiscard]] bool is_identifier(std::string_view text);

/// "4 GiB", "512MiB", "1.5 GB", "4096": bytes. KiB, MiB, GiB, TiB are powers of 1024; kB, MB, GB, TB of 1000.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);
/// In the largest unit that divides it; what parse_size reads back.
[[nodiscard]] std::string format_size(std::uint64_t bytes);

/// Replaces ${NAME} by the environment's value; $${ stands for ${ itself. On a mistake: nothing, and what is wrong.
[[nodiscard]] std::optional<std::string> expand_variables(std::string_view text, const Environment& environment,
                                                          std::string& mistake);
/// A text that expand_variables gives back as `text`.
[[nodiscard]] std::string escape_variables(std::string_view text);

/// A TOML basic string with its quotes.
[[nodiscard]] std::string toml_string(std::string_view text);
/// The shortest decimal that reads back as the same double, as a TOML float.
[[nodiscard]] std::string toml_float(double number);

}  // namespace onefold::config
