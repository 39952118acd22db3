#include "score/score_tiles.hpp"

#include <algorithm>
#include <array>

#include "block/common_keys.hpp"
#include "block/row_keys.hpp"
#include "record/hash.hpp"
#include "score/pair_scan.hpp"

namespace onefold::score {

namespace {

// PairWeights::base, which remembers the latest pattern of each hash: few patterns make up most pairs that are weighed.
class RecentWeights {
 public:
  explicit RecentWeights(const PairWeights& weights) : weights_(weights) {}
  // Valid until the next call.
  const PairWeights::OfPattern& of(model::Pattern pattern) {
    Entry& entry = entries_[mix(0, pattern) % kEntries];
    if (entry.pattern != pattern) entry = {pattern, weights_.of_pattern(pattern)};
    return entry.weights;
  }

 private:
  static constexpr std::size_t kEntries = 256;
  struct Entry {
    model::Pattern pattern = ~model::Pattern{0};  // no pattern: they have 63 bits
    PairWeights::OfPattern weights;
  };
  const PairWeights& weights_;
  std::array<Entry, kEntries> entries_;
};

// Which of the wanted earlier rules propose a pair. Keys of rules with several keys per record are computed pair by
// pair: only samples are looked at.
class EarlierRules {
 public:
  EarlierRules(const block::TileRows& rows, std::uint64_t num_rows, const std::vector<bool>& wanted) : rows_(rows) {
    std::size_t keys = 0, lists = 0;
    for (std::size_t rule = 0; rule < wanted.size(); ++rule) {
      const bool has_list = std::ranges::count(rows.list_rules, rule) > 0;
      if (wanted[rule] && has_list)
        lists_.push_back({rule, {rows.attributes, num_rows, *rows.earlier_lists[lists]}});
      else if (wanted[rule])
        keys_.push_back({rule, keys});
      ++(has_list ? lists : keys);
    }
  }
  template <typename Visit>
  void for_each_proposing(std::uint64_t left, std::uint64_t right, Visit visit) {
    for (const auto& [rule, at] : keys_)
      if (rows_.earlier_keys[at][left] == rows_.earlier_keys[at][right] &&
          rows_.earlier_keys[at][left] != block::kNoKey)
        visit(rule);
    for (auto& [rule, evaluator] : lists_) {
      of_left_.clear();
      of_right_.clear();
      evaluator.append_keys(left, of_left_);
      evaluator.append_keys(right, of_right_);
      if (std::ranges::find_first_of(of_left_, of_right_) != of_left_.end()) visit(rule);
    }
  }

 private:
  struct Key {
    std::size_t rule, at;
  };
  struct List {
    std::size_t rule;
    block::RuleKeyEvaluator evaluator;
  };
  const block::TileRows& rows_;
  std::vector<Key> keys_;
  std::vector<List> lists_;
  std::vector<block::KeyHash> of_left_, of_right_;
};

}  // namespace

PairCounts local_score_tiles(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                             const Scoring& scoring, std::uint16_t rule, const TakeEdge& take) {
  const PairWeights& weights = scoring.weights;
  RecentWeights recent(weights);
  std::vector<FixedWeight> found(weights.num_term_frequencies());
  std::vector<std::int32_t> adjustments(weights.num_term_frequencies());
  PairScan scan(scoring.evaluator, &weights, scoring.threshold);
  return scan.run(set, rows, scope, [&](const PairScan::Pair& pair) {
    const auto& of = recent.of(pair.pattern);
    const FixedWeight weight = of.base + weights.adjust(pair.pattern, of, rows, pair.left, pair.right, found);
    if (weight < scoring.threshold) return;
    const auto [left, right] = std::minmax(set.ids[pair.left], set.ids[pair.right]);
    std::ranges::transform(found, adjustments.begin(), [](FixedWeight w) { return static_cast<std::int32_t>(w); });
    take({left, right, pair.pattern, weight, rule}, adjustments);
  });
}

void local_score_evidence(const block::TileSet& set, const block::TileRows& rows, const PairEvaluator& evaluator,
                          const PairWeights& weights, FixedWeight threshold,
                          const std::function<void(const EvidencePair&)>& visit) {
  PairScan scan(evaluator, &weights, threshold, true);
  RecentWeights recent(weights);
  std::vector<FixedWeight> adjustments(weights.num_term_frequencies());
  scan.run(set, rows, block::PairScope{}, [&](const PairScan::Pair& pair) {
    const auto& of = recent.of(pair.pattern);
    const FixedWeight weight = of.base + weights.adjust(pair.pattern, of, rows, pair.left, pair.right, adjustments);
    if (weight >= threshold) visit({pair.left, pair.right, weight, pair.pattern, pair.claimed_earlier});
  });
}

PairCounts local_count_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                                const PairEvaluator& evaluator, const std::vector<bool>& wanted,
                                RulePatterns& patterns) {
  patterns.overlaps.resize(wanted.size());
  EarlierRules earlier(rows, set.ids.size(), wanted);
  PairScan scan(evaluator);
  return scan.run(set, rows, scope, [&](const PairScan::Pair& pair) {
    patterns.all_pairs.add(pair.pattern);
    if (!pair.claimed_earlier) return patterns.new_pairs.add(pair.pattern);
    earlier.for_each_proposing(pair.left, pair.right,
                               [&](std::size_t rule) { patterns.overlaps[rule].add(pair.pattern); });
  });
}

void local_list_patterns(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                         const PairEvaluator& evaluator,
                         const std::function<void(std::uint64_t, std::uint64_t, model::Pattern)>& visit) {
  PairScan scan(evaluator);
  scan.run(set, rows, scope, [&](const PairScan::Pair& pair) {
    if (!pair.claimed_earlier) visit(pair.left, pair.right, pair.pattern);
  });
}

PairCounts local_count_pairs(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope) {
  PairCounts counts;
  block::RowKeys row_keys(rows, set.ids.size());
  block::CommonKeys common;
  const auto claimed_earlier = [&](std::uint64_t i, std::uint64_t j) {
    for (const auto& keys : rows.earlier_keys)
      if (keys[i] == keys[j] && keys[i] != block::kNoKey) return true;
    return false;
  };
  for (const auto& tile : set.tiles) {
    const std::uint64_t left_end = tile.first + tile.num_left;
    const std::uint64_t end = tile.first + tile.num_rows();
    if (row_keys.any()) {
      common.open(tile.num_rows());
      for (std::uint32_t row = 0; row < tile.num_rows(); ++row) {
        row_keys.add_earlier(tile.first + row, row, common);
        row_keys.add_own(tile.first + row, tile.hash, row, common);
      }
      common.close();
    }
    for (std::uint64_t i = tile.first; i < left_end; ++i) {
      const std::uint64_t begin = tile.num_right == 0 ? i + 1 : left_end;
      std::span<const std::uint64_t> in_common;
      if (begin < end && row_keys.any())
        in_common = common.rows_in_common(static_cast<std::uint32_t>(i - tile.first),
                                          static_cast<std::uint32_t>(begin - tile.first));
      for (std::uint64_t j = begin; j < end; ++j) {
        if (!scope.allows(rows.source[i], rows.source[j])) continue;
        const std::uint64_t bit = j - tile.first;
        const bool claimed =
            (!in_common.empty() && (in_common[bit / 64] >> bit % 64 & 1) != 0) || claimed_earlier(i, j);
        ++(claimed ? counts.claimed_earlier : counts.scored);
      }
    }
  }
  return counts;
}

}  // namespace onefold::score
