// What the parsing of a job file takes from its surroundings, and how much it tells.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace onefold::config {

/// Number of mistakes that a message lists.
inline constexpr int kMaxMistakes = 20;

/// Returns the value of an environment variable, or nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

}  // namespace onefold::config
