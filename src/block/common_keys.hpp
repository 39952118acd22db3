// Finds the rows that have a key in common with a given row, for rules that give a record several keys. Local.
//
// Keys that only one row has are dropped. The rows of each other key are stored as a list if they are few, as a bitmap
// if they are many; the answer for a row is the union over its keys.
//
//   in   rows 0 .. n - 1, k keys each
//   out  for a row, bits of n rows
//
// Cost for k keys per row: O(n k) expected time to build, by hashing; for all rows at most k n^2 / 32 steps, and at
// most the number of (pair of rows, common key), plus n^2 / 64. Memory: about 40 bytes per row and key.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/key_evaluator.hpp"

namespace onefold::block {

/// The object keeps its memory for the next set of rows.
class CommonKeys {
 public:
  /// Starts a new set of rows.
  void open(std::size_t num_rows);
  /// `row` has `key`, which is not kNoKey; rows ascend from call to call, keys of a row are distinct.
  void add(std::uint32_t row, KeyHash key);
  /// Call after the last add().
  void close();

  /// Bits of the rows from `first` on that share a key with `row`: row r is bit r % 64 of word r / 64. Words before
  /// first / 64 and bits before `first` are undefined. `row` itself may be included.
  [[nodiscard]] std::span<const std::uint64_t> rows_in_common(std::uint32_t row, std::uint32_t first);
  /// Whether rows_in_common can have any bits.
  [[nodiscard]] bool shares(std::uint32_t row) const { return key_ends_[row + 1] > key_ends_[row]; }

 private:
  struct Slot {
    KeyHash key;
    std::uint32_t number;      ///< number of the key, in the order of arrival
    std::uint32_t generation;  ///< the open() that used the slot; slots of older ones are free
  };
  struct Entry {
    std::uint32_t row;
    std::uint32_t number;
  };
  struct Rows {
    std::uint64_t first = 0;  ///< in bits_ or rows_
    std::uint32_t count = 0;
    bool as_bits = false;
  };
  [[nodiscard]] std::uint32_t number_of(KeyHash key);
  void grow();

  std::size_t num_rows_ = 0;
  std::size_t num_words_ = 0;
  std::uint32_t generation_ = 0;
  std::vector<Slot> slots_;
  std::vector<Entry> entries_;
  std::vector<Rows> rows_of_key_;  ///< [number]
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> rows_;            ///< ascending within a key
  std::vector<std::uint32_t> keys_;            ///< numbers of keys that are shared, row by row
  std::vector<std::uint64_t> key_ends_ = {0};  ///< [row + 1]
  std::vector<std::uint64_t> answer_;
};

}  // namespace onefold::block
