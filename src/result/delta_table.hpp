// The table /delta: what changed since the previous result, if a source of the run was a delta.
#pragma once

#include <cstdint>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct DeltaTable {
  // One row per source.
  static inline const Column<std::int64_t> kNew{"/delta/new", Presence::optional};
  static inline const Column<std::int64_t> kChanged{"/delta/changed", Presence::optional};
  static inline const Column<std::int64_t> kUnchanged{"/delta/unchanged", Presence::optional};
  static inline const Column<std::int64_t> kDeleted{"/delta/deleted", Presence::optional};
  static inline const Column<std::int64_t> kUnknownDeletions{"/delta/unknown_deletions", Presence::optional};
  // One row.
  static inline const Column<std::int64_t> kEdgesCarried{"/delta/edges_carried", Presence::optional};
  static inline const Column<std::int64_t> kEdgesDropped{"/delta/edges_dropped", Presence::optional};
  static inline const Column<std::int64_t> kPairsScored{"/delta/pairs_scored", Presence::optional};

  /// The model and the threshold that this run would have trained, if it estimated them. One row per level, as /levels.
  static inline const Column<double> kDriftWeight{"/delta/drift/weight_log2", Presence::optional};
  static inline const Column<double> kDriftThreshold{"/delta/drift/threshold", Presence::optional};
  static inline const Column<double> kDriftLinks{"/delta/drift/links", Presence::optional};
  static inline const Column<double> kDriftLinksGained{"/delta/drift/links_gained", Presence::optional};
  static inline const Column<double> kDriftLinksLost{"/delta/drift/links_lost", Presence::optional};

  std::vector<std::int64_t> num_new, changed, unchanged, deleted, unknown_deletions;
  std::vector<std::int64_t> edges_carried, edges_dropped, pairs_scored;

  /// Whether the run that wrote the file had a delta.
  [[nodiscard]] static bool is_in(const ResultReader& reader) { return kNew.is_in(reader); }
  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) if the columns differ in length.
  [[nodiscard]] static DeltaTable read(const ResultReader& reader);
};

}  // namespace onefold::result
