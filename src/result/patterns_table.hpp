// The tables /patterns and /term_frequencies: what many edges have in common. /edges names their rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result/column.hpp"

namespace onefold::result {

/// One row per agreement pattern and blocking rule of an edge; those of most edges first.
struct PatternsTable {
  static inline const Column<std::int64_t> kPattern{"/patterns/pattern"};
  static inline const Column<std::int16_t> kRule{"/patterns/rule"};
  static inline const Column<std::int8_t> kLevel{"/patterns/level"};
  static inline const Column<double> kWeight{"/patterns/weight_log2"};
  static inline const Column<double> kRelated{"/patterns/related_log2", Presence::optional};
  static inline const Column<std::int64_t> kEdges{"/patterns/edges"};
};

struct TermFrequenciesTable {
  /// The adjustments of one comparison, each once; those of most edges first.
  [[nodiscard]] static Column<double> adjustment(std::string_view attribute) {
    return {std::string("/term_frequencies/").append(attribute), Presence::optional};
  }
};

}  // namespace onefold::result
