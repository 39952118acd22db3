#include "block/new_pairs.hpp"

#include <algorithm>
#include <bit>
#include <deque>

#include "block/common_keys.hpp"
#include "block/row_keys.hpp"

namespace onefold::block {

namespace {

// Counts new pairs for rules with one key per record. Rows are positions in `ids`, always ascending.
class NewPairCounter {
 public:
  NewPairCounter(std::span<const RecordId> ids, std::span<const std::vector<KeyHash>> earlier_keys,
                 const PairScope& scope)
      : ids_(ids), keys_(earlier_keys), scope_(scope), grouped_(earlier_keys.size() + 1) {}

  /// Counts the new pairs of a block with rows begin .. end - 1.
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
  static constexpr std::size_t kPairByPair = 24;  // up to this many rows, looking at all pairs is faster than sorting

  // The number of pairs of `rows` that none of the first `num_rules` rules proposes.
  std::uint64_t count(std::span<const KeyedRow> rows, std::size_t num_rules) {
    if (rows.size() <= kPairByPair) return count_pair_by_pair(rows, num_rules);
    for (std::size_t rule = 0; rule < num_rules; ++rule)
      if (all_have_one_key(rows, rule)) return 0;
    std::uint64_t pairs = num_pairs(rows);
    for (std::size_t rule = 0; rule < num_rules; ++rule) {
      // Deeper recursion uses earlier rules only, so each rule's rows can have their own buffer.
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
  std::deque<std::vector<KeyedRow>> grouped_;  // [rule]; the last buffer is for the block itself
  std::vector<RecordId> members_;
};

// Counts new pairs if rules give records several keys.
class NewPairCounterOfLists {
 public:
  NewPairCounterOfLists(const Blocks& blocks, const TileRows& rows, const PairScope& scope)
      : blocks_(blocks), rows_(rows), scope_(scope), row_keys_(rows, blocks.ids.size()) {}

  std::uint64_t count_block(std::size_t block) {
    const std::uint64_t begin = blocks_.begins[block], end = blocks_.begins[block + 1];
    std::uint64_t pairs = 0;
    // Count the pairs within each part of a large block and with later parts, so that few keys are in memory.
    for (std::uint64_t left = begin; left < end; left += kMostRows) {
      const std::uint64_t left_end = std::min(left + kMostRows, end);
      pairs += count(block, left, left_end, left_end, left_end);
      for (std::uint64_t right = left_end; right < end; right += kMostRows)
        pairs += count(block, left, left_end, right, std::min(right + kMostRows, end));
    }
    return pairs;
  }

 private:
  static constexpr std::uint64_t kMostRows = 1 << 14;

  // New pairs of one of the left rows with one of the right rows; if there are no right rows, among the left rows.
  std::uint64_t count(std::size_t block, std::uint64_t left, std::uint64_t left_end, std::uint64_t right,
                      std::uint64_t right_end) {
    const auto num_left = static_cast<std::uint32_t>(left_end - left);
    const auto num_right = static_cast<std::uint32_t>(right_end - right);
    common_.open(std::size_t{num_left} + num_right);
    add(block, left, left_end, 0);
    add(block, right, right_end, num_left);
    common_.close();
    const auto id_of = [&](std::uint32_t row) {
      return blocks_.ids[row < num_left ? left + row : right + (row - num_left)];
    };
    const std::uint32_t end = num_left + num_right;
    std::uint64_t pairs = 0;
    for (std::uint32_t row = 0; row < num_left; ++row) {
      // Ids ascend, and so do sources.
      std::uint32_t first = num_right == 0 ? row + 1 : num_left;
      if (scope_.between_sources_only) first = first_of_other_source(id_of, row, first, end);
      if (first >= end) continue;
      pairs += end - first;
      if (common_.shares(row)) pairs -= count_bits(common_.rows_in_common(row, first), first);
    }
    return pairs;
  }

  void add(std::size_t block, std::uint64_t first, std::uint64_t end, std::uint32_t first_row) {
    for (std::uint64_t at = first; at < end; ++at) {
      const auto row = first_row + static_cast<std::uint32_t>(at - first);
      // Rules with several keys have numbers from 0 upwards, rules with one key from the largest number downwards.
      for (std::size_t rule = 0; rule < rows_.earlier_keys.size(); ++rule)
        if (const KeyHash key = rows_.earlier_keys[rule][at]; key != kNoKey) common_.add(row, key_of_rule(~rule, key));
      row_keys_.add_earlier(at, row, common_);
      row_keys_.add_own(at, blocks_.hashes[block], row, common_);
    }
  }

  template <typename IdOf>
  std::uint32_t first_of_other_source(const IdOf& id_of, std::uint32_t row, std::uint32_t first,
                                      std::uint32_t end) const {
    const RecordId source_end = *std::upper_bound(scope_.source_ends.begin(), scope_.source_ends.end(), id_of(row));
    while (first < end) {
      const std::uint32_t middle = first + (end - first) / 2;
      if (id_of(middle) < source_end)
        first = middle + 1;
      else
        end = middle;
    }
    return first;
  }

  static std::uint64_t count_bits(std::span<const std::uint64_t> words, std::uint32_t first) {
    std::uint64_t bits = static_cast<std::uint64_t>(std::popcount(words[first / 64] >> first % 64));
    for (std::size_t w = first / 64 + 1; w < words.size(); ++w)
      bits += static_cast<std::uint64_t>(std::popcount(words[w]));
    return bits;
  }

  const Blocks& blocks_;
  const TileRows& rows_;
  const PairScope& scope_;
  RowKeys row_keys_;
  CommonKeys common_;
};

}  // namespace

std::uint64_t local_count_new_pairs(const Blocks& blocks, const TileRows& rows, const PairScope& scope) {
  std::uint64_t pairs = 0;
  if (!rows.earlier_lists.empty() || rows.own_list != nullptr) {
    NewPairCounterOfLists counter(blocks, rows, scope);
    for (std::size_t b = 0; b < blocks.size(); ++b) pairs += counter.count_block(b);
    return pairs;
  }
  NewPairCounter counter(blocks.ids, rows.earlier_keys, scope);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    // All pairs of the first rule are new.
    pairs += rows.earlier_keys.empty() ? scope.num_pairs(blocks.members(b))
                                       : counter.count_block(blocks.begins[b], blocks.begins[b + 1]);
  }
  return pairs;
}

}  // namespace onefold::block
