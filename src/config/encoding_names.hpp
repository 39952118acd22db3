// Names of encodings that a job file may hold.
#pragma once

#include <string>

namespace onefold::config {

/// What is wrong with the name of an encoding, with the nearest names; empty if ICU knows it.
[[nodiscard]] std::string mistake_in_encoding(const std::string& name);

}  // namespace onefold::config
