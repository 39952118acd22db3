// Checks golden records against their lineage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// Local. `cluster_of`: [record] its cluster. Golden values come from members of their customer, unless a steward has
/// set them; runners-up are other members, and there is one only where there are two values; values of a group come
/// from one record. Throws Error(verification). Returns what holds.
[[nodiscard]] std::string check_lineage(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

}  // namespace onefold::verify
