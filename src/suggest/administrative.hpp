// Finds columns that describe the row, or what a system does with it, and say nothing of who or what the row is about:
// status, kind of record, amounts, dates of registration, flags. They are carried into golden records, and neither
// compared nor read by blocking rules. No MPI.
#pragma once

#include <string>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// Below this effective number of values, a column says less than log2(10) = 3.3 bits about a record.
inline constexpr double kFewValues = 10;

/// The reason to carry a column of role attribute and not to compare it; empty if it is compared. `persons`: whether
/// the table is about persons.
[[nodiscard]] std::string why_carried(const Column& column, bool persons);

/// Carries attributes all of whose columns are carried. If nothing is left to compare, columns are compared again that
/// are carried for their few values only.
void carry_administrative(Schema& schema);

}  // namespace onefold::suggest
