#include "onefold/block/blocks.hpp"

#include <algorithm>

#include "onefold/mpi/exchange_by_owner.hpp"
#include "onefold/record/hash.hpp"
#include "onefold/record/radix_sort.hpp"

namespace onefold::block {

namespace {

constexpr std::uint64_t pairs_of(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

struct KeyedRecord {
  KeyHash hash;
  RecordId id;
};

// Rank r owns the r-th of equal parts of the bins of `range`; ascending hashes go to ascending ranks.
class HashOwners {
 public:
  HashOwners(const HashRange& range, int num_ranks)
      : first_(static_cast<std::uint64_t>(range.first_bin) << 52), ranks_(static_cast<std::uint64_t>(num_ranks)),
        // In units of 2^20 hashes: the range may be the whole 64-bit space.
        width_((static_cast<std::uint64_t>(range.last_bin - range.first_bin) << 32)) {}
  [[nodiscard]] std::uint64_t owner(KeyHash hash) const {
    return static_cast<std::uint64_t>(static_cast<Uint128>((hash - first_) >> 20) * ranks_ / width_);
  }

 private:
  std::uint64_t first_, ranks_, width_;
};

// Collective. Keys of local rows inside `range`, brought to their owners, sorted by (hash, id).
std::vector<KeyedRecord> route_keys(const mpi::Communicator& world, const Columns& columns,
                                    std::span<const config::KeyExpression> rule, const HashRange& range,
                                    std::vector<std::uint64_t>* bin_rows) {
  std::vector<KeyedRecord> local;
  KeyEvaluator evaluator(columns, rule);
  for (std::uint64_t row = 0; row < columns.num_local_rows; ++row) {
    const KeyHash hash = evaluator.key(row);
    if (hash == kNoKey || !range.holds(hash)) continue;
    local.push_back({hash, columns.first_record + row});
    if (bin_rows != nullptr) ++(*bin_rows)[hash >> 52];
  }
  const HashOwners owners(range, world.size());
  auto keyed = mpi::exchange_by_owner(world, std::move(local), [&](const KeyedRecord& r) { return owners.owner(r.hash); });
  // Sources of the exchange come in the order of ranks, hence of ids, and the sort is stable: ids ascend within a hash.
  radix_sort(keyed, [](const KeyedRecord& r) { return r.hash; });
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

Blocks make_blocks(const mpi::Communicator& world, const Columns& columns, std::span<const config::KeyExpression> rule,
                   const HashRange& range) {
  const auto keyed = route_keys(world, columns, rule, range, nullptr);
  Blocks blocks;
  for_each_block(keyed, [&](std::size_t begin, std::size_t end) {
    blocks.hashes.push_back(keyed[begin].hash);
    for (std::size_t i = begin; i < end; ++i) blocks.ids.push_back(keyed[i].id);
    blocks.begins.push_back(blocks.ids.size());
  });
  return blocks;
}

RuleSize measure_rule(const mpi::Communicator& world, const Columns& columns, std::span<const config::KeyExpression> rule,
                      const PairScope& scope) {
  RuleSize size;
  size.bin_rows.assign(HashRange::kNumBins, 0);
  const auto keyed = route_keys(world, columns, rule, {}, &size.bin_rows);
  std::vector<RecordId> ids;
  for_each_block(keyed, [&](std::size_t begin, std::size_t end) {
    ++size.num_blocks;
    size.num_rows += end - begin;
    size.largest_block = std::max<std::uint64_t>(size.largest_block, end - begin);
    if (!scope.between_sources_only) {
      size.num_pairs += pairs_of(end - begin);
      return;
    }
    ids.clear();
    for (std::size_t i = begin; i < end; ++i) ids.push_back(keyed[i].id);
    size.num_pairs += scope.num_pairs(ids);
  });
  size.num_blocks = world.sum(size.num_blocks);
  size.num_rows = world.sum(size.num_rows);
  size.num_pairs = world.sum(size.num_pairs);
  size.largest_block = world.max(size.largest_block);
  world.sum_in_place(size.bin_rows);
  return size;
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
