#include "onefold/cleanse/build_columns.hpp"

#include <map>
#include <set>

#include "onefold/record/hash.hpp"
#include "support/make_columns.hpp"
#include "support/mpi_test.hpp"

namespace onefold::cleanse {
namespace {

std::vector<test::Record> skewed_records(std::size_t count) {
  std::vector<test::Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t draw = mix(test::kSeed, i);
    // Every fifth is missing, half of the rest is one value, the others hardly repeat.
    records.push_back({draw % 5 == 0 ? "" : draw % 2 == 0 ? "smith" : "name" + std::to_string(draw % 97)});
  }
  return records;
}

TEST(BuildCodedColumn, codes_stand_for_the_values_and_counts_are_those_of_all_ranks) {
  for (const std::size_t count : {0U, 1U, 3U, 1000U}) {
    const auto records = skewed_records(count);
    const auto columns = test::make_columns(test::world(), records, 1);
    std::map<std::string, std::uint64_t> expected;
    for (const auto& record : records) ++expected[record[0]];
    const auto& dictionary = columns.dictionaries[0];
    for (std::uint64_t row = 0; row < columns.num_local_rows; ++row)
      EXPECT_EQ(columns.value(0, row), records[columns.first_record + row][0]);
    std::map<std::string, std::uint64_t> found;
    for (Code code = 0; code < dictionary.size(); ++code)
      if (dictionary.count(code) > 0) found[std::string(dictionary[code])] = dictionary.count(code);
    EXPECT_EQ(found, expected) << count << " records";
  }
}

TEST(BuildCodedColumn, numbers_values_the_same_way_for_any_number_of_ranks) {
  const auto records = skewed_records(500);
  const auto columns = test::make_columns(test::world(), records, 1);
  const auto alone = test::world().split(test::world().rank());
  const auto reference = test::make_columns(alone, records, 1);
  bool equal = reference.dictionaries[0].size() == columns.dictionaries[0].size();
  for (Code code = 0; equal && code < reference.dictionaries[0].size(); ++code)
    equal = reference.dictionaries[0][code] == columns.dictionaries[0][code];
  EXPECT_TRUE(equal);
}

TEST(BuildCodedColumn, nodes_that_share_no_memory_hold_the_same_dictionary) {
  // Ranks of pretended nodes: odd and even.
  const auto& world = test::world();
  const auto records = skewed_records(700);
  const BlockDistribution distribution(records.size(), world.size());
  LocalValues local;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id) {
    local.distinct.push_back("v" + records[id][0]);
    local.counts.push_back(1);
    local.row_index.push_back(static_cast<Code>(local.distinct.size()));
  }
  const auto node = world.split(world.rank() % 2);
  const auto column = build_coded_column(world, node, local);
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    EXPECT_EQ(column.dictionary[column.codes[id - distribution.begin(world.rank())]], "v" + records[id][0]);
  std::set<std::string> distinct;
  for (const auto& record : records) distinct.insert(record[0]);
  EXPECT_EQ(column.dictionary.size(), distinct.size() + 1);
}

}  // namespace
}  // namespace onefold::cleanse
