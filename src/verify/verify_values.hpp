// Checks of the values that a result keeps of its records: golden values are among them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// Local. Throws Error(verification). Requires that every golden value is the value of the record that it comes from,
/// byte for byte; of an array, that every element is one of a member. Origins are proven: `cluster_of` is the cluster
/// id of each record. Memory: 8 bytes per record, or per element of the golden values of an array.
std::string check_values(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of);

}  // namespace onefold::verify
