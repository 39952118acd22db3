// Checks /completeness: the estimate follows from the expected matches of the rules.
#pragma once

#include <string>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

[[nodiscard]] std::string check_completeness(const result::ResultReader& file);

}  // namespace onefold::verify
