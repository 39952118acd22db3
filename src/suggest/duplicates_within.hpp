// Does a file have duplicates in itself? No MPI.
#pragma once

#include <vector>

#include "suggest/records.hpp"

namespace onefold::suggest {

/// [table] share of its records that have a near-identical other one in the table: values for four of five
/// of all attributes, these equal, too rare to agree by chance, and the others missing in both or spelt alike.
/// Cost: a sort of the sample for each attribute.
[[nodiscard]] std::vector<double> near_identical_within(const Records& records, const Schema& schema);

}  // namespace onefold::suggest
