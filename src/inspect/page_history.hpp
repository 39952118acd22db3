// What stewards have decided about a customer, and what became of its PIN. Local.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inspect/customer_page.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

struct DecidedCustomer {
  std::int64_t pin = 0;
  std::vector<std::int64_t> members;  ///< ascending
  std::vector<std::string> attributes;
};

/// Rows of /decisions that name the customer or one of its records, and pairs of the bare lists.
[[nodiscard]] std::vector<PageDecision> decisions_of(const result::ResultReader& file, const DecidedCustomer& customer);

/// In the order of the runs. `num_records`: those of the customer now.
[[nodiscard]] std::vector<PageEvent> history_of(const result::ResultReader& file, std::int64_t pin,
                                                std::int64_t num_records);

}  // namespace onefold::inspect
