// The check of what a delta changed.
#pragma once

#include <string>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// The counts of /delta agree with the records of each source, with those of the previous run, and with the edges.
/// Throws as the other checks do. Returns a line for people.
[[nodiscard]] std::string check_delta(const result::ResultReader& file);

}  // namespace onefold::verify
