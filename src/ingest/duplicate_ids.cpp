#include "ingest/duplicate_ids.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "onefold/record/text_column.hpp"

namespace onefold::ingest {

namespace {

constexpr RecordId kNone = std::numeric_limits<RecordId>::max();

/// The best result on this rank so far.
struct Found {
  std::uint64_t num_repeats = 0;
  RecordId first = kNone;
  RecordId repeat = kNone;
};

int owner_of(const HashedId& hash, int num_ranks) {
  return static_cast<int>((std::uint64_t{hash.high} * static_cast<std::uint64_t>(num_ranks)) >> 32);
}

/// Finds the record at a position on a rank. Built only after a repeat was found, because then the job fails anyway.
class RecordsOfRanks {
 public:
  RecordsOfRanks(std::span<const RankStretch> stretches, int num_ranks) : ranks_(static_cast<std::size_t>(num_ranks)) {
    for (const auto& stretch : stretches) {
      Rank& rank = ranks_[static_cast<std::size_t>(stretch.rank)];
      rank.ends.push_back(stretch.records.num_records + (rank.ends.empty() ? 0 : rank.ends.back()));
      rank.records_end.push_back(stretch.records.first_record + stretch.records.num_records);
    }
  }
  [[nodiscard]] RecordId record(std::size_t rank, std::uint64_t position) const {
    const auto& [ends, records_end] = ranks_[rank];
    const auto s = static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), position) - ends.begin());
    return records_end[s] - (ends[s] - position);
  }

 private:
  struct Rank {
    std::vector<std::uint64_t> ends;  ///< the position after the end of each stretch
    std::vector<std::uint64_t> records_end;
  };
  std::vector<Rank> ranks_;
};

/// Local. Takes a range of buckets and sorts their items by owner (counting sort).
PlainBuffer<HashedId> take_slice(IdHashes& hashes, std::size_t first_bucket, std::size_t last_bucket,
                                 std::vector<std::uint64_t>& counts) {
  PlainBuffer<HashedId> items;
  items.reserve(hashes.size() / IdHashes::kNumBuckets * (last_bucket - first_bucket) + 4096);  // about equal buckets
  for (std::size_t b = first_bucket; b < last_bucket; ++b) hashes.take_bucket(b, items);
  const int num_ranks = static_cast<int>(counts.size());
  std::fill(counts.begin(), counts.end(), 0);
  if (num_ranks == 1) {
    counts[0] = items.size();
    return items;
  }
  const std::span<const HashedId> all(items.data(), items.size());
  for (const auto& item : all) ++counts[static_cast<std::size_t>(owner_of(item, num_ranks))];
  std::vector<std::uint64_t> at;
  std::exclusive_scan(counts.begin(), counts.end(), std::back_inserter(at), std::uint64_t{0});
  PlainBuffer<HashedId> sorted;
  HashedId* const to = sorted.extend(items.size());
  for (const auto& item : all) to[at[static_cast<std::size_t>(owner_of(item, num_ranks))]++] = item;
  return sorted;
}

/// Whether a few items may have equal hashes. Uses a table on the stack; equal low halves give true and need a closer
/// look.
bool may_have_repeats(std::span<const HashedId> items) {
  constexpr std::size_t kSlots = 1024;
  constexpr std::uint16_t kFree = 0xFFFF;
  if (items.size() > kSlots / 2) return true;
  std::array<std::uint16_t, kSlots> slots;
  slots.fill(kFree);
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::size_t slot = (items[i].low >> 32) % kSlots;
    for (; slots[slot] != kFree; slot = (slot + 1) % kSlots)
      if (items[slots[slot]].low == items[i].low) return true;
    slots[slot] = static_cast<std::uint16_t>(i);
  }
  return false;
}

