// Draws the records and links of a customer.
//
// Positions by the spring model of Kamada and Kawai (1989), from a circle, so that they depend on the links only.
// Cost O(n^3) for n records.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "inspect/customer_page.hpp"

namespace onefold::inspect {

inline constexpr std::size_t kMostRecordsDrawn = 40;

/// An <svg> element with a title and a description; records have the numbers of the page, from 1. Empty if there are
/// fewer than two records, or too many.
[[nodiscard]] std::string drawing_of(const CustomerPage& page);

}  // namespace onefold::inspect
