// Computes the keys of fetched rows for rules that give a record several keys, from the values that were fetched with
// the rows. It does so tile by tile, so that memory never holds the keys of all rows. Local.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/common_keys.hpp"
#include "block/key_evaluator.hpp"
#include "block/tiles.hpp"

namespace onefold::block {

/// Passed to key_of_rule as the number of the tile's own rule; no earlier rule has this number.
inline constexpr std::size_t kOwnRule = 1 << 20;

/// Distinguishes equal keys of different rules.
[[nodiscard]] constexpr KeyHash key_of_rule(std::size_t rule, KeyHash key) {
  return key ^ (0x9e3779b97f4a7c15ULL * (rule + 1));
}

class RowKeys {
 public:
  /// `rows`, which has `num_rows` rows, and its rules must outlive the object.
  RowKeys(const TileRows& rows, std::uint64_t num_rows);

  /// Whether any rule gives records several keys.
  [[nodiscard]] bool any() const { return !earlier_.empty() || !own_.empty(); }
  [[nodiscard]] bool has_earlier() const { return !earlier_.empty(); }
  [[nodiscard]] bool has_own() const { return !own_.empty(); }

  /// Adds to `common` the keys that earlier rules give row `at` of the fetched rows; `common` knows this row as `row`.
  void add_earlier(std::uint64_t at, std::uint32_t row, CommonKeys& common);
  /// Adds the keys below `hash` that the tile's own rule gives row `at`: a pair that shares such a key belongs to the
  /// block of that key.
  void add_own(std::uint64_t at, KeyHash hash, std::uint32_t row, CommonKeys& common);

 private:
  std::vector<RuleKeyEvaluator> earlier_;
  std::vector<RuleKeyEvaluator> own_;  // one or none
  std::vector<KeyHash> keys_;          // of one row
};

}  // namespace onefold::block
