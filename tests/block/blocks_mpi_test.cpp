#include "onefold/block/blocks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "onefold/block/tiles.hpp"
#include "onefold/record/hash.hpp"
#include "support/make_columns.hpp"
#include "support/mpi_test.hpp"

namespace onefold::block {
namespace {

using config::KeyExpression;
using config::KeyFunction;

KeyExpression attribute(AttributeIndex index) { return {.function = KeyFunction::attribute, .attribute = index}; }

using Pair = std::pair<RecordId, RecordId>;

// Values with heavy skew: some keys alone, one that half of the records share, some missing.
std::vector<test::Record> skewed_records(std::size_t count) {
  std::vector<test::Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    const auto draw = mix(test::kSeed, i);
    records.push_back({draw % 2 == 0 ? "magnet" : "k" + std::to_string(draw % 53), draw % 7 == 0 ? "" : std::to_string(draw % 11)});
  }
  return records;
}

// Brute force: candidate pairs of a rule that is a list of attributes.
std::multiset<Pair> expected_pairs(const std::vector<test::Record>& records, const std::vector<AttributeIndex>& on,
                                   const PairScope& scope, const Columns& columns) {
  std::multiset<Pair> pairs;
  for (RecordId i = 0; i < records.size(); ++i)
    for (RecordId j = i + 1; j < records.size(); ++j)
      if (scope.allows(columns.source_of(i), columns.source_of(j)) &&
          std::all_of(on.begin(), on.end(), [&](auto a) { return !records[i][a].empty() && records[i][a] == records[j][a]; }))
        pairs.insert({i, j});
  return pairs;
}

std::multiset<Pair> pairs_of_tiles(const TileSet& set, const PairScope& scope, const Columns& columns) {
  std::multiset<Pair> pairs;
  for (const auto& tile : set.tiles)
    for (std::uint64_t i = tile.first; i < tile.first + tile.num_left; ++i)
      for (std::uint64_t j = tile.num_right == 0 ? i + 1 : tile.first + tile.num_left; j < tile.first + tile.num_rows(); ++j)
        if (scope.allows(columns.source_of(set.ids[i]), columns.source_of(set.ids[j]))) pairs.insert({set.ids[i], set.ids[j]});
  return pairs;
}

std::multiset<Pair> gathered(const std::multiset<Pair>& local) {
  std::vector<RecordId> flat;
  for (const auto& [a, b] : local) flat.insert(flat.end(), {a, b});
  const auto all = test::world().gather_all(flat);
  std::multiset<Pair> pairs;
  for (std::size_t i = 0; i < all.size(); i += 2) pairs.insert({all[i], all[i + 1]});
  return pairs;
}

TEST(DealTiles, all_ranks_together_hold_every_candidate_pair_exactly_once) {
  const auto& world = test::world();
  for (const std::size_t count : {0U, 1U, 2U, 5U, 200U}) {
    const auto records = skewed_records(count);
    const auto columns = test::make_columns(world, records, 2, {count / 3, count});
    for (const bool between_sources_only : {false, true})
      for (const std::uint64_t min_tile_pairs : {1U, 4U, 60U, 100'000U})
        for (const std::vector<AttributeIndex>& on : {std::vector<AttributeIndex>{0}, {1}, {0, 1}}) {
          const PairScope scope{between_sources_only, columns.source_ends};
          std::vector<KeyExpression> rule;
          for (const auto a : on) rule.push_back(attribute(a));
          const auto set = deal_tiles(world, make_blocks(world, columns, rule), scope, {0.1, min_tile_pairs});
          const auto expected = expected_pairs(records, on, scope, columns);
          const auto found = gathered(pairs_of_tiles(set, scope, columns));
          EXPECT_EQ(found, expected) << count << " records, tiles of " << min_tile_pairs;
          EXPECT_EQ(world.sum(set.num_local_pairs), expected.size());
          EXPECT_EQ(measure_rule(world, columns, rule, scope).num_pairs, expected.size());
        }
  }
}

TEST(DealTiles, one_key_that_half_of_all_records_hold_is_shared_evenly) {
  const auto& world = test::world();
  const auto records = skewed_records(3000);
  const auto columns = test::make_columns(world, records, 2);
  const PairScope scope{false, columns.source_ends};
  const std::vector<KeyExpression> rule = {attribute(0)};
  const auto set = deal_tiles(world, make_blocks(world, columns, rule), scope, {0.1, 64});
  EXPECT_LE(set.load_factor, 1.1 + 1e-9);
}

TEST(MakeBlocks, waves_of_hash_ranges_cover_every_block_once) {
  const auto& world = test::world();
  const auto records = skewed_records(400);
  const auto columns = test::make_columns(world, records, 2);
  const std::vector<KeyExpression> rule = {attribute(0)};
  const auto whole = measure_rule(world, columns, rule, {false, columns.source_ends});
  for (const std::uint64_t max_rows : {1U, 50U, 1'000'000U}) {
    const auto waves = cut_waves(whole.bin_rows, max_rows);
    std::uint64_t rows = 0;
    std::uint64_t blocks = 0;
    for (const auto& wave : waves) {
      const auto part = make_blocks(world, columns, rule, wave);
      rows += world.sum(part.ids.size());
      blocks += world.sum(part.size());
    }
    EXPECT_EQ(rows, whole.num_rows) << waves.size() << " waves";
    EXPECT_EQ(blocks, whole.num_blocks);
  }
}

TEST(CutWaves, keep_to_the_limit_unless_a_single_bin_is_above_it) {
  std::vector<std::uint64_t> bins(HashRange::kNumBins, 3);
  bins[7] = 100;
  const auto waves = cut_waves(bins, 10);
  std::uint32_t next = 0;
  for (const auto& wave : waves) {
    EXPECT_EQ(wave.first_bin, next);
    next = wave.last_bin;
    std::uint64_t rows = 0;
    for (auto bin = wave.first_bin; bin < wave.last_bin; ++bin) rows += bins[bin];
    EXPECT_TRUE(rows <= 10 || wave.last_bin - wave.first_bin == 1) << rows;
  }
  EXPECT_EQ(next, HashRange::kNumBins);
}

TEST(FetchRows, bring_the_codes_and_earlier_keys_of_records_of_any_rank_in_the_order_asked) {
  const auto& world = test::world();
  const auto records = skewed_records(150);
  const auto columns = test::make_columns(world, records, 2);
  std::vector<RecordId> wanted;
  for (std::uint64_t i = 0; i < 40; ++i) wanted.push_back(mix(static_cast<std::uint64_t>(world.rank()), i) % records.size());
  if (world.rank() == 1) wanted.clear();
  const std::vector<config::BlockingRule> earlier = {{{attribute(0)}, "first", 0}};
  const std::vector<AttributeIndex> attributes = {1};
  const auto rows = fetch_rows(world, columns, wanted, attributes, earlier);
  ASSERT_EQ(rows.earlier_keys.size(), 1U);
  std::array<char, kMaxPackedChars> buffer{};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(rows.attributes[1].value(i, buffer), records[wanted[i]][1]);
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_EQ(rows.earlier_keys[0][i] == rows.earlier_keys[0][j], records[wanted[i]][0] == records[wanted[j]][0]);
  }
}

}  // namespace
}  // namespace onefold::block
