// The two records that a pair is explained by, from what people give: SOURCE:ID, or the PIN of a customer.
#pragma once

#include <string>

#include "onefold/record/record_id.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

struct PairOfRecords {
  RecordId left = 0;
  RecordId right = 0;
};

/// Local. For a customer, one of its records: the one that is joined to the other side by the heaviest edge of all;
/// without an edge the first. A customer beside one of its own records stands for its other records. Throws
/// Error(usage) as find_name() does, which says for which of the two, and for two names of one record or customer.
[[nodiscard]] PairOfRecords find_pair(const result::ResultReader& file, const std::string& left,
                                      const std::string& right);

}  // namespace onefold::inspect
