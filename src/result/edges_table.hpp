// The table /edges: scored pairs at or above the review threshold, ascending by (left, right).
#pragma once

#include <cstdint>

#include "result/column.hpp"

namespace onefold::result {

/// Too large for the memory of a rank: written and read column by column, in windows of rows.
struct EdgesTable {
  static constexpr const char* kGroup = "/edges";
  static inline const Column<std::int64_t> kLeft{"/edges/left"};
  static inline const Column<std::int64_t> kRight{"/edges/right"};
  static inline const Column<double> kWeight{"/edges/weight_log2"};
  static inline const Column<double> kProbability{"/edges/probability"};
  static inline const Column<double> kAmongRivals{"/edges/probability_among_rivals", Presence::optional};
  static inline const Column<std::int64_t> kPattern{"/edges/pattern"};
  static inline const Column<std::int32_t> kRule{"/edges/rule"};
  static inline const Column<std::int8_t> kLevel{"/edges/level"};
  static inline const Column<double> kTermFrequency{"/edges/term_frequency_log2", Presence::optional};

  /// Local. The first row that is not before (`left`, `right`), by binary search.
  [[nodiscard]] static std::uint64_t lower_bound(const ResultReader& reader, std::int64_t left, std::int64_t right);
  /// Local. The row of this pair, or the number of rows if there is none.
  [[nodiscard]] static std::uint64_t find(const ResultReader& reader, std::int64_t left, std::int64_t right);
};

}  // namespace onefold::result
