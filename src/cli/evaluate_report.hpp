// How what `onefold evaluate` found is printed.
#pragma once

#include <string>

#include "evaluate/evaluate_result.hpp"
#include "evaluate/review_sample.hpp"

namespace onefold::cli {

/// Parts of the table beside the figures of the whole.
struct TableParts {
  bool by_source = false;
  bool by_rule = false;
  bool sweep = false;
};

/// Share of the comparable pairs that blocking saved.
[[nodiscard]] double reduction_ratio(const evaluate::Evaluation& evaluation);

/// One JSON object with everything.
[[nodiscard]] std::string to_json(const evaluate::Evaluation& evaluation);

/// For people: a screen, and the parts that were asked for.
[[nodiscard]] std::string to_table(const evaluate::Evaluation& evaluation, const TableParts& parts);

/// Estimates from a reviewed sample.
[[nodiscard]] std::string to_json(const evaluate::ReviewEstimates& estimates);
[[nodiscard]] std::string to_table(const evaluate::ReviewEstimates& estimates);

}  // namespace onefold::cli
