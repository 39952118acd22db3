#include "block/new_pairs.hpp"

#include <gtest/gtest.h>

#include "record/hash.hpp"

namespace onefold::block {
namespace {

struct Case {
  Blocks blocks;
  std::vector<std::vector<KeyHash>> keys;
};

// Blocks of the given sizes; for each rule `num_keys` keys, and no key for about every fifth record. Some keys follow
// from others.
Case make_case(std::uint64_t seed, std::span<const std::uint64_t> sizes, std::span<const std::uint64_t> num_keys) {
  Case made;
  for (const auto size : sizes) {
    made.blocks.hashes.push_back(made.blocks.hashes.size() + 1);
    for (std::uint64_t i = 0; i < size; ++i) made.blocks.ids.push_back(3 * i + made.blocks.hashes.back());
    made.blocks.begins.push_back(made.blocks.ids.size());
  }
  for (std::size_t rule = 0; rule < num_keys.size(); ++rule) {
    auto& keys = made.keys.emplace_back();
    for (std::uint64_t row = 0; row < made.blocks.ids.size(); ++row) {
      const auto draw = mix(seed + (row % 3 == 0 ? 0 : rule), row);
      keys.push_back(draw % 5 == 0 && num_keys[rule] > 1 ? kNoKey : 1 + draw / 8 % num_keys[rule]);
    }
  }
  return made;
}

TileRows rows_of(const Case& given) {
  TileRows rows;
  rows.earlier_keys = given.keys;
  return rows;
}

// The definition: pair by pair, rule by rule.
std::uint64_t naive_new_pairs(const Case& given, const PairScope& scope) {
  const auto source_of = [&](RecordId id) {
    return std::upper_bound(scope.source_ends.begin(), scope.source_ends.end(), id) - scope.source_ends.begin();
  };
  std::uint64_t pairs = 0;
  for (std::size_t b = 0; b < given.blocks.size(); ++b)
    for (std::uint64_t i = given.blocks.begins[b]; i < given.blocks.begins[b + 1]; ++i)
      for (std::uint64_t j = i + 1; j < given.blocks.begins[b + 1]; ++j) {
        bool is_new = !scope.between_sources_only || source_of(given.blocks.ids[i]) != source_of(given.blocks.ids[j]);
        for (const auto& keys : given.keys) is_new &= keys[i] == kNoKey || keys[i] != keys[j];
        pairs += is_new ? 1 : 0;
      }
  return pairs;
}

TEST(NewPairs, are_those_of_looking_at_every_pair) {
  const std::vector<std::uint64_t> sizes = {2, 3, 24, 25, 26, 2, 700, 5, 90};
  const std::vector<std::uint64_t> source_ends = {40, 900, 3000};
  const std::vector<std::vector<std::uint64_t>> rules = {
      {}, {1}, {2}, {300}, {7, 2, 40}, {3, 3, 3, 3, 3}, {1, 9}, {9, 1}, {2, 500, 2, 90, 2, 2, 2, 2}};
  for (const auto& num_keys : rules)
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const Case given = make_case(seed, sizes, num_keys);
      for (const bool between_sources_only : {false, true}) {
        const PairScope scope{between_sources_only, source_ends};
        EXPECT_EQ(local_count_new_pairs(given.blocks, rows_of(given), scope), naive_new_pairs(given, scope))
            << num_keys.size() << " rules, seed " << seed << (between_sources_only ? ", between sources" : "");
      }
    }
}

TEST(NewPairs, of_no_blocks_are_none) {
  EXPECT_EQ(local_count_new_pairs({}, {}, {}), 0U);
  TileRows rows;
  rows.earlier_keys.resize(2);
  EXPECT_EQ(local_count_new_pairs({}, rows, {}), 0U);
}

// Counting pair by pair would take hours.
TEST(NewPairs, of_one_block_of_a_million_records_are_counted_from_its_rows) {
  constexpr std::uint64_t kRecords = 1'000'000;
  Case given;
  given.blocks.hashes = {1};
  given.blocks.begins = {0, kRecords};
  given.keys.resize(2);
  for (std::uint64_t row = 0; row < kRecords; ++row) {
    given.blocks.ids.push_back(row);
    given.keys[0].push_back(1 + row % 1000);
    given.keys[1].push_back(1 + row / 1000);
  }
  // 1000 groups of 1000 by the first rule, as many by the second, and no pair is in a group of both.
  const std::uint64_t claimed = 2 * 1000 * (1000 * 999 / 2);
  EXPECT_EQ(local_count_new_pairs(given.blocks, rows_of(given), {}), kRecords * (kRecords - 1) / 2 - claimed);
}

}  // namespace
}  // namespace onefold::block
