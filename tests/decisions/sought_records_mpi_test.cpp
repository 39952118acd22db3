#include <set>

#include "decisions/sought_records.hpp"
#include "support/mpi_test.hpp"

namespace onefold::decisions {
namespace {

TEST(SoughtRecords, all_ranks_know_what_rank_0_has_added_and_nothing_else) {
  const auto& world = test::world();
  for (const std::uint64_t num_sought : {0U, 1U, 63U, 5000U}) {
    SoughtRecords sought;
    if (world.is_root())
      for (std::uint64_t i = 0; i < num_sought; ++i) {
        sought.add(record_key(i % 3, std::to_string(i)));
        sought.add(record_key(i % 3, std::to_string(i)));
      }
    sought.share(world);
    std::uint64_t num_wrong = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i)
      for (std::uint64_t source = 0; source < 3; ++source)
        num_wrong += sought.contains(record_key(source, std::to_string(i))) != (i < num_sought && source == i % 3);
    EXPECT_EQ(num_wrong, 0U) << num_sought;
  }
}

TEST(FoundRecords, are_found_by_key_on_any_rank) {
  const auto& world = test::world();
  std::vector<FoundRecord> local;
  for (std::uint64_t i = 0; i < 100; ++i)
    if (i % static_cast<std::uint64_t>(world.size()) == static_cast<std::uint64_t>(world.rank()))
      local.push_back({record_key(0, std::to_string(i)), 7 * i});
  const FoundRecords found(world.gather_all(local));
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(found.find(record_key(0, std::to_string(i))), 7 * i);
  EXPECT_EQ(found.find(record_key(1, "5")), std::nullopt);
  EXPECT_EQ(found.find(record_key(0, "100")), std::nullopt);
}

}  // namespace
}  // namespace onefold::decisions
