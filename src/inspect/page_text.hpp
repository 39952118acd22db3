// The page of a customer for a terminal.
#pragma once

#include <string>

#include "inspect/customer_page.hpp"

namespace onefold::inspect {

/// Ends in a line break. Control characters and bytes that are not UTF-8 are written like \x01.
[[nodiscard]] std::string text_of(const CustomerPage& page);

/// Parts that the text and the HTML page share. "in 3 records, joined by 2 links"
[[nodiscard]] std::string summary_of(const CustomerPage& page);
/// The sentence above the records, if the file keeps no values; else empty.
[[nodiscard]] std::string why_no_values(const CustomerPage& page);

}  // namespace onefold::inspect
