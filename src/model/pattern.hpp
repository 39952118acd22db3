// Agreement patterns: the level numbers of all comparisons of a pair as one integer, in mixed radix.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "comparison/comparison.hpp"

namespace onefold::model {

using Pattern = std::uint64_t;

/// pattern = sum over comparisons k of level_k * stride_k, stride_k = product of num_levels of the comparisons before
/// k.
class PatternSpace {
 public:
  PatternSpace() = default;
  /// Throws Error(job) if patterns do not fit in 63 bits.
  explicit PatternSpace(std::vector<std::uint32_t> num_levels);

  [[nodiscard]] std::size_t num_comparisons() const { return num_levels_.size(); }
  [[nodiscard]] std::uint32_t num_levels(std::size_t comparison) const { return num_levels_[comparison]; }
  [[nodiscard]] std::uint64_t stride(std::size_t comparison) const { return strides_[comparison]; }
  [[nodiscard]] comparison::LevelNumber level(Pattern pattern, std::size_t comparison) const {
    return static_cast<comparison::LevelNumber>(pattern / strides_[comparison] % num_levels_[comparison]);
  }

 private:
  std::vector<std::uint32_t> num_levels_;
  std::vector<std::uint64_t> strides_;
};

/// A pattern and the number of pairs that have it.
struct PatternCount {
  Pattern pattern = 0;
  std::uint64_t count = 0;
  bool operator==(const PatternCount&) const = default;
};

/// Local. Counts patterns while pairs are scored.
class PatternCounter {
 public:
  void add(Pattern pattern, std::uint64_t count = 1) {
    // Consecutive pairs often have the same pattern ("everything differs").
    if (last_ == nullptr || pattern != last_pattern_) {
      last_ = &counts_[pattern];
      last_pattern_ = pattern;
    }
    *last_ += count;
  }
  /// Ascending by pattern.
  [[nodiscard]] std::vector<PatternCount> sorted() const;

 private:
  std::unordered_map<Pattern, std::uint64_t>
      counts_;  // node-based, so pointers stay valid; the order is not visible outside `sorted`
  std::uint64_t* last_ = nullptr;
  Pattern last_pattern_ = 0;
};

/// Local. Sums the counts of equal patterns; the result is ascending by pattern.
[[nodiscard]] std::vector<PatternCount> merge_counts(std::vector<PatternCount> counts);

/// Local. [comparison][level] Number of pairs at that level.
[[nodiscard]] std::vector<std::vector<std::uint64_t>> count_levels(const PatternSpace& space,
                                                                   std::span<const PatternCount> counts);

}  // namespace onefold::model
