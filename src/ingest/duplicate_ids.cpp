#include "ingest/duplicate_ids.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "onefold/record/hash.hpp"

namespace onefold::ingest {

namespace {

struct HashedId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  RecordId record = 0;
};

constexpr RecordId kNone = std::numeric_limits<RecordId>::max();

/// Best of what was found so far on this rank.
struct Found {
  std::uint64_t num_repeats = 0;
  RecordId first = kNone;
  RecordId repeat = kNone;
};

/// Local. Hashes of the slice, sorted by owner (counting sort).
std::vector<HashedId> local_hashes(const config::Job& job, const RawRows& rows, int rank, std::uint64_t slice,
                                   std::uint64_t num_slices, std::vector<std::uint64_t>& counts) {
  const RecordId first = rows.distribution.begin(rank);
  std::vector<HashedId> hashes;
  if (num_slices == 1) hashes.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t source = rows.source[i];
    if (job.sources[source].id.empty()) continue;
    const std::uint64_t low = hash_bytes(rows.source_id[i], mix(1, source));
    if (num_slices > 1 && scale_to(low, num_slices) != slice) continue;
    hashes.push_back({hash_bytes(rows.source_id[i], mix(2, source)), low, first + i});
  }
  const std::uint64_t num_ranks = counts.size();
  std::fill(counts.begin(), counts.end(), 0);
  for (const auto& hash : hashes) ++counts[scale_to(hash.high, num_ranks)];
  std::vector<std::uint64_t> at(num_ranks, 0);
  for (std::size_t r = 1; r < num_ranks; ++r) at[r] = at[r - 1] + counts[r - 1];
  std::vector<HashedId> sorted(hashes.size());
  for (const auto& hash : hashes) sorted[at[scale_to(hash.high, num_ranks)]++] = hash;
  return sorted;
}

/// Local. Buckets by some bits of the hash first: sorting a few items at a time stays in the cache.
void local_find_repeats(std::vector<HashedId> hashes, Found& found) {
  const int bits = hashes.size() < 64 ? 0 : std::bit_width(hashes.size() / 32);
  const auto bucket_of = [&](const HashedId& hash) {
    return static_cast<std::size_t>(hash.low & ((std::uint64_t{1} << bits) - 1));
  };
  std::vector<std::size_t> ends(std::size_t{1} << bits, 0);
  for (const auto& hash : hashes) ++ends[bucket_of(hash)];
  std::size_t total = 0;
  for (auto& end : ends) total += std::exchange(end, total);
  std::vector<HashedId> sorted(hashes.size());
  for (const auto& hash : hashes) sorted[ends[bucket_of(hash)]++] = hash;
  std::vector<HashedId>().swap(hashes);

  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(begin), sorted.begin() + static_cast<std::ptrdiff_t>(end),
              [](const HashedId& a, const HashedId& b) {
                return std::tie(a.low, a.high, a.record) < std::tie(b.low, b.high, b.record);
              });
    std::size_t group = begin;
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (sorted[i].low != sorted[group].low || sorted[i].high != sorted[group].high) {
        group = i;
        continue;
      }
      ++found.num_repeats;
      if (sorted[i].record < found.repeat) {
        found.repeat = sorted[i].record;
        found.first = sorted[group].record;
      }
    }
    begin = end;
  }
}

}  // namespace

DuplicateIds find_duplicate_ids(const mpi::Communicator& world, const config::Job& job, const RawRows& rows,
                                std::uint64_t max_in_flight) {
  // The number of slices decides how many exchanges there are, so it is the same everywhere.
  const std::uint64_t num_slices =
      std::max<std::uint64_t>(1, (world.max(rows.size()) + max_in_flight - 1) / max_in_flight);
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  Found found;
  for (std::uint64_t slice = 0; slice < num_slices; ++slice) {
    std::vector<HashedId> received;
    {
      const auto hashes = local_hashes(job, rows, world.rank(), slice, num_slices, counts);
      received = world.exchange(hashes, counts);
    }
    local_find_repeats(std::move(received), found);
  }
  const std::uint64_t num_repeats = world.sum(found.num_repeats);
  if (num_repeats == 0) return {};
  const RecordId repeat = world.min(found.repeat);
  // Only the rank that found the smallest repeat knows what it repeats.
  const RecordId first = world.min(found.repeat == repeat ? found.first : kNone);
  return {num_repeats, first, repeat};
}

}  // namespace onefold::ingest
