#include "mpi/exchange_by_owner.hpp"
#include "support/mpi_test.hpp"

namespace onefold::mpi {
namespace {

TEST(ExchangeByOwner, keeps_the_order_of_ranks_and_of_items) {
  const auto& world = test::world();
  struct Item {
    int source;
    int number;
  };
  // Rank 1 sends nothing; number n belongs to rank n % size.
  std::vector<Item> items;
  for (int n = 0; n < (world.rank() == 1 ? 0 : 50 + world.rank()); ++n) items.push_back({world.rank(), n});
  const auto received = exchange_by_owner(world, items, [&](const Item& item) { return item.number % world.size(); });
  std::size_t next = 0;
  for (int source = 0; source < world.size(); ++source)
    for (int n = world.rank(); n < (source == 1 ? 0 : 50 + source); n += world.size(), ++next) {
      if (next >= received.size()) break;
      EXPECT_EQ(received[next].source, source);
      EXPECT_EQ(received[next].number, n);
    }
  EXPECT_EQ(next, received.size());
  EXPECT_EQ(world.sum(received.size()), world.sum(items.size()));
}

}  // namespace
}  // namespace onefold::mpi
