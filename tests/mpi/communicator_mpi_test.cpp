#include <numeric>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"

namespace onefold::mpi {
namespace {

TEST(Communicator, exchange_brings_every_item_to_its_target_in_the_order_of_sources) {
  const auto& world = test::world();
  const auto size = static_cast<std::uint64_t>(world.size());
  const auto rank = static_cast<std::uint64_t>(world.rank());
  // Rank s sends (s + t) % 3 items to rank t, so some pairs exchange nothing.
  std::vector<std::uint64_t> items;
  std::vector<std::uint64_t> counts;
  for (std::uint64_t target = 0; target < size; ++target) {
    counts.push_back((rank + target) % 3);
    for (std::uint64_t i = 0; i < counts.back(); ++i) items.push_back(rank * 1'000'000 + target * 1'000 + i);
  }
  std::vector<std::uint64_t> received_counts;
  const auto received = world.exchange(items, counts, &received_counts);

  std::vector<std::uint64_t> expected;
  for (std::uint64_t source = 0; source < size; ++source)
    for (std::uint64_t i = 0; i < (source + rank) % 3; ++i) expected.push_back(source * 1'000'000 + rank * 1'000 + i);
  EXPECT_EQ(received, expected);
  EXPECT_EQ(std::accumulate(received_counts.begin(), received_counts.end(), std::uint64_t{0}), expected.size());
}

TEST(Communicator, exclusive_sum_starts_at_zero) {
  const auto& world = test::world();
  const auto rank = static_cast<std::uint64_t>(world.rank());
  EXPECT_EQ(world.exclusive_sum(rank + 1), rank * (rank + 1) / 2);
}

TEST(Communicator, gather_keeps_the_order_of_ranks_and_allows_empty_shares) {
  const auto& world = test::world();
  std::vector<std::int32_t> mine(static_cast<std::size_t>(world.rank() % 2), world.rank());
  std::vector<std::int32_t> expected;
  for (int r = 0; r < world.size(); ++r)
    if (r % 2 == 1) expected.push_back(r);
  EXPECT_EQ(world.gather_all(mine), expected);
  const auto at_root = world.gather(std::span<const std::int32_t>(mine));
  EXPECT_EQ(at_root, world.is_root() ? expected : std::vector<std::int32_t>{});
}

TEST(RunLocally, all_ranks_throw_the_error_of_the_lowest_failing_rank) {
  const auto& world = test::world();
  const int first_failing = world.size() / 2;
  try {
    run_locally(world, [&] {
      if (world.rank() >= first_failing)
        throw Error(ExitCode::input, "rank " + std::to_string(world.rank()) + " cannot read");
    });
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_EQ(std::string(error.what()), "rank " + std::to_string(first_failing) + " cannot read");
  }
  world.barrier();
}

TEST(NodeShared, ranks_of_a_node_see_what_the_others_wrote) {
  const auto& world = test::world();
  const auto node = world.split_by_node();
  NodeShared shared(node, static_cast<std::uint64_t>(node.size()));
  shared.data()[node.rank()] = static_cast<char>('a' + node.rank());
  node.barrier();
  for (int r = 0; r < node.size(); ++r) EXPECT_EQ(shared.data()[r], static_cast<char>('a' + r));
  node.barrier();
}

}  // namespace
}  // namespace onefold::mpi
