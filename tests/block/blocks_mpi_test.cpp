#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <set>

#include "block/blocks.hpp"
#include "block/tile_batches.hpp"
#include "block/tiles.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
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
    records.push_back(
        {draw % 2 == 0 ? "magnet" : "k" + std::to_string(draw % 53), draw % 7 == 0 ? "" : std::to_string(draw % 11)});
  }
  return records;
}

// Brute force: candidate pairs of a rule that is a list of attributes.
std::multiset<Pair> expected_pairs(const std::vector<test::Record>& records, const std::vector<AttributeIndex>& on,
                                   const PairScope& scope, const Columns& columns) {
  std::multiset<Pair> pairs;
  for (RecordId i = 0; i < records.size(); ++i)
    for (RecordId j = i + 1; j < records.size(); ++j)
      if (scope.allows(columns.source_of(i), columns.source_of(j)) && std::all_of(on.begin(), on.end(), [&](auto a) {
            return !records[i][a].empty() && records[i][a] == records[j][a];
          }))
        pairs.insert({i, j});
  return pairs;
}

std::multiset<Pair> pairs_of_tiles(const TileSet& set, const PairScope& scope, const Columns& columns) {
  std::multiset<Pair> pairs;
  for (const auto& tile : set.tiles)
    for (std::uint64_t i = tile.first; i < tile.first + tile.num_left; ++i)
      for (std::uint64_t j = tile.num_right == 0 ? i + 1 : tile.first + tile.num_left; j < tile.first + tile.num_rows();
           ++j)
        if (scope.allows(columns.source_of(set.ids[i]), columns.source_of(set.ids[j])))
          pairs.insert({set.ids[i], set.ids[j]});
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
          EXPECT_EQ(sum_sizes(world, local_size(make_blocks(world, columns, rule), scope)).num_pairs, expected.size());
        }
  }
}

TEST(DealTiles, hold_in_a_delta_run_the_pairs_with_a_changed_record_exactly_once) {
  const auto& world = test::world();
  const std::size_t count = 200;
  const auto records = skewed_records(count);
  auto columns = test::make_columns(world, records, 2, {count / 3, count});
  for (const std::uint64_t changed_of_100 : {0U, 1U, 10U, 60U, 100U}) {
    const auto words = std::make_shared<std::vector<std::uint64_t>>(count / 64 + 1, 0);
    for (RecordId r = 0; r < count; ++r)
      if (mix(test::kSeed + changed_of_100, r) % 100 < changed_of_100) (*words)[r / 64] |= std::uint64_t{1} << r % 64;
    columns.changed = std::make_shared<ChangedRecords>(*words, words);
    for (const bool between_sources_only : {false, true})
      for (const std::uint64_t min_tile_pairs : {1U, 4U, 60U, 100'000U}) {
        const PairScope scope{between_sources_only, columns.source_ends, columns.changed.get()};
        const std::vector<KeyExpression> rule = {attribute(0)};
        const auto blocks = make_blocks(world, columns, rule);
        const auto set = deal_tiles(world, blocks, scope, {0.1, min_tile_pairs});
        std::multiset<Pair> expected, found;
        for (const auto& pair : expected_pairs(records, {0}, scope, columns))
          if (columns.changed->contains(pair.first) || columns.changed->contains(pair.second)) expected.insert(pair);
        for (const auto& [a, b] : gathered(pairs_of_tiles(set, scope, columns))) found.insert(std::minmax(a, b));
        EXPECT_EQ(found, expected) << changed_of_100 << " % changed, tiles of " << min_tile_pairs;
        EXPECT_EQ(world.sum(set.num_local_pairs), expected.size());
        EXPECT_EQ(sum_sizes(world, local_size(blocks, scope)).num_pairs, expected.size());
      }
  }
}

TEST(Blocks, of_a_delta_run_have_a_changed_record_or_a_sampled_key) {
  const auto& world = test::world();
  // So many records that only a part of the keys is sampled.
  const std::size_t count = 400'000;
  Columns columns;
  columns.distribution = BlockDistribution(count, world.size());
  columns.first_record = columns.distribution.begin(world.rank());
  columns.num_local_rows = columns.distribution.size(world.rank());
  columns.source_ends = {count};
  TextColumn local;
  for (std::uint64_t row = 0; row < columns.num_local_rows; ++row)
    local.push_back("k" + std::to_string((columns.first_record + row) % (count / 2)));
  const auto node = world.split_by_node();
  columns.attributes.push_back(columns::build_column(world, node, test::cleansed_column(std::move(local)), {}));
  const std::vector<KeyExpression> rule = {attribute(0)};
  EXPECT_EQ(world.sum(make_blocks(world, columns, rule).size()), count / 2);
  const auto words = std::make_shared<std::vector<std::uint64_t>>(count / 64 + 1, 0);
  for (RecordId r = 0; r < count; r += 1000) (*words)[r / 64] |= std::uint64_t{1} << r % 64;
  columns.changed = std::make_shared<ChangedRecords>(*words, words);
  const HashRange sampled = sampled_keys(count);
  EXPECT_EQ(sampled.last_bin, HashRange::kNumBins / 4);
  const auto blocks = make_blocks(world, columns, rule);
  std::uint64_t num_changed = 0, num_sampled = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    EXPECT_EQ(blocks.members(b).size(), 2U);
    const bool has_changed = std::ranges::any_of(blocks.members(b), [](RecordId id) { return id % 1000 == 0; });
    EXPECT_TRUE(has_changed || sampled.holds(blocks.hashes[b]));
    num_changed += has_changed ? 1 : 0;
    num_sampled += sampled.holds(blocks.hashes[b]) ? 1 : 0;
  }
  EXPECT_EQ(world.sum(num_changed), 200U);
  EXPECT_NEAR(static_cast<double>(world.sum(num_sampled)), count / 8.0, count / 80.0);
}

