// The edges of a customer's records, with their weights and what the comparisons found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"
#include "result/score_tables.hpp"

namespace onefold::inspect {

struct PageEdge {
  std::int64_t left = 0, right = 0;
  double weight_log2 = 0;
  double probability = 0;
  std::string rule;
  std::string evidence;  ///< "surname exact +7.2, birth_date else -3.1": without comparisons of missing values
};

/// Local. The edges with a record of `members` (ascending), each once, ascending by (left, right).
[[nodiscard]] std::vector<PageEdge> edges_of_members(const result::ResultReader& file,
                                                     const result::ScoreTables& tables,
                                                     const std::vector<std::int64_t>& members);

}  // namespace onefold::inspect
