// Compares two cleansed values of an attribute: gives the number of the first level that holds. No MPI.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::comparison {

/// Level numbers: 0 is "missing" (a value of the pair is missing), 1 .. num_listed are the levels in the order of the job
/// file, num_listed + 1 is "else".
using LevelNumber = std::uint8_t;
inline constexpr LevelNumber kMissing = 0;

/// What a comparison reads of a pair. Empty means missing. `*_other` is the value of the attribute named by swapped(...).
struct Operands {
  std::string_view left;
  std::string_view right;
  std::string_view left_other;
  std::string_view right_other;
};

/// Immutable after construction.
class Comparison {
 public:
  Comparison(const config::ComparisonConfig& config, AttributeType type);

  /// With missing and else: num_listed + 2.
  [[nodiscard]] std::uint32_t num_levels() const;
  /// Local. Symmetric: exchanging left and right does not change the level. Decided in integers.
  [[nodiscard]] LevelNumber level(const Operands& pair) const;
  /// The level of two equal, present values: the first that equality satisfies. What `level` gives, without looking at bytes.
  [[nodiscard]] LevelNumber level_when_equal() const { return level_when_equal_; }
  /// Whether `level` reads left_other and right_other (then `left == right` may not decide the level alone).
  [[nodiscard]] bool reads_other() const { return reads_other_; }
  [[nodiscard]] AttributeIndex other() const { return other_; }

 private:
  std::vector<config::Level> levels_;
  AttributeType type_;
  LevelNumber level_when_equal_ = 0;
  bool reads_other_ = false;
  AttributeIndex other_ = 0;
};

}  // namespace onefold::comparison
