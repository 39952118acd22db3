#include <map>
#include <numeric>

#include "ingest/duplicate_ids.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::ingest {
namespace {

// Ids by formula: the id of record r, which belongs to one of two sources.
struct Ids {
  std::uint64_t num_records;
  std::uint64_t num_ids;  // fewer ids than records of a source: some repeat
  [[nodiscard]] std::uint32_t source(RecordId r) const { return r < num_records / 3 ? 0 : 1; }
  [[nodiscard]] std::string id(RecordId r) const { return std::to_string(mix(9, r) % num_ids); }
};

// The definition, by brute force.
DuplicateIds expected_of(const Ids& ids) {
  std::map<std::pair<std::uint32_t, std::string>, RecordId> seen;
  DuplicateIds expected;
  for (RecordId r = 0; r < ids.num_records; ++r) {
    const auto [first, is_new] = seen.try_emplace({ids.source(r), ids.id(r)}, r);
    if (!is_new && expected.num_repeats++ == 0) expected = {1, first->second, r};
  }
  return expected;
}

// Stretches of 1 to 50 records, some empty, dealt to ranks by a formula; equal on all ranks.
std::vector<RankStretch> stretches_of(std::uint64_t num_records, int num_ranks, std::uint64_t seed) {
  std::vector<RankStretch> stretches;
  for (RecordId first = 0; first < num_records;) {
    const std::uint64_t hash = mix(seed, stretches.size());
    const std::uint64_t count = std::min(hash % 50, num_records - first);
    stretches.push_back({static_cast<int>(mix(hash, 1) % static_cast<std::uint64_t>(num_ranks)), {first, count}});
    first += count;
  }
  return stretches;
}

DuplicateIds find(const Ids& ids, std::uint64_t seed, std::uint64_t max_in_flight) {
  const auto& world = test::world();
  const auto stretches = stretches_of(ids.num_records, world.size(), seed);
  IdHashes hashes;
  std::uint64_t position = 0;
  for (const auto& [rank, records] : stretches) {
    if (rank != world.rank()) continue;
    for (RecordId r = records.first_record; r < records.first_record + records.num_records; ++r)
      hashes.add(record_key(ids.source(r), ids.id(r)), position++);
  }
  return find_duplicate_ids(world, stretches, std::move(hashes), max_in_flight);
}

TEST(DuplicateIds, equal_those_of_brute_force_for_any_deal_and_any_slices) {
  for (const Ids ids : {Ids{0, 1}, Ids{1, 1}, Ids{2, 1}, Ids{400, 1}, Ids{5000, 7}, Ids{5000, 4000},
                        Ids{5000, 10'000'000}, Ids{5000, ~0ULL}}) {
    const auto expected = expected_of(ids);
    for (const std::uint64_t seed : {1U, 2U})
      for (const std::uint64_t max_in_flight : {1ULL, 100ULL, 1ULL << 21}) {
        const auto found = find(ids, seed, max_in_flight);
        const auto what = std::to_string(ids.num_records) + " records, " + std::to_string(ids.num_ids) + " ids, seed " +
                          std::to_string(seed) + ", in flight " + std::to_string(max_in_flight);
        EXPECT_EQ(found.num_repeats, expected.num_repeats) << what;
        EXPECT_EQ(found.first, expected.first) << what;
        EXPECT_EQ(found.repeat, expected.repeat) << what;
      }
  }
}

TEST(DuplicateIds, equal_ids_of_two_sources_are_not_repeats) {
  const auto& world = test::world();
  IdHashes hashes;
  std::vector<RankStretch> stretches;
  for (int rank = 0; rank < world.size(); ++rank) stretches.push_back({rank, {static_cast<RecordId>(rank), 1}});
  hashes.add(record_key(static_cast<std::uint64_t>(world.rank()), "1"), 0);
  EXPECT_EQ(find_duplicate_ids(world, stretches, std::move(hashes), 1 << 20).num_repeats, 0U);
}

TEST(DuplicateIds, the_first_repeat_and_the_record_that_it_repeats_may_lie_on_any_ranks) {
  const auto& world = test::world();
  const auto num_ranks = static_cast<std::uint64_t>(world.size());
  // Rank r has records 2 r and 2 r + 1; the last record repeats the id of the first one, the one before it repeats
  // none.
  std::vector<RankStretch> stretches;
  for (int rank = 0; rank < world.size(); ++rank) stretches.push_back({rank, {2 * static_cast<RecordId>(rank), 2}});
  IdHashes hashes;
  for (std::uint64_t i = 0; i < 2; ++i) {
    const RecordId record = 2 * static_cast<RecordId>(world.rank()) + i;
    hashes.add(record_key(0, record + 1 == 2 * num_ranks ? "0" : std::to_string(record)), i);
  }
  const auto found = find_duplicate_ids(world, stretches, std::move(hashes), 1 << 20);
  EXPECT_EQ(found.num_repeats, 1U);
  EXPECT_EQ(found.first, 0U);
  EXPECT_EQ(found.repeat, 2 * num_ranks - 1);
}

}  // namespace
}  // namespace onefold::ingest
