// Scores and counts the pairs of tiles one by one, each comparison from the texts: the oracle of score_tiles.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <vector>

#include "block/key_evaluator.hpp"
#include "score/score_tiles.hpp"
#include "support/edge_list.hpp"

namespace onefold::reference {

/// visit(i, j, claimed_earlier) for every candidate pair, i before j; repeated(i, j) for pairs that share a smaller key
/// of the tile's own rule.
template <typename Visit, typename Repeated>
void for_each_pair(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope, Visit visit,
                   Repeated repeated) {
  // [rule][row]
  std::vector<std::vector<std::vector<block::KeyHash>>> lists;
  auto rules = rows.earlier_lists;
  if (rows.own_list != nullptr) rules.push_back(rows.own_list);
  for (const block::RuleKeys* rule : rules) {
    block::RuleKeyEvaluator evaluator(rows.attributes, set.ids.size(), *rule);
    auto& of_rows = lists.emplace_back(set.ids.size());
    for (std::uint64_t row = 0; row < set.ids.size(); ++row) evaluator.append_keys(row, of_rows[row]);
  }
  const auto share = [](const auto& a, const auto& b, block::KeyHash below) {
    return std::any_of(a.begin(), a.end(),
                       [&](auto key) { return key < below && std::find(b.begin(), b.end(), key) != b.end(); });
  };
  const auto claimed_earlier = [&](std::uint64_t i, std::uint64_t j) {
    for (const auto& keys : rows.earlier_keys)
      if (keys[i] == keys[j] && keys[i] != block::kNoKey) return true;
    for (std::size_t rule = 0; rule < rows.earlier_lists.size(); ++rule)
      if (share(lists[rule][i], lists[rule][j], ~block::KeyHash{0})) return true;
    return false;
  };
  for (const auto& tile : set.tiles) {
    const std::uint64_t left_end = tile.first + tile.num_left;
    for (std::uint64_t i = tile.first; i < left_end; ++i)
      for (std::uint64_t j = tile.num_right == 0 ? i + 1 : left_end; j < tile.first + tile.num_rows(); ++j)
        if (scope.allows(rows.source[i], rows.source[j])) {
          if (rows.own_list != nullptr && share(lists.back()[i], lists.back()[j], tile.hash))
            repeated(i, j);
          else
            visit(i, j, claimed_earlier(i, j));
        }
  }
}

inline comparison::LevelNumber level(const score::PairEvaluator& evaluator, const block::TileRows& rows, std::size_t c,
                                     std::uint64_t i, std::uint64_t j) {
  const auto& comparison = evaluator.comparison(c);
  const std::size_t num_others = comparison.others().size();
  std::vector<std::array<std::array<char, kMaxPackedChars>, 2>> buffers(num_others + 1);
  std::vector<std::string_view> left_others, right_others;
  for (std::size_t k = 0; k < num_others; ++k) {
    const Column& other = rows.attributes[comparison.others()[k]];
    left_others.push_back(other.value(i, buffers[k][0]));
    right_others.push_back(other.value(j, buffers[k][1]));
  }
  const Column& column = rows.attributes[evaluator.attribute(c)];
  comparison::Operands pair{column.value(i, buffers.back()[0]), column.value(j, buffers.back()[1]),
                            std::span<const std::string_view>(left_others),
                            std::span<const std::string_view>(right_others)};
  if (!column.word_weights.empty()) {
    pair.left_weights.words = column.word_weights[i];
    pair.right_weights.words = column.word_weights[j];
  }
  if (!column.element_weights.empty()) {
    pair.left_weights.elements = column.element_weights[i];
    pair.right_weights.elements = column.element_weights[j];
  }
  return comparison.level(pair);
}

inline model::Pattern pattern(const score::PairEvaluator& evaluator, const block::TileRows& rows, std::uint64_t i,
                              std::uint64_t j) {
  model::Pattern pattern = 0;
  for (std::size_t c = 0; c < evaluator.num_comparisons(); ++c)
    pattern += evaluator.space().stride(c) * level(evaluator, rows, c, i, j);
  return pattern;
}

inline score::PairCounts score_tiles(const block::TileSet& set, const block::TileRows& rows,
                                     const block::PairScope& scope, const score::Scoring& scoring, std::uint16_t rule,
                                     test::EdgeList& edges) {
  const auto& [evaluator, weights, threshold] = scoring;
  score::PairCounts counts;
  for_each_pair(
      set, rows, scope,
      [&](std::uint64_t i, std::uint64_t j, bool claimed_earlier) {
        ++(claimed_earlier ? counts.claimed_earlier : counts.scored);
        if (claimed_earlier) return;
        const model::Pattern found = pattern(evaluator, rows, i, j);
        std::vector<FixedWeight> adjusted(weights.num_term_frequencies());
        const FixedWeight weight = weights.base(found) + weights.adjust(found, rows, i, j, adjusted);
        const std::vector<std::int32_t> adjustments(adjusted.begin(), adjusted.end());
        if (weight < threshold) return;
        edges.add({set.ids[i], set.ids[j], found, weight, rule}, adjustments);
      },
      [&](std::uint64_t, std::uint64_t) { ++counts.claimed_earlier; });
  return counts;
}

/// For each pattern: the number of pairs, and of new pairs among them.
inline std::map<model::Pattern, std::pair<std::uint64_t, std::uint64_t>> count_patterns(
    const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
    const score::PairEvaluator& evaluator) {
  std::map<model::Pattern, std::pair<std::uint64_t, std::uint64_t>> counts;
  for_each_pair(
      set, rows, scope,
      [&](std::uint64_t i, std::uint64_t j, bool claimed_earlier) {
        auto& [all, fresh] = counts[pattern(evaluator, rows, i, j)];
        ++all;
        fresh += claimed_earlier ? 0 : 1;
      },
      [](std::uint64_t, std::uint64_t) {});
  return counts;
}

}  // namespace onefold::reference