/// Looks for equal hashes among a few items that may have some. `record` returns the record of an item.
template <typename RecordOf>
void count_repeats(std::span<HashedId> items, const RecordOf& record, Found& found) {
  std::sort(items.begin(), items.end(),
            [](const HashedId& a, const HashedId& b) { return std::tie(a.low, a.high) < std::tie(b.low, b.high); });
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < items.size(); begin = end) {
    end = begin + 1;
    while (end < items.size() && items[end].low == items[begin].low && items[end].high == items[begin].high) ++end;
    if (end - begin == 1) continue;
    found.num_repeats += end - begin - 1;
    // The two lowest records with this id.
    std::array<RecordId, 2> lowest = {kNone, kNone};
    for (std::size_t i = begin; i < end; ++i) {
      const RecordId id = record(items[i]);
      if (id < lowest[0])
        lowest = {id, lowest[0]};
      else
        lowest[1] = std::min(lowest[1], id);
    }
    if (lowest[1] < found.repeat) {
      found.first = lowest[0];
      found.repeat = lowest[1];
    }
  }
}

/// Local. `received_counts[r]` of the items came from rank r.
void local_find_repeats(std::span<const HashedId> received, std::span<const std::uint64_t> received_counts,
                        std::span<const RankStretch> stretches, Found& found) {
  // Groups of about 128 items, by some low bits of the hash: their tables fit the first-level cache.
  const int bits = received.size() < 256 ? 0 : std::bit_width(received.size() / 128);
  const auto group_of = [&](const HashedId& item) {
    return static_cast<std::size_t>(item.low & ((std::uint64_t{1} << bits) - 1));
  };
  std::vector<std::size_t> ends(std::size_t{1} << bits, 0);
  for (const auto& item : received) ++ends[group_of(item)];
  std::size_t total = 0;
  for (auto& end : ends) total += std::exchange(end, total);
  PlainBuffer<HashedId> buffer;
  HashedId* const sorted = buffer.extend(received.size());
  for (std::size_t i = 0; i < received.size(); ++i) {
    HashedId& item = sorted[ends[group_of(received[i])]++];
    item = received[i];
    item.position = static_cast<std::uint32_t>(i);
  }

  std::optional<RecordsOfRanks> records;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    const std::span<HashedId> group(sorted + begin, end - begin);
    begin = end;
    if (!may_have_repeats(group)) continue;
    if (!records) records.emplace(stretches, static_cast<int>(received_counts.size()));
    const auto record = [&](const HashedId& item) {
      std::size_t rank = 0;
      for (std::uint64_t before = received_counts[0]; before <= item.position; before += received_counts[rank]) ++rank;
      return records->record(rank, received[item.position].position);
    };
    count_repeats(group, record, found);
  }
}

}  // namespace

DuplicateIds find_duplicate_ids(const mpi::Communicator& world, std::span<const RankStretch> stretches, IdHashes hashes,
                                std::uint64_t max_in_flight) {
  // The number of slices decides how many exchanges there are, so it must be the same on all ranks.
  const std::uint64_t num_slices = std::clamp<std::uint64_t>(
      (world.max(hashes.size()) + max_in_flight - 1) / max_in_flight, 1, IdHashes::kNumBuckets);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  Found found;
  for (std::uint64_t slice = 0; slice < num_slices; ++slice) {
    const auto bucket = [&](std::uint64_t s) {
      return static_cast<std::size_t>(s * IdHashes::kNumBuckets / num_slices);
    };
    std::vector<HashedId> received;
    std::vector<std::uint64_t> received_counts;
    {
      const auto items = take_slice(hashes, bucket(slice), bucket(slice + 1), counts);
      received = world.exchange(std::span<const HashedId>(items.data(), items.size()), counts, &received_counts);
    }
    local_find_repeats(received, received_counts, stretches, found);
  }
  const std::uint64_t num_repeats = world.sum(found.num_repeats);
  if (num_repeats == 0) return {};
  const RecordId repeat = world.min(found.repeat);
  // Only the rank that found the smallest repeat knows which record it repeats.
  const RecordId first = world.min(found.repeat == repeat ? found.first : kNone);
  return {num_repeats, first, repeat};
}

}  // namespace onefold::ingest
