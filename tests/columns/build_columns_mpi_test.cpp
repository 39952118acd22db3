#include <map>
#include <set>

#include "columns/build_columns.hpp"
#include "columns/build_dictionary.hpp"
#include "columns/value_counts.hpp"
#include "record/hash.hpp"
#include "support/make_columns.hpp"
#include "support/mpi_test.hpp"

namespace onefold::columns {
namespace {

std::vector<test::Record> skewed_records(std::size_t count) {
  std::vector<test::Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t draw = mix(test::kSeed, i);
    // Every fifth value is missing, half of the rest are one value, and the others rarely repeat.
    records.push_back({draw % 5 == 0 ? "" : draw % 2 == 0 ? "smith" : "name" + std::to_string(draw % 97)});
  }
  return records;
}

// Too many distinct values for a dictionary: every third occurs twice, every seventh is missing.
constexpr std::uint64_t kManyRecords = 120'000;
std::string rare_value(std::uint64_t record, const std::string& prefix) {
  if (record % 7 == 0) return {};
  const std::uint64_t owner = record % 3 == 2 ? record - 1 : record;
  return owner % 7 == 0 ? prefix + "0" + std::to_string(record) : prefix + "1" + std::to_string(owner);
}

Column column_of_rare_values(const mpi::Communicator& world, const std::string& prefix, ColumnUse use) {
  const BlockDistribution distribution(kManyRecords, world.size());
  TextColumn local;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    local.push_back(rare_value(id, prefix));
  return build_column(world, world.split_by_node(), test::cleansed_column(std::move(local)), use);
}

TEST(BuildColumn, codes_stand_for_the_values_and_counts_are_those_of_all_ranks) {
  for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
    const auto records = skewed_records(count);
    const auto columns = test::make_columns(test::world(), records, 1);
    const auto& column = columns.attributes[0];
    std::map<std::string, std::uint64_t> expected;
    for (const auto& record : records) ++expected[record[0]];
    EXPECT_EQ(column.storage, Storage::coded);
    std::array<char, kMaxPackedChars> buffer{};
    for (std::uint64_t row = 0; row < columns.num_local_rows; ++row) {
      EXPECT_EQ(column.value(row, buffer), records[columns.first_record + row][0]);
      EXPECT_EQ(column.count(row), expected[records[columns.first_record + row][0]]);
    }
    std::map<std::string, std::uint64_t> found;
    for (Code code = 0; code < column.dictionary.size(); ++code)
      if (column.dictionary.count(code) > 0)
        found[std::string(column.dictionary[code])] = column.dictionary.count(code);
    EXPECT_EQ(found, expected) << count << " records";
    EXPECT_EQ(column.facts.num_present, count - expected[""]);
  }
}

TEST(BuildColumn, numbers_values_the_same_way_for_any_number_of_ranks) {
  const auto records = skewed_records(500);
  const auto columns = test::make_columns(test::world(), records, 1);
  const auto alone = test::world().split(test::world().rank());
  const auto reference = test::make_columns(alone, records, 1);
  const auto& expected = reference.attributes[0].dictionary;
  const auto& dictionary = columns.attributes[0].dictionary;
  bool equal = expected.size() == dictionary.size();
  for (Code code = 0; equal && code < expected.size(); ++code) equal = expected[code] == dictionary[code];
  EXPECT_TRUE(equal);
}

TEST(BuildColumn, nodes_that_share_no_memory_hold_the_same_dictionary) {
  // The test treats the odd and the even ranks as two nodes.
  const auto& world = test::world();
  const auto records = skewed_records(700);
  const BlockDistribution distribution(records.size(), world.size());
  TextColumn local;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    local.push_back("v" + records[id][0]);
  const auto node = world.split(world.rank() % 2);
  const auto column = build_column(world, node, test::cleansed_column(std::move(local)));
  std::array<char, kMaxPackedChars> buffer{};
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    EXPECT_EQ(column.value(id - distribution.begin(world.rank()), buffer), "v" + records[id][0]);
  std::set<std::string> distinct;
  for (const auto& record : records) distinct.insert(record[0]);
  EXPECT_EQ(column.dictionary.size(), distinct.size() + 1);
}

TEST(BuildColumn, holds_values_that_hardly_repeat_as_numbers_if_they_are_digits_and_as_text_otherwise) {
  const auto& world = test::world();
  std::map<std::string, std::uint64_t> expected;
  for (std::uint64_t id = 0; id < kManyRecords; ++id) ++expected[rare_value(id, "+44-")];
  std::uint64_t equal_pairs = 0;
  for (const auto& [value, count] : expected)
    if (!value.empty()) equal_pairs += count * (count - 1) / 2;
  const std::uint64_t first = BlockDistribution(kManyRecords, world.size()).begin(world.rank());

  for (const std::string prefix : {"+44-", "user@"}) {
    const auto column = column_of_rare_values(world, prefix, {.term_frequency = true});
    EXPECT_EQ(column.storage, prefix == "user@" ? Storage::text : Storage::packed);
    EXPECT_EQ(column.facts.num_present, kManyRecords - expected[""]);
    EXPECT_EQ(column.facts.num_equal_pairs, equal_pairs);
    EXPECT_NEAR(static_cast<double>(column.facts.num_distinct), static_cast<double>(expected.size() - 1),
                0.07 * kManyRecords);
    std::array<char, kMaxPackedChars> buffer{};
    bool values = true;
    bool counts = true;
    for (std::uint64_t row = 0; row < BlockDistribution(kManyRecords, world.size()).size(world.rank()); ++row) {
      values = values && column.value(row, buffer) == rare_value(first + row, prefix);
      counts = counts && (column.is_missing(row) || column.count(row) == expected[rare_value(first + row, "+44-")]);
    }
    EXPECT_TRUE(values) << prefix;
    EXPECT_TRUE(counts) << prefix;
  }
}

