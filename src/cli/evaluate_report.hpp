// Prints the findings of `onefold evaluate`.
#pragma once

#include <string>

#include "evaluate/evaluate_result.hpp"
#include "evaluate/review_sample.hpp"

namespace onefold::cli {

/// Optional parts of the table.
struct TableParts {
  bool by_source = false;
  bool by_rule = false;
  bool sweep = false;
};

/// Share of the comparable pairs that blocking did not propose.
[[nodiscard]] double reduction_ratio(const evaluate::Evaluation& evaluation);

/// One JSON object with everything.
[[nodiscard]] std::string to_json(const evaluate::Evaluation& evaluation);

/// A page for people, with the optional parts.
[[nodiscard]] std::string to_table(const evaluate::Evaluation& evaluation, const TableParts& parts);

/// The same for estimates from a reviewed sample.
[[nodiscard]] std::string to_json(const evaluate::ReviewEstimates& estimates);
[[nodiscard]] std::string to_table(const evaluate::ReviewEstimates& estimates);

}  // namespace onefold::cli
