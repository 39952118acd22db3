// The table /statistics: what the stages of the run measured.
#pragma once

#include <cstdint>
#include <vector>

#include "result/column.hpp"
#include "scratch/context.hpp"

namespace onefold::result {

struct StatisticsTable {
  static inline const Column<Text> kStage{"/statistics/stage", Presence::required, Digested::no};
  static inline const Column<double> kSeconds{"/statistics/seconds", Presence::required, Digested::no};
  static inline const Column<std::int64_t> kPeakMemory{"/statistics/peak_memory_bytes", Presence::required,
                                                       Digested::no};
  static inline const Column<Text> kCounter{"/statistics/counter"};
  static inline const Column<std::int64_t> kValue{"/statistics/value"};
  static inline const Column<std::int64_t> kRanks{"/statistics/ranks", Presence::required, Digested::no};

  TextColumn stage;
  std::vector<double> seconds;
  std::vector<std::int64_t> peak_memory_bytes;
  TextColumn counter;
  std::vector<std::int64_t> value;
  std::int64_t ranks = 0;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
};

/// Collective. Writes what the stages before this one measured.
void write_statistics(const Context& context, ResultWriter& writer);

}  // namespace onefold::result
