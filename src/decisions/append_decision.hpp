// Appends a decision to a decisions.csv. Local.
#pragma once

#include <string>

#include "decisions/decision_rows.hpp"

namespace onefold::decisions {

/// Creates the file, with its header and readable by its owner only, if there is none. Throws Error(output) if it
/// cannot be written, or is no decisions.csv with commas between its fields; Error(input), which names file and line,
/// if one of its rows has a mistake.
void append_decision(const std::string& path, const DecisionRow& row);

/// The time now in the form of DecisionRow::when.
[[nodiscard]] std::string time_now();

}  // namespace onefold::decisions
