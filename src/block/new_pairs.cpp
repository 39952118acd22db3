#include "onefold/block/new_pairs.hpp"

#include <algorithm>
#include <deque>

namespace onefold::block {

namespace {

// Rows are positions in `ids`, always ascending.
class NewPairCounter {
 public:
  NewPairCounter(std::span<const RecordId> ids, std::span<const std::vector<KeyHash>> earlier_keys,
                 const PairScope& scope)
      : ids_(ids), keys_(earlier_keys), scope_(scope), grouped_(earlier_keys.size() + 1) {}

  /// Of a block: rows begin .. end - 1.
  std::uint64_t count_block(std::uint64_t begin, std::uint64_t end) {
    auto& rows = grouped_.back();
    rows.clear();
    for (std::uint64_t row = begin; row < end; ++row) rows.push_back({0, row});
    return count(rows, keys_.size());
  }

 private:
  struct KeyedRow {
    KeyHash key;
    std::uint64_t row;
  };
  static constexpr std::size_t kPairByPair = 24;   // rows up to which looking at all pairs is faster than sorting

  // Pairs of `rows` that none of the first `num_rules` rules proposes.
  std::uint64_t count(std::span<const KeyedRow> rows, std::size_t num_rules) {
    if (rows.size() <= kPairByPair) return count_pair_by_pair(rows, num_rules);
    for (std::size_t rule = 0; rule < num_rules; ++rule)
      if (all_have_one_key(rows, rule)) return 0;
    std::uint64_t pairs = num_pairs(rows);
    for (std::size_t rule = 0; rule < num_rules; ++rule) {
      // Deeper groups are of earlier rules only, so each rule's rows lie in a place of their own.
      auto& grouped = grouped_[rule];
      grouped.clear();
      for (const auto& [key, row] : rows)
        if (keys_[rule][row] != kNoKey) grouped.push_back({keys_[rule][row], row});
      std::sort(grouped.begin(), grouped.end(),
                [](const KeyedRow& a, const KeyedRow& b) { return a.key != b.key ? a.key < b.key : a.row < b.row; });
      for (std::size_t begin = 0, end = 0; begin < grouped.size(); begin = end) {
        for (end = begin + 1; end < grouped.size() && grouped[end].key == grouped[begin].key;) ++end;
        if (end - begin >= 2) pairs -= count(std::span(grouped).subspan(begin, end - begin), rule);
      }
    }
    return pairs;
  }

  std::uint64_t count_pair_by_pair(std::span<const KeyedRow> rows, std::size_t num_rules) const {
    std::uint64_t pairs = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = i + 1; j < rows.size(); ++j)
        pairs += is_new(rows[i].row, rows[j].row, num_rules) && is_candidate(rows[i].row, rows[j].row) ? 1 : 0;
    return pairs;
  }

  [[nodiscard]] bool is_new(std::uint64_t i, std::uint64_t j, std::size_t num_rules) const {
    for (std::size_t rule = 0; rule < num_rules; ++rule)
      if (keys_[rule][i] == keys_[rule][j] && keys_[rule][i] != kNoKey) return false;
    return true;
  }
  [[nodiscard]] bool is_candidate(std::uint64_t i, std::uint64_t j) const {
    if (!scope_.between_sources_only) return true;
    const auto end_of_left_source = std::upper_bound(scope_.source_ends.begin(), scope_.source_ends.end(), ids_[i]);
    return ids_[j] >= *end_of_left_source;
  }
  [[nodiscard]] bool all_have_one_key(std::span<const KeyedRow> rows, std::size_t rule) const {
    const KeyHash key = keys_[rule][rows.front().row];
    return key != kNoKey &&
           std::all_of(rows.begin(), rows.end(), [&](const KeyedRow& r) { return keys_[rule][r.row] == key; });
  }
  std::uint64_t num_pairs(std::span<const KeyedRow> rows) {
    if (!scope_.between_sources_only) return rows.size() * (rows.size() - 1) / 2;
    members_.clear();
    for (const auto& [key, row] : rows) members_.push_back(ids_[row]);
    return scope_.num_pairs(members_);
  }

  std::span<const RecordId> ids_;
  std::span<const std::vector<KeyHash>> keys_;
  const PairScope& scope_;
  std::deque<std::vector<KeyedRow>> grouped_;   // [rule]; the last one is for the block itself
  std::vector<RecordId> members_;
};

}  // namespace

std::uint64_t local_count_new_pairs(const Blocks& blocks, std::span<const std::vector<KeyHash>> earlier_keys,
                                    const PairScope& scope) {
  NewPairCounter counter(blocks.ids, earlier_keys, scope);
  std::uint64_t pairs = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    // Of the first rule all pairs are new.
    pairs += earlier_keys.empty() ? scope.num_pairs(blocks.members(b))
                                  : counter.count_block(blocks.begins[b], blocks.begins[b + 1]);
  }
  return pairs;
}

}  // namespace onefold::block