TEST(TileBatches, hold_every_pair_once_and_no_more_rows_than_they_may) {
  const auto& world = test::world();
  for (const std::size_t count : {0U, 2U, 200U}) {
    const auto records = skewed_records(count);
    const auto columns = test::make_columns(world, records, 2, {count / 3, count});
    const std::vector<KeyExpression> rule = {attribute(0)};
    for (const bool between_sources_only : {false, true})
      for (const std::uint64_t min_tile_pairs : {4U, 100'000U})
        for (const std::uint64_t max_rows : {0U, 3U, 20U, 1'000'000U}) {
          const PairScope scope{between_sources_only, columns.source_ends};
          auto set = deal_tiles(world, make_blocks(world, columns, rule), scope, {0.1, min_tile_pairs});
          const std::uint64_t num_rows = set.ids.size();
          std::multiset<Pair> local;
          std::uint64_t num_batches = 0;
          for_each_batch(world, std::move(set), max_rows, [&](const TileSet& batch) {
            EXPECT_LE(batch.ids.size(), std::max<std::uint64_t>(2, max_rows));
            local.merge(pairs_of_tiles(batch, scope, columns));
            ++num_batches;
          });
          EXPECT_EQ(gathered(local), expected_pairs(records, {0}, scope, columns))
              << count << " records, batches of " << max_rows;
          EXPECT_EQ(world.min(num_batches), world.max(num_batches)) << "use() may communicate";
          EXPECT_EQ(world.max(num_batches) > 1, world.any(num_rows > std::max<std::uint64_t>(2, max_rows)));
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
  const auto whole = sum_sizes(world, local_size(make_blocks(world, columns, rule), {false, columns.source_ends}));
  auto bins = local_count_bins(columns, rule);
  world.sum_in_place(bins);
  for (const std::uint64_t max_rows : {1U, 50U, 1'000'000U}) {
    const auto waves = cut_waves(bins, max_rows);
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

// The pairs of the effective keys, by brute force: attribute 0; in blocks above the limit also attribute 1, or no key.
std::multiset<Pair> expected_pairs_in_effect(const std::vector<test::Record>& records, std::uint64_t limit,
                                             bool split) {
  std::map<std::string, std::uint64_t> sizes;
  std::map<std::pair<std::string, std::string>, std::uint64_t> finer_sizes;
  for (const auto& r : records) {
    ++sizes[r[0]];
    if (!r[1].empty()) ++finer_sizes[{r[0], r[1]}];
  }
  std::multiset<Pair> pairs;
  for (RecordId i = 0; i < records.size(); ++i)
    for (RecordId j = i + 1; j < records.size(); ++j) {
      const auto& a = records[i];
      const auto& b = records[j];
      if (a[0] != b[0]) continue;
      const bool small = sizes[a[0]] <= limit;
      const bool fine = split && !a[1].empty() && a[1] == b[1] && finer_sizes[{a[0], a[1]}] <= limit;
      if (small || fine) pairs.insert({i, j});
    }
  return pairs;
}

TEST(KeysInEffect, of_oversized_blocks_are_split_or_dropped) {
  const auto& world = test::world();
  const auto records = skewed_records(200);
  const auto columns = test::make_columns(world, records, 2);
  const PairScope scope{false, columns.source_ends};
  for (const std::uint64_t limit : {2U, 9U, 50U, 1000U})
    for (const auto treatment : {config::Oversized::skip, config::Oversized::split}) {
      config::BlockingRule rule{.on = {attribute(0)}, .max_block_size = limit, .oversized = treatment};
      if (treatment == config::Oversized::split) rule.split_by = {attribute(1)};
      RuleSize skipped;
      const auto keys = keys_in_effect(world, columns, rule, 30, skipped);
      const auto set = deal_tiles(world, make_blocks(world, columns, keys), scope);
      const auto expected = expected_pairs_in_effect(records, limit, treatment == config::Oversized::split);
      EXPECT_EQ(gathered(pairs_of_tiles(set, scope, columns)), expected) << "limit " << limit;
      // Records that lost their key: they have no key now, although they have a value.
      std::uint64_t lost = 0;
      RuleKeyEvaluator evaluator(columns, keys);
      for (std::uint64_t row = 0; row < columns.num_local_rows; ++row) lost += evaluator.key(row) == kNoKey ? 1 : 0;
      EXPECT_EQ(skipped.num_skipped_rows, world.sum(lost));
    }
}

TEST(KeysInEffect, an_oversized_block_stops_a_rule_by_default) {
  const auto& world = test::world();
  const auto columns = test::make_columns(world, skewed_records(200), 2);
  const config::BlockingRule rule{.on = {attribute(0)}, .name = "magnets", .max_block_size = 50};
  RuleSize skipped;
  std::string message;
  try {
    (void)keys_in_effect(world, columns, rule, 1000, skipped);
  } catch (const Error& error) {
    message = error.what();
    EXPECT_EQ(error.code(), ExitCode::limit);
  }
  EXPECT_NE(message.find("magnets makes a block of more than max_block_size = 50 records"), std::string::npos)
      << message;
  EXPECT_EQ(message.find("magnet\""), std::string::npos) << "a value stands in the message";
}

TEST(KeysInEffect, a_pair_that_lost_its_key_is_left_to_a_later_rule) {
  // Rule 1: attribute 0, blocks that are too large are skipped; rule 2: attribute 1. A pair of both belongs to rule 1
  // only if it kept its key there.
  const auto& world = test::world();
  const auto records = skewed_records(200);
  const auto columns = test::make_columns(world, records, 2);
  const config::BlockingRule first{.on = {attribute(0)}, .max_block_size = 9, .oversized = config::Oversized::skip};
  RuleSize skipped;
  const std::vector<RuleKeys> keys = {keys_in_effect(world, columns, first, 1000, skipped)};
  std::vector<RecordId> all(world.is_root() ? records.size() : 0);
  std::iota(all.begin(), all.end(), RecordId{0});
  const auto rows = fetch_rows(world, columns, all, {}, keys);
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& r : records) ++sizes[r[0]];
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(rows.earlier_keys[0][i] == kNoKey, sizes[records[i][0]] > 9);
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

TEST(FetchRows, returns_codes_and_earlier_keys_of_any_records_in_the_requested_order) {
  const auto& world = test::world();
  const auto records = skewed_records(150);
  const auto columns = test::make_columns(world, records, 2);
  std::vector<RecordId> wanted;
  for (std::uint64_t i = 0; i < 40; ++i)
    wanted.push_back(mix(static_cast<std::uint64_t>(world.rank()), i) % records.size());
  if (world.rank() == 1) wanted.clear();
  const std::vector<KeyExpression> first = {attribute(0)};
  const std::vector<RuleKeys> earlier = {first};
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
