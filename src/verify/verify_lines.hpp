// Conservation by physical lines.
#pragma once

#include <string>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// Local. Per source read from text: lines of the files = lines of records + of quarantined rows + of headers + lines
/// left out. Call it when the rows of /sources and /quarantine are known to be conserved. Throws Error(verification).
[[nodiscard]] std::string check_lines(const result::ResultReader& file);

}  // namespace onefold::verify
