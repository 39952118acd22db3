// The table /edges: scored pairs at or above the review threshold, ascending by (left, right), and its index by record.
//
// The weight and the rule of an edge follow from its pattern and its term frequencies: result/edge_scores.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

/// Too large for the memory of a rank: written and read column by column, in windows of rows.
struct EdgesTable {
  static inline const Column<std::int64_t> kLeft{"/edges/left"};
  static inline const Column<std::int64_t> kRight{"/edges/right"};
  /// Row of /patterns.
  static inline const Column<std::int32_t> kPattern{"/edges/pattern"};
  static inline const Column<float> kAmongRivals{"/edges/probability_among_rivals", Presence::optional};
  /// Rows of /term_frequencies/ATTRIBUTE.
  static constexpr const char* kTermFrequencyGroup = "/edges/term_frequency";
  [[nodiscard]] static Column<std::int32_t> term_frequency(std::string_view attribute) {
    return {std::string(kTermFrequencyGroup).append("/").append(attribute), Presence::optional};
  }

  /// The index. Offset `b` of kLeftOffsets is the first edge whose left record is `b * kRecordsPerOffset` or later.
  static constexpr std::uint64_t kRecordsPerOffset = 256;
  static inline const Column<std::int64_t> kLeftOffsets{"/edges/left_offsets"};
  /// Edges ascending by (right, left); offset `r` of kRightOffsets is the first whose right record is `r` or later.
  static inline const Column<std::int64_t> kByRight{"/edges/by_right"};
  static inline const Column<std::int64_t> kRightOffsets{"/edges/right_offsets"};
  [[nodiscard]] static constexpr std::uint64_t num_left_offsets(std::uint64_t num_records) {
    return (num_records + kRecordsPerOffset - 1) / kRecordsPerOffset + 1;
  }

  struct Rows {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  // Local. Each reads a few chunks. They throw Error(input) if there is no such record.
  /// The edges whose left record is `record`.
  [[nodiscard]] static Rows with_left(const ResultReader& reader, std::int64_t record);
  /// All edges of a record, ascending. Those whose right record it is stand in different chunks.
  [[nodiscard]] static std::vector<std::uint64_t> edges_of(const ResultReader& reader, std::int64_t record);
  /// The row of this pair, or the number of rows if there is none.
  [[nodiscard]] static std::uint64_t find(const ResultReader& reader, std::int64_t left, std::int64_t right);
};

}  // namespace onefold::result
