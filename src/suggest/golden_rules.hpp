// What a suggested job says of golden records: an address survives as a whole, and a person who has said no to one
// system has said no. No MPI.
#pragma once

#include <string>

#include "suggest/write_job.hpp"

namespace onefold::suggest {

/// Pure. The lines of [merge]; empty if the data give no reason for any.
[[nodiscard]] std::string golden_rules(const Schema& schema, const Records& records);

}  // namespace onefold::suggest
