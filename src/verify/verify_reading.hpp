// The check of the reading report.
#pragma once

#include <string>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// For each source and attribute, once: filled + missing + dummy + unreadable values = records of the source. Throws
/// Error(verification) if not. Returns what was proved.
[[nodiscard]] std::string check_reading(const result::ResultReader& file);

}  // namespace onefold::verify