// Each node would hold the whole dictionary of such values.
TEST(BuildColumn, holds_few_but_long_values_as_text_and_asks_before_it_makes_a_dictionary) {
  const auto& world = test::world();
  constexpr std::uint64_t kNumRecords = 4'000;
  const BlockDistribution distribution(kNumRecords, world.size());
  for (const std::uint64_t num_distinct : {kNumRecords, kNumRecords / 20}) {
    TextColumn local;
    for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
      local.push_back(std::to_string(id % num_distinct) + std::string(3'000, 'x'));
    const std::uint64_t local_bytes = local.num_bytes();
    std::vector<std::uint64_t> asked;
    const auto column =
        build_column(world, world.split_by_node(), test::cleansed_column(std::move(local)), {},
                     {.ask = [&](std::uint64_t least) { return asked.push_back(least), std::uint64_t{1} << 30; }});
    const bool few = num_distinct < kNumRecords;
    EXPECT_EQ(column.storage, few ? Storage::coded : Storage::text);
    ASSERT_EQ(asked.size(), few ? 1U : 0U);
    if (few) {
      EXPECT_GT(asked[0], std::min(local_bytes, num_distinct * 3'000) * 9 / 10);
    }
  }
}

TEST(BuildColumn, facts_do_not_depend_on_the_number_of_ranks) {
  const auto alone = test::world().split(test::world().rank());
  for (const std::string prefix : {"+44-", "user@"})
    for (const ColumnUse use : {ColumnUse{true, false}, ColumnUse{false, false}})
      EXPECT_EQ(column_of_rare_values(test::world(), prefix, use).facts,
                column_of_rare_values(alone, prefix, use).facts);
}

TEST(BuildColumn, keeps_a_fingerprint_of_values_that_are_neither_compared_nor_keys) {
  const auto& world = test::world();
  const auto column = column_of_rare_values(world, "user@", {.values = false});
  EXPECT_EQ(column.storage, Storage::fingerprint);
  const auto ids = world.gather_all(column.numbers);
  ASSERT_EQ(ids.size(), kManyRecords);
  bool right = true;
  for (std::uint64_t id = 1; id < kManyRecords; ++id)
    right = right && (ids[id] == 0) == rare_value(id, "user@").empty() &&
            (ids[id] == 0 || (ids[id] == ids[id - 1]) == (rare_value(id, "user@") == rare_value(id - 1, "user@")));
  EXPECT_TRUE(right);
}

TEST(ColumnUses, cover_everything_that_comparisons_keys_and_the_prior_read) {
  const auto plain = [](AttributeIndex a) { return config::KeyExpression{.attribute = a}; };
  config::Job job;
  job.attributes.resize(6);
  job.comparisons = {{0, "a", {{.measure = config::Measure::swapped, .other = 1}}, true}};
  job.blocking = {{{{.function = config::KeyFunction::year, .arguments = {plain(2)}}}, "r", 1}};
  job.model.prior.rules = {{plain(3)}};
  const auto uses = column_uses(job);
  std::string read;
  for (const auto& use : uses) read += use.values ? use.term_frequency ? 't' : 'v' : '-';
  EXPECT_EQ(read, "tvvv--");
}

TEST(CountValues, finds_the_counts_of_brute_force_in_any_number_of_rounds) {
  const auto& world = test::world();
  std::vector<std::uint64_t> local;
  for (std::uint64_t i = 0; i < 300 * static_cast<std::uint64_t>(world.rank() + 1); ++i) {
    const std::uint64_t value = mix(static_cast<std::uint64_t>(world.rank()), i) % 50;
    local.push_back(value == 0 ? 0 : mix(7, value * value) | 1);
  }
  if (world.size() > 2 && world.rank() == 1) local.clear();
  std::map<std::uint64_t, std::uint64_t> expected;
  for (const auto hash : world.gather_all(local)) ++expected[hash];
  std::uint64_t equal_pairs = 0;
  for (const auto& [hash, count] : expected)
    if (hash != 0) equal_pairs += count * (count - 1) / 2;
  for (const std::uint64_t max_in_flight : {1U, 17U, 1'000'000U}) {
    const auto found = count_values(world, local, true, max_in_flight);
    EXPECT_EQ(found.num_equal_pairs, equal_pairs);
    EXPECT_EQ(found.counts.size(), local.size());
    for (std::size_t row = 0; row < local.size(); ++row)
      EXPECT_EQ(found.counts[row], local[row] == 0 ? 0 : expected[local[row]]);
    EXPECT_TRUE(count_values(world, local, false, max_in_flight).counts.empty());
  }
}

}  // namespace
}  // namespace onefold::columns
