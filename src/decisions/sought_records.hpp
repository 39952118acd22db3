// The one look-up of SOURCE:ID. Rank 0 collects the keys of the records that the user's files name; then every rank
// checks for each of its own records whether it is among them.
//
//   in   keys   TextKey[num_sought]  on rank 0, in any order, repetitions allowed
//   out  found  FoundRecord[]        per rank, only its own records
//
// A bitmap of 16 bits per key answers for nearly all records in one memory access; a binary search decides the others.
// Memory: 18 bytes per key on every rank. On the wire: one broadcast of the keys.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "record/text_key.hpp"

namespace onefold::decisions {

/// A sought record, with the key that was used to find it.
struct FoundRecord {
  TextKey key;
  RecordId record = 0;
};

/// A record of a source without ids: its id is its row.
struct SoughtRow {
  std::uint32_t source = 0;
  std::uint64_t row = 0;
  TextKey key;
};

class SoughtRecords {
 public:
  /// Local, on rank 0, before `share`.
  void add(const TextKey& key) { keys_.push_back(key); }
  void add_row(const SoughtRow& row) { rows_.push_back(row); }

  /// Collective. Gives all ranks what rank 0 has added.
  void share(const mpi::Communicator& world);

  /// Local.
  [[nodiscard]] bool contains(const TextKey& key) const {
    if (keys_.empty()) return false;
    const std::uint64_t bit = key.low & mask_;
    return (bitmap_[bit / 64] >> (bit % 64) & 1) != 0 && is_among_keys(key);
  }
  /// Rows of sources without ids. Finding them needs only the numbering of the rows, no key.
  [[nodiscard]] std::span<const SoughtRow> rows() const { return rows_; }

 private:
  [[nodiscard]] bool is_among_keys(const TextKey& key) const;

  std::vector<TextKey> keys_;  // ascending and distinct after `share`
  std::vector<SoughtRow> rows_;
  std::vector<std::uint64_t> bitmap_;
  std::uint64_t mask_ = 0;
};

/// Answers of all ranks together.
class FoundRecords {
 public:
  /// Local.
  explicit FoundRecords(std::vector<FoundRecord> found);
  [[nodiscard]] std::optional<RecordId> find(const TextKey& key) const;

 private:
  std::vector<FoundRecord> found_;  // ascending by key
};

}  // namespace onefold::decisions
