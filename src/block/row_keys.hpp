// The keys of rows that were brought together, of the rules that give a record several: made anew from the values that
// came with the rows, tile by tile, so that they are never held for all rows. Local.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/common_keys.hpp"
#include "block/key_evaluator.hpp"
#include "block/tiles.hpp"

namespace onefold::block {

/// A number for key_of_rule that no earlier rule has.
inline constexpr std::size_t kOwnRule = 1 << 20;

/// Makes equal keys of different rules different.
[[nodiscard]] constexpr KeyHash key_of_rule(std::size_t rule, KeyHash key) {
  return key ^ (0x9e3779b97f4a7c15ULL * (rule + 1));
}

class RowKeys {
 public:
  /// `rows`, with `num_rows` rows, and its rules outlive the object.
  RowKeys(const TileRows& rows, std::uint64_t num_rows);

  /// Whether there are any rules with several keys a record.
  [[nodiscard]] bool any() const { return !earlier_.empty() || !own_.empty(); }
  [[nodiscard]] bool has_earlier() const { return !earlier_.empty(); }
  [[nodiscard]] bool has_own() const { return !own_.empty(); }

  /// Adds the keys of row `at` to those of `common`, as its row `row`: of earlier rules,
  void add_earlier(std::uint64_t at, std::uint32_t row, CommonKeys& common);
  /// and of the tiles' own rule those below `hash`: a pair that shares one of these belongs to its block.
  void add_own(std::uint64_t at, KeyHash hash, std::uint32_t row, CommonKeys& common);

 private:
  std::vector<RuleKeyEvaluator> earlier_;
  std::vector<RuleKeyEvaluator> own_;  // one, or none
  std::vector<KeyHash> keys_;          // of a row
};

}  // namespace onefold::block
