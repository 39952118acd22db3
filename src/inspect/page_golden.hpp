// The golden record of a customer with the lineage of each value. Local.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inspect/customer_page.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// One per attribute. `customer`: row of /customers. Lineage is shown as far as the file has it.
[[nodiscard]] std::vector<PageGolden> golden_of(const result::ResultReader& file,
                                                const std::vector<std::string>& attributes, std::uint64_t customer);

}  // namespace onefold::inspect
