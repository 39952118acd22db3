// Checks of the indexes: each is a permutation of the rows that it points to, and every row stands where it belongs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// Local. Throws Error(verification). Customers are proven: `cluster_of` is the cluster id of each record. Memory: 8
/// bytes per record.
std::string check_indexes(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

}  // namespace onefold::verify
