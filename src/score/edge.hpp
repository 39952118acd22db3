// A scored pair at or above the review threshold.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/pattern.hpp"
#include "onefold/record/record_id.hpp"
#include "record/weight.hpp"
#include "scratch/sorted_runs.hpp"

namespace onefold::score {

/// In a product, each edge is followed by its term-frequency adjustments, one per adjusted comparison: the tail of
/// scratch::SortedRuns.
struct Edge {
  static constexpr std::size_t kWords = 4;

  RecordId left = 0;  ///< below `right`
  RecordId right = 0;
  model::Pattern pattern = 0;
  FixedWeight weight = 0;  ///< prior and term-frequency adjustments included; 48 bits in a product
  std::uint16_t rule = 0;  ///< the first blocking rule that proposes the pair

  void encode(std::uint64_t* words) const {
    words[0] = left;
    words[1] = right;
    words[2] = pattern;
    words[3] = (static_cast<std::uint64_t>(weight) << kRuleBits) | rule;
  }
  [[nodiscard]] static Edge decode(const std::uint64_t* words) {
    return {words[0], words[1], words[2], static_cast<std::int64_t>(words[3]) >> kRuleBits,
            static_cast<std::uint16_t>(words[3])};
  }
  bool operator==(const Edge&) const = default;

 private:
  static constexpr int kRuleBits = 16;
};

using EdgeRuns = scratch::SortedRuns<Edge>;
using EdgeWindow = scratch::RowWindow<Edge>;

}  // namespace onefold::score
