// Estimates whether a file contains duplicates. No MPI.
#pragma once

#include <vector>

#include "suggest/records.hpp"

namespace onefold::suggest {

/// [table] Share of its records that have a near-identical record in the same table: both have values for four of five
/// of all attributes, equal values that are too rare for chance, and otherwise values that are missing in both or spelt
/// alike. Cost: a sort of the sample per attribute.
[[nodiscard]] std::vector<double> near_identical_within(const Records& records, const Schema& schema);

}  // namespace onefold::suggest
