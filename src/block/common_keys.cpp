#include "block/common_keys.hpp"

#include <algorithm>

namespace onefold::block {

void CommonKeys::open(std::size_t num_rows) {
  num_rows_ = num_rows;
  num_words_ = (num_rows + 63) / 64;
  entries_.clear();
  rows_of_key_.clear();
  if (++generation_ == 0) {
    // After 2^32 uses the generation numbers start again.
    slots_.clear();
    generation_ = 1;
  }
}

void CommonKeys::grow() {
  std::vector<Slot> old(std::max<std::size_t>(64, slots_.size() * 2), Slot{kNoKey, 0, 0});
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.generation != generation_) continue;
    std::size_t at = (slot.key >> 1) & mask;
    while (slots_[at].generation == generation_) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

// Keys are hashes, so their low bits, except for the last one, give the slot.
std::uint32_t CommonKeys::number_of(KeyHash key) {
  if (rows_of_key_.size() * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = (key >> 1) & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.generation != generation_) {
      slot = {key, static_cast<std::uint32_t>(rows_of_key_.size()), generation_};
      rows_of_key_.emplace_back();
    } else if (slot.key != key) {
      continue;
    }
    return slot.number;
  }
}

void CommonKeys::add(std::uint32_t row, KeyHash key) {
  const std::uint32_t number = number_of(key);
  ++rows_of_key_[number].count;
  entries_.push_back({row, number});
}

void CommonKeys::close() {
  // Reserve the places of the rows for each key that two or more rows have.
  std::uint64_t num_rows = 0, num_words = 0;
  for (Rows& rows : rows_of_key_) {
    if (rows.count < 2) continue;
    rows.as_bits = rows.count * std::uint64_t{64} >= num_rows_;
    rows.first = rows.as_bits ? num_words : num_rows;
    (rows.as_bits ? num_words : num_rows) += rows.as_bits ? num_words_ : rows.count;
  }
  bits_.assign(num_words, 0);
  rows_.resize(num_rows);
  keys_.clear();
  key_ends_.assign(num_rows_ + 1, 0);
  for (const auto& [row, number] : entries_) {
    Rows& rows = rows_of_key_[number];
    if (rows.count < 2) continue;
    keys_.push_back(number);
    ++key_ends_[row + 1];
    if (rows.as_bits)
      bits_[rows.first + row / 64] |= std::uint64_t{1} << row % 64;
    else
      rows_[rows.first++] = row;  // `first` moves to the end of the list, from where it is read backwards
  }
  for (std::size_t row = 0; row < num_rows_; ++row) key_ends_[row + 1] += key_ends_[row];
}

std::span<const std::uint64_t> CommonKeys::rows_in_common(std::uint32_t row, std::uint32_t first) {
  answer_.resize(num_words_);
  const std::size_t first_word = first / 64;
  std::fill(answer_.begin() + static_cast<std::ptrdiff_t>(first_word), answer_.end(), 0);
  for (std::uint64_t k = key_ends_[row]; k < key_ends_[row + 1]; ++k) {
    const Rows& rows = rows_of_key_[keys_[k]];
    if (rows.as_bits) {
      for (std::size_t w = first_word; w < num_words_; ++w) answer_[w] |= bits_[rows.first + w];
    } else {
      // Read backwards, down to row `first`.
      for (std::uint64_t at = rows.first; at > rows.first - rows.count && rows_[at - 1] >= first; --at)
        answer_[rows_[at - 1] / 64] |= std::uint64_t{1} << rows_[at - 1] % 64;
    }
  }
  return answer_;
}

}  // namespace onefold::block
