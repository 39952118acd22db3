#include "block/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "record/radix_sort.hpp"

namespace onefold::block {

namespace {

constexpr std::uint64_t pairs_of(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

struct KeyedRecord {
  KeyHash hash;
  RecordId id;
};

// Rank r owns the r-th of equal parts of the bins of `range`; higher hashes go to higher ranks.
class HashOwners {
 public:
  HashOwners(const HashRange& range, int num_ranks)
      : first_(static_cast<std::uint64_t>(range.first_bin) << 52),
        ranks_(static_cast<std::uint64_t>(num_ranks)),
        // In units of 2^20 hashes, because the range may be the whole 64-bit space.
        width_((static_cast<std::uint64_t>(range.last_bin - range.first_bin) << 32)) {}
  [[nodiscard]] std::uint64_t owner(KeyHash hash) const {
    return static_cast<std::uint64_t>(static_cast<Uint128>((hash - first_) >> 20) * ranks_ / width_);
  }

 private:
  std::uint64_t first_, ranks_, width_;
};

// Sorts by hash. Ids ascend within each source rank, so they ascend within a hash too. A radix sort handles the top
// bits, which distinguish most keys; the few runs of keys with equal top bits are sorted by comparison.
void sort_by_hash(std::vector<KeyedRecord>& keyed) {
  constexpr int kSortedBits = 33;  // three passes of 11
  if (keyed.empty()) return;
  const auto [lowest, highest] =
      std::minmax_element(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
  const KeyHash base = lowest->hash;
  const int shift = std::max(0, static_cast<int>(std::bit_width(highest->hash - base)) - kSortedBits);
  radix_sort(keyed, [&](const KeyedRecord& r) { return (r.hash - base) >> shift; });
  const auto top = [&](std::size_t i) { return (keyed[i].hash - base) >> shift; };
  for (std::size_t begin = 0, end = 0; begin < keyed.size(); begin = end) {
    bool mixed = false;
    for (end = begin + 1; end < keyed.size() && top(end) == top(begin); ++end)
      mixed |= keyed[end].hash != keyed[begin].hash;
    if (!mixed) continue;
    std::stable_sort(keyed.begin() + static_cast<std::ptrdiff_t>(begin),
                     keyed.begin() + static_cast<std::ptrdiff_t>(end),
                     [](const auto& a, const auto& b) { return a.hash < b.hash; });
  }
}

// Which keys some records have, by 16 bits per key: it may say yes to others. After Bloom: Space/time trade-offs in
// hash coding with allowable errors, CACM 1970, with one bit per key; 1 of 16 other keys passes.
class KeyFilter {
 public:
  // Collective.
  KeyFilter(const mpi::Communicator& world, const std::vector<KeyHash>& local) {
    constexpr std::uint64_t kMostWords = 1 << 21;
    const std::uint64_t num_words = std::clamp<std::uint64_t>(world.sum(local.size()) / 4, 1024, kMostWords);
    num_bits_ = 64 * num_words;
    // Each rank sets the bits of its part of the words.
    const BlockDistribution owners(num_words, world.size());
    std::vector<std::uint64_t> bits;
    bits.reserve(local.size());
    for (const KeyHash hash : local) bits.push_back(bit_of(hash));
    std::vector<std::uint64_t> words(owners.size(world.rank()), 0);
    for (const std::uint64_t bit :
         mpi::exchange_by_owner(world, std::move(bits), [&](std::uint64_t b) { return owners.owner(b / 64); }))
      words[bit / 64 - owners.begin(world.rank())] |= std::uint64_t{1} << bit % 64;
    words_ = world.gather_all(words);
  }
  [[nodiscard]] bool may_hold(KeyHash hash) const {
    const std::uint64_t bit = bit_of(hash);
    return (words_[bit / 64] >> bit % 64 & 1) != 0;
  }

 private:
  // Waves are ranges of the top bits, so the others decide.
  [[nodiscard]] std::uint64_t bit_of(KeyHash hash) const { return scale_to(mix(0, hash), num_bits_); }

  std::uint64_t num_bits_ = 0;
  std::vector<std::uint64_t> words_;
};

// Collective. In a delta run, most keys are of records whose pairs were scored before.
void drop_keys_of_unchanged(const mpi::Communicator& world, const Columns& columns, std::vector<KeyedRecord>& local) {
  std::vector<KeyHash> changed;
  for (const KeyedRecord& record : local)
    if (columns.changed->contains(record.id)) changed.push_back(record.hash);
  const KeyFilter filter(world, changed);
  const HashRange sampled = sampled_keys(columns.distribution.num_global());
  std::erase_if(
      local, [&](const KeyedRecord& record) { return !filter.may_hold(record.hash) && !sampled.holds(record.hash); });
}

// Collective. Keys of local rows inside `range`, brought to their owners, sorted by (hash, id).
std::vector<KeyedRecord> route_keys(const mpi::Communicator& world, const Columns& columns, const RuleKeys& keys,
                                    const HashRange& range) {
  std::vector<KeyedRecord> local;
  if (range == HashRange{}) local.reserve(columns.num_local_rows);
  for_each_key(columns, keys, [&](std::uint64_t row, KeyHash hash) {
    if (range.holds(hash)) local.push_back({hash, columns.first_record + row});
  });
  if (columns.changed) drop_keys_of_unchanged(world, columns, local);
  const HashOwners owners(range, world.size());
  auto keyed =
      mpi::exchange_by_owner(world, std::move(local), [&](const KeyedRecord& r) { return owners.owner(r.hash); });
  sort_by_hash(keyed);
  return keyed;
}

// Calls `visit(begin, end)` for each run of two or more equal hashes.
template <typename Visit>
void for_each_block(const std::vector<KeyedRecord>& keyed, Visit visit) {
  for (std::size_t begin = 0; begin < keyed.size();) {
    std::size_t end = begin + 1;
    while (end < keyed.size() && keyed[end].hash == keyed[begin].hash) ++end;
    if (end - begin >= 2) visit(begin, end);
    begin = end;
  }
}

}  // namespace

std::uint64_t PairScope::num_pairs(std::span<const RecordId> ids) const {
  std::uint64_t pairs = pairs_of(ids.size());
  if (!between_sources_only) return pairs;
  // Ids ascend, and so do sources: each source is a contiguous run.
  auto begin = ids.begin();
  for (const std::uint64_t source_end : source_ends) {
    const auto end = std::lower_bound(begin, ids.end(), source_end);
    pairs -= pairs_of(static_cast<std::uint64_t>(end - begin));
    begin = end;
  }
  return pairs;
}

std::uint64_t PairScope::num_pairs(std::span<const RecordId> left, std::span<const RecordId> right) const {
  std::uint64_t pairs = left.size() * right.size();
  if (!between_sources_only) return pairs;
  auto l = left.begin();
  auto r = right.begin();
  for (const std::uint64_t source_end : source_ends) {
    const auto l_end = std::lower_bound(l, left.end(), source_end);
    const auto r_end = std::lower_bound(r, right.end(), source_end);
    pairs -= static_cast<std::uint64_t>(l_end - l) * static_cast<std::uint64_t>(r_end - r);
    l = l_end;
    r = r_end;
  }
  return pairs;
}

std::uint64_t PairScope::num_scored_pairs(std::span<const RecordId> ids) const {
  if (changed == nullptr) return num_pairs(ids);
  std::vector<RecordId> unchanged;
  for (const RecordId id : ids)
    if (!changed->contains(id)) unchanged.push_back(id);
  return num_pairs(ids) - num_pairs(unchanged);
}

std::uint64_t PairScope::num_all_pairs() const {
  std::uint64_t pairs = source_ends.empty() ? 0 : pairs_of(source_ends.back());
  if (!between_sources_only) return pairs;
  std::uint64_t begin = 0;
  for (const std::uint64_t end : source_ends) {
    pairs -= pairs_of(end - begin);
    begin = end;
  }
  return pairs;
}

HashRange sampled_keys(std::uint64_t num_records) {
  constexpr std::uint64_t kSampledRecords = 100'000;
  const std::uint64_t bins = HashRange::kNumBins * kSampledRecords / std::max<std::uint64_t>(1, num_records);
  return {0, static_cast<std::uint32_t>(std::clamp<std::uint64_t>(bins, 1, HashRange::kNumBins))};
}

std::vector<std::uint64_t> local_count_bins(const Columns& columns, const RuleKeys& keys) {
  std::vector<std::uint64_t> bins(HashRange::kNumBins, 0);
  for_each_key(columns, keys, [&](std::uint64_t, KeyHash hash) { ++bins[hash >> 52]; });
  return bins;
}

Blocks make_blocks(const mpi::Communicator& world, const Columns& columns, const RuleKeys& keys,
                   const HashRange& range) {
  const auto keyed = route_keys(world, columns, keys, range);
  const HashRange sampled = sampled_keys(columns.distribution.num_global());
  Blocks blocks;
  for_each_block(keyed, [&](std::size_t begin, std::size_t end) {
    const auto is_changed = [&](const KeyedRecord& record) { return columns.changed->contains(record.id); };
    if (columns.changed && !sampled.holds(keyed[begin].hash) &&
        std::none_of(keyed.begin() + static_cast<std::ptrdiff_t>(begin),
                     keyed.begin() + static_cast<std::ptrdiff_t>(end), is_changed))
      return;
    blocks.hashes.push_back(keyed[begin].hash);
    for (std::size_t i = begin; i < end; ++i) blocks.ids.push_back(keyed[i].id);
    blocks.begins.push_back(blocks.ids.size());
  });
  return blocks;
}

RuleSize local_size(const Blocks& blocks, const PairScope& scope) {
  RuleSize size;
  size.num_blocks = blocks.size();
  size.num_rows = blocks.ids.size();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    size.num_pairs += scope.num_scored_pairs(blocks.members(b));
    size.largest_block = std::max<std::uint64_t>(size.largest_block, blocks.members(b).size());
  }
  return size;
}

RuleSize sum_sizes(const mpi::Communicator& world, RuleSize local) {
  std::vector<std::uint64_t> sums = {local.num_blocks, local.num_rows, local.num_pairs, local.num_skipped_blocks,
                                     local.num_skipped_rows};
  world.sum_in_place(sums);
  return {sums[0], sums[1], sums[2], world.max(local.largest_block), sums[3], sums[4]};
}

std::uint64_t local_count_lost(const Columns& columns, const RuleKeys& keys) {
  RuleKeyEvaluator evaluator(columns, keys);
  std::vector<KeyHash> before, now;
  std::uint64_t num_lost = 0;
  for (std::uint64_t row = 0; row < columns.num_local_rows; ++row) {
    before.clear();
    now.clear();
    evaluator.on().append_keys(row, before);
    evaluator.append_keys(row, now);
    num_lost += !before.empty() && now.empty() ? 1 : 0;
  }
  return num_lost;
}

RuleKeys keys_in_effect(const mpi::Communicator& world, const Columns& columns, const config::BlockingRule& rule,
                        std::uint64_t max_rows, RuleSize& skipped) {
  RuleKeys keys(rule.on);
  if (rule.max_block_size == 0) return keys;
  // The hash of a block's key, and its size.
  struct Oversized {
    KeyHash hash;
    std::uint64_t size;
  };
  const auto find_oversized = [&] {
    std::vector<Oversized> local;
    for (const auto& range : plan_waves(world, columns, keys, max_rows)) {
      const auto blocks = make_blocks(world, columns, keys, range);
      for (std::size_t b = 0; b < blocks.size(); ++b)
        if (blocks.members(b).size() > rule.max_block_size)
          local.push_back({blocks.hashes[b], blocks.members(b).size()});
    }
    return world.gather_all(local);
  };
  const auto take_keys_away = [&](const std::vector<Oversized>& blocks) {
    for (const auto& block : blocks) keys.oversized.push_back(block.hash);
    std::sort(keys.oversized.begin(), keys.oversized.end());
  };
  const auto count_skipped = [&](const std::vector<Oversized>& blocks) {
    for (const auto& block : blocks) skipped.num_skipped_rows += block.size;
    skipped.num_skipped_blocks += blocks.size();
  };

  const auto oversized = find_oversized();
  if (oversized.empty()) return keys;
  if (rule.oversized == config::Oversized::error) {
    const auto largest = std::max_element(oversized.begin(), oversized.end(), [](const auto& a, const auto& b) {
      return a.size != b.size ? a.size < b.size : a.hash > b.hash;
    });
    throw Error(
        ExitCode::limit,
        fmt::format(
            "blocking rule {} makes {} of more than max_block_size = {} records; the largest has {} records "
            "(key hash {:016x}). Add a key to the rule, raise max_block_size, or set oversized = \"split\" or \"skip\"",
            rule.name, oversized.size() == 1 ? "a block" : fmt::format("{} blocks", oversized.size()),
            rule.max_block_size, largest->size, largest->hash));
  }
  take_keys_away(oversized);
  if (rule.oversized == config::Oversized::skip) {
    count_skipped(oversized);
    if (!keys.is_multi_valued()) return keys;
  } else {
    // Split: use the finer key for records that have one.
    keys.split_by = rule.split_by;
    const auto still_oversized = find_oversized();
    take_keys_away(still_oversized);
    count_skipped(still_oversized);
  }
  // Count the records that are now in no block: they have no finer key, or all of their several keys were dropped.
  skipped.num_skipped_rows = world.sum(local_count_lost(columns, keys));
  return keys;
}

std::vector<HashRange> plan_waves(const mpi::Communicator& world, const Columns& columns, const RuleKeys& keys,
                                  std::uint64_t max_rows) {
  const std::uint64_t most_keys = columns.distribution.num_global() * (keys.is_multi_valued() ? kMaxKeys : 1);
  if (most_keys <= max_rows) return {HashRange{}};
  auto bins = local_count_bins(columns, keys);
  world.sum_in_place(bins);
  return cut_waves(bins, max_rows);
}

std::vector<HashRange> cut_waves(std::span<const std::uint64_t> bin_rows, std::uint64_t max_rows) {
  std::vector<HashRange> waves;
  std::uint64_t rows = 0;
  std::uint32_t first = 0;
  for (std::uint32_t bin = 0; bin < HashRange::kNumBins; ++bin) {
    if (rows > 0 && rows + bin_rows[bin] > max_rows) {
      waves.push_back({first, bin});
      first = bin;
      rows = 0;
    }
    rows += bin_rows[bin];
  }
  waves.push_back({first, HashRange::kNumBins});
  return waves;
}

}  // namespace onefold::block
