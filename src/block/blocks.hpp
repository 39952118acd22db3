// From keys to blocks: records with equal keys meet at the owner of the key's hash.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "block/key_evaluator.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::block {

/// Which pairs of a block are candidates: all, or only those of records from different sources.
struct PairScope {
  bool between_sources_only = false;
  std::span<const std::uint64_t> source_ends;  ///< as Columns::source_ends

  /// Candidate pairs among records given by ascending ids.
  [[nodiscard]] std::uint64_t num_pairs(std::span<const RecordId> ids) const;
  /// Candidate pairs with one record of `left` and one of `right`, two disjoint ascending lists.
  [[nodiscard]] std::uint64_t num_pairs(std::span<const RecordId> left, std::span<const RecordId> right) const;
  /// Whether records of these sources may be a pair.
  [[nodiscard]] bool allows(std::uint32_t left_source, std::uint32_t right_source) const {
    return !between_sources_only || left_source != right_source;
  }
  /// Candidate pairs of the whole input, blocking or not.
  [[nodiscard]] std::uint64_t num_all_pairs() const;
};

/// Blocks of two or more records whose key hashes this rank owns, ascending by hash; records in a block ascend, and are
/// distinct. A record stands in as many blocks as its rule gives it keys.
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

/// What one rule proposes. Global, equal on all ranks.
struct RuleSize {
  std::uint64_t num_blocks = 0;          ///< of two or more records
  std::uint64_t num_rows = 0;            ///< records in them, each as often as it is in one
  std::uint64_t num_pairs = 0;           ///< candidate pairs of all blocks, other blocks and rules not considered
  std::uint64_t largest_block = 0;       ///< records
  std::uint64_t num_skipped_blocks = 0;  ///< oversized ones whose records lost their key
  std::uint64_t num_skipped_rows = 0;    ///< records that lost their key, or all of several
  bool operator==(const RuleSize&) const = default;
};

/// Local. How many keys this rank's records have in each bin of the hash space: by the top 12 bits.
[[nodiscard]] std::vector<std::uint64_t> local_count_bins(const Columns& columns, const RuleKeys& keys);

/// Collective. The waves of a rule: ranges of the hash space with at most `max_rows` keys in them, as far as bins
/// allow. One, without a look at the keys, when they fit however many they are.
[[nodiscard]] std::vector<HashRange> plan_waves(const mpi::Communicator& world, const Columns& columns,
                                                const RuleKeys& keys, std::uint64_t max_rows);

/// Local. Cuts the hash space so that records have at most `max_rows` keys in a range, as far as bins allow.
[[nodiscard]] std::vector<HashRange> cut_waves(std::span<const std::uint64_t> bin_rows, std::uint64_t max_rows);

/// Collective. 16 bytes a key of a record go to the key's owner; rank r owns the r-th part of the hashes of `range`.
/// Memory: 32 bytes a key of a record in the range, sent and received; then what the blocks take.
[[nodiscard]] Blocks make_blocks(const mpi::Communicator& world, const Columns& columns, const RuleKeys& keys,
                                 const HashRange& range = {});

/// Local. What these blocks propose, as part of a rule's size.
[[nodiscard]] RuleSize local_size(const Blocks& blocks, const PairScope& scope);
/// Collective. Sums the parts of the ranks.
[[nodiscard]] RuleSize sum_sizes(const mpi::Communicator& world, RuleSize local);

/// Collective. The keys in effect of a rule with `max_block_size`: finds the blocks that are larger and what becomes of
/// their records; `max_rows` as in cut_waves. `skipped` gets the figures of what lost its key. Throws Error(limit) for
/// Oversized::error, naming rule, size and hash of the largest block.
[[nodiscard]] RuleKeys keys_in_effect(const mpi::Communicator& world, const Columns& columns,
                                      const config::BlockingRule& rule, std::uint64_t max_rows, RuleSize& skipped);

}  // namespace onefold::block
