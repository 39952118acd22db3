// Overrides of stewards find their customers, on any rank.
#include <map>

#include "merge/golden_overrides.hpp"
#include "support/mpi_test.hpp"

namespace onefold::merge {
namespace {

decisions::Override override_of(std::int64_t pin, RecordId record, const std::string& value, const std::string& when) {
  decisions::Override row;
  row.pin = pin;
  row.record = record;
  row.attribute = record % 2 == 0 ? 0 : 1;
  row.value = value;
  row.when = when;
  return row;
}

// 60 records; customer c has the records 3c .. 3c + 2 and the PIN 100 + c.
TEST(GoldenOverrides, belong_to_the_customer_with_the_pin_else_to_that_of_the_record) {
  const auto& world = test::world();
  const BlockDistribution distribution(60, world.size());
  std::vector<RecordId> labels;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    labels.push_back(id - id % 3);
  identity::Customers customers;
  customers.clusters = cluster::group_members(world, distribution, labels);
  for (std::size_t c = 0; c < customers.clusters.size(); ++c)
    customers.pins.push_back(100 + static_cast<std::int64_t>(customers.clusters.id(c) / 3));

  decisions::Overrides overrides;
  overrides.rows = {
      override_of(0, 4, "by record", "2024-01-01"),         // customer 1, attribute 0
      override_of(117, 4, "by pin", "2024-01-01"),          // customer 17, attribute 0
      override_of(999, 59, "by record of a gone pin", ""),  // customer 19, attribute 1
      override_of(0, 3, "other attribute", "2024-01-01"),   // customer 1, attribute 1
      override_of(101, 58, "later", "2024-02-01"),          // customer 1, attribute 0
  };
  const auto found = find_overrides(world, overrides, customers);
  EXPECT_EQ(found.num_applied, 4U);
  EXPECT_EQ(found.num_superseded, 1U);
  std::map<std::pair<AttributeIndex, std::uint64_t>, std::string> values;
  for (const AttributeIndex a : {0U, 1U})
    found.golden.for_each(a, 1, 19, [&](std::uint64_t c, std::string_view value) { values[{a, c + 1}] = value; });
  const decltype(values) expected = {
      {{0, 1}, "later"}, {{0, 17}, "by pin"}, {{1, 19}, "by record of a gone pin"}, {{1, 1}, "other attribute"}};
  EXPECT_EQ(values, expected);
}

TEST(GoldenOverrides, of_no_list_are_none) { EXPECT_TRUE(find_overrides(test::world(), {}, {}).golden.empty()); }

}  // namespace
}  // namespace onefold::merge
