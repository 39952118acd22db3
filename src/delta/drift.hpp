// How far the frozen model of a delta run is from one that the run would have trained.
//
// Block has kept a sample of the blocks of all records, changed or not, of each rule. Its pairs and random pairs are
// counted as training counts them, but at most 50,000 pairs per rule and 200,000 random ones; a model is estimated from
// the counts, and used for nothing but this comparison. The prior of rules, which needs keys of all records, is not
// counted again: the frozen one stands.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "block/block_plan.hpp"
#include "model/expected_links.hpp"
#include "model/model.hpp"
#include "onefold/record/warning.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::delta {

struct Drift {
  double threshold = 0;       ///< that the fresh model would have
  double links = 0;           ///< expected links of the frozen model among the candidate pairs, by patterns alone
  double links_gained = 0;    ///< of the fresh model only
  double links_lost = 0;      ///< of the frozen model only
  double largest_change = 0;  ///< of the weight of a level that is not rare, in bits
  std::uint64_t largest_comparison = 0, largest_level = 0;
  std::vector<double> weights;  ///< [level of each comparison, missing first] of the fresh model

  /// Share of the links that would be decided otherwise.
  [[nodiscard]] double share() const { return links > 0 ? (links_gained + links_lost) / links : 0; }
};

/// Collective. Nothing unless the job trains by EM without labels: other models need pairs that a delta does not count.
[[nodiscard]] std::optional<Drift> measure_drift(const Context& context, const Columns& columns,
                                                 const block::BlockPlan& plan, const model::Model& frozen,
                                                 double frozen_threshold);

/// Pure. A warning if many links would be decided otherwise.
[[nodiscard]] Warnings warn_of_drift(const config::Job& job, const Drift& drift);

}  // namespace onefold::delta
