// Finds blocks: records with equal keys are collected at the rank that owns the key's hash.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/key_evaluator.hpp"
#include "onefold/block/rule_size.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::block {

/// Which pairs of a block are candidates: all, or only pairs of records from different sources; and of these, in a
/// delta run, pairs with a record that is new or changed.
struct PairScope {
  bool between_sources_only = false;
  std::span<const std::uint64_t> source_ends;  ///< Columns::source_ends
  const ChangedRecords* changed = nullptr;     ///< Columns::changed

  /// Candidate pairs among records given by ascending ids, whether they changed or not.
  [[nodiscard]] std::uint64_t num_pairs(std::span<const RecordId> ids) const;
  /// Candidate pairs with one record of `left` and one of `right`, two disjoint ascending lists.
  [[nodiscard]] std::uint64_t num_pairs(std::span<const RecordId> left, std::span<const RecordId> right) const;
  /// Candidate pairs of a block, given by ascending ids, that are to be scored: without those of two unchanged records.
  [[nodiscard]] std::uint64_t num_scored_pairs(std::span<const RecordId> ids) const;
  /// Whether records of these two sources may form a pair.
  [[nodiscard]] bool allows(std::uint32_t left_source, std::uint32_t right_source) const {
    return !between_sources_only || left_source != right_source;
  }
  /// Candidate pairs of the whole input without blocking.
  [[nodiscard]] std::uint64_t num_all_pairs() const;
};

/// Blocks of two or more records whose key hashes this rank owns, ascending by hash; records in a block ascend, and are
/// distinct. A record is in one block per key that the rule gives it.
/// Block b is ids[begins[b]] .. ids[begins[b + 1] - 1]. May be empty.
struct Blocks {
  std::vector<KeyHash> hashes;
  std::vector<std::uint64_t> begins = {0};
  std::vector<RecordId> ids;
  [[nodiscard]] std::size_t size() const { return hashes.size(); }
  [[nodiscard]] std::span<const RecordId> members(std::size_t block) const {
    return std::span(ids).subspan(begins[block], begins[block + 1] - begins[block]);
  }
};

/// Half-open range of key hashes, in units of 2^-12 of the hash space: the waves of a rule are such ranges.
struct HashRange {
  static constexpr std::uint32_t kNumBins = 4096;
  std::uint32_t first_bin = 0;
  std::uint32_t last_bin = kNumBins;
  [[nodiscard]] bool holds(KeyHash hash) const {
    const auto bin = static_cast<std::uint32_t>(hash >> 52);
    return bin >= first_bin && bin < last_bin;
  }
  bool operator==(const HashRange&) const = default;
};

/// Pure. The keys of which a delta run makes blocks of all records, so that training can look at a sample of them:
/// about 100,000 records have such a key.
[[nodiscard]] HashRange sampled_keys(std::uint64_t num_records);

/// Local. Keys of this rank's records per bin of the hash space, by the top 12 bits.
[[nodiscard]] std::vector<std::uint64_t> local_count_bins(const Columns& columns, const RuleKeys& keys);

/// Collective. The waves of a rule: ranges of the hash space with at most `max_rows` keys each, as far as bins allow.
/// Returns one wave, without counting keys, if the largest possible number of keys fits.
[[nodiscard]] std::vector<HashRange> plan_waves(const mpi::Communicator& world, const Columns& columns,
                                                const RuleKeys& keys, std::uint64_t max_rows);

/// Local. Cuts the hash space into ranges with at most `max_rows` keys each, as far as bins allow.
[[nodiscard]] std::vector<HashRange> cut_waves(std::span<const std::uint64_t> bin_rows, std::uint64_t max_rows);

/// Collective. Rank r gets the blocks of the r-th part of the hashes of `range`. In a delta run only those with a new
/// or changed record, and those of sampled_keys(). On the wire: 16 bytes per key of a record; in a delta run only keys
/// that a new or changed record has, as far as a filter of 16 bits per such key tells, and sampled ones. Memory: 32
/// bytes per key of a record in the range (sent and received copy), and the blocks.
[[nodiscard]] Blocks make_blocks(const mpi::Communicator& world, const Columns& columns, const RuleKeys& keys,
                                 const HashRange& range = {});

/// Local. The contribution of these blocks to the rule's size.
[[nodiscard]] RuleSize local_size(const Blocks& blocks, const PairScope& scope);
/// Collective. Sums the parts of the ranks.
[[nodiscard]] RuleSize sum_sizes(const mpi::Communicator& world, RuleSize local);

/// Collective. The effective keys of a rule with `max_block_size`: finds larger blocks, and splits or drops them as the
/// rule states; `max_rows` as in cut_waves. `skipped` counts the records that lost their key. With Oversized::error,
/// throws Error(limit), which names the rule and the size and hash of the largest block.
[[nodiscard]] RuleKeys keys_in_effect(const mpi::Communicator& world, const Columns& columns,
                                      const config::BlockingRule& rule, std::uint64_t max_rows, RuleSize& skipped);

/// Local. Number of records of this rank that have keys of `on`, but none in effect.
[[nodiscard]] std::uint64_t local_count_lost(const Columns& columns, const RuleKeys& keys);

}  // namespace onefold::block
