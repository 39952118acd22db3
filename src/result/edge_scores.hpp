// Weights, match probabilities and rules of edges. /edges does not store them, because they follow from small tables:
//
//   weight = /patterns/weight_log2 of its pattern + /term_frequencies/ATTRIBUTE of its row, for each such comparison
//
// All terms are multiples of 2^-20, so the sum is exact in any order. Every reader of edges takes the weight from here.
#pragma once

#include <cstdint>
#include <vector>

#include "record/weight.hpp"
#include "result/column.hpp"

namespace onefold::result {

/// Rows of /edges. All columns have the same length.
struct EdgeScores {
  std::vector<std::int32_t> pattern;  ///< row of /patterns
  std::vector<std::int32_t> rule;     ///< row of /blocking
  std::vector<double> weight_log2;

  /// Match probability of row `i`.
  [[nodiscard]] double probability(std::size_t i) const { return probability_of(to_fixed(weight_log2[i])); }
};

/// Holds the small tables: 10 bytes per pattern and 8 per different adjustment. Local. The file must outlive it.
class EdgeScoring {
 public:
  /// Throws Error(input) if a weight is no finite number, or a rule does not exist.
  explicit EdgeScoring(const ResultReader& file);
  /// Rows `first` .. `first + count` - 1. Throws Error(input) if an edge names a pattern or an adjustment that does not
  /// exist.
  [[nodiscard]] EdgeScores read(std::uint64_t first, std::uint64_t count) const;
  /// The term-frequency adjustment of an edge for one comparison; 0 if it has none.
  [[nodiscard]] double adjustment(std::uint64_t edge, std::string_view attribute) const;

 private:
  struct Adjustments {
    Column<std::int32_t> row_of_edge;
    std::vector<double> values;
  };
  const ResultReader& file_;
  std::vector<double> weights_;      // [pattern]
  std::vector<std::int16_t> rules_;  // [pattern]
  std::vector<Adjustments> adjustments_;
};

}  // namespace onefold::result
