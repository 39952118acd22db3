// Links that repair has cut.
#pragma once

#include <cstddef>
#include <cstdint>

#include "onefold/record/record_id.hpp"
#include "record/cut_reason.hpp"
#include "record/weight.hpp"
#include "scratch/context.hpp"
#include "scratch/sorted_runs.hpp"

namespace onefold::repair {

/// A link between two customers.
struct CutLink {
  static constexpr std::size_t kWords = 3;

  RecordId left = 0;  ///< below `right`
  RecordId right = 0;
  FixedWeight weight = 0;  ///< 56 bits in a product
  CutReason reason = CutReason::none;

  void encode(std::uint64_t* words) const {
    words[0] = left;
    words[1] = right;
    words[2] = (static_cast<std::uint64_t>(weight) << kReasonBits) | static_cast<std::uint64_t>(reason);
  }
  [[nodiscard]] static CutLink decode(const std::uint64_t* words) {
    return {words[0], words[1], static_cast<std::int64_t>(words[2]) >> kReasonBits,
            static_cast<CutReason>(words[2] & ((1U << kReasonBits) - 1))};
  }
  bool operator==(const CutLink&) const = default;

 private:
  static constexpr int kReasonBits = 8;
};

/// All cut links of a run, sorted by (left, right): two products, one from the breaking of oversized components and one
/// from the repair of the others.
using Cuts = scratch::SortedRuns<CutLink>;

[[nodiscard]] Cuts make_cuts(const Context& context, std::uint64_t num_records);
/// Collective. Call after the last product: adds up the counts of all ranks, and reports them.
void finish_cuts(const Context& context, Cuts& cuts);

/// Collective. Number of cut links of this reason and at least this weight, over all ranks; after finish_cuts().
[[nodiscard]] std::uint64_t count_cuts(const Context& context, const Cuts& cuts, CutReason reason, FixedWeight least);

}  // namespace onefold::repair
