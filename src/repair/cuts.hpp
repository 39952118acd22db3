// Links that repair has cut.
#pragma once

#include <array>
#include <cstdint>

#include "record/cut_reason.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::repair {

/// Links that repair has cut.
struct Cuts {
  Cuts() = default;
  explicit Cuts(std::uint64_t num_records) {
    edges.num_records = num_records;
    edges.left_bins.assign(score::EdgeSummary::kNumBins, 0);
  }

  score::EdgeSummary edges;                               ///< as edges, whose `rule` is the CutReason
  std::array<std::uint64_t, kNumCutReasons> by_reason{};  ///< global
};

/// Collective. Counts of this rank become those of all ranks.
void count_cuts(const Context& context, Cuts& cuts);

}  // namespace onefold::repair
