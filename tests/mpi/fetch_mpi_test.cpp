#include "mpi/fetch.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::mpi {
namespace {

TEST(Fetch, brings_values_and_texts_of_any_records_in_the_order_wanted) {
  const auto& world = test::world();
  for (const std::uint64_t num_records : {1U, 5U, 300U}) {
    const BlockDistribution distribution(num_records, world.size());
    TextColumn local;
    for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
      local.push_back(std::string(id % 13, 'x') + std::to_string(id));
    std::vector<RecordId> wanted;
    // Wanted records repeat on purpose; one rank wants nothing.
    const std::uint64_t num_wanted = num_records == 300 ? 5000 : 50;
    if (world.rank() != 1)
      for (std::uint64_t i = 0; i < num_wanted; ++i)
        wanted.push_back(mix(static_cast<std::uint64_t>(world.rank()), i) % num_records);
    const Fetch fetch(world, distribution, wanted);
    const auto first = distribution.begin(world.rank());
    const auto squares = fetch.values<std::uint64_t>([&](std::uint64_t row) { return (first + row) * (first + row); });
    const auto texts = fetch.texts(local);
    ASSERT_EQ(squares.size(), wanted.size());
    ASSERT_EQ(texts.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      EXPECT_EQ(squares[i], wanted[i] * wanted[i]);
      EXPECT_EQ(texts[i], std::string(wanted[i] % 13, 'x') + std::to_string(wanted[i]));
    }
  }
}

TEST(Fetch, asks_itself_without_a_message) {
  const auto& world = test::world();
  const BlockDistribution distribution(1000, world.size());
  const auto first = distribution.begin(world.rank());
  std::vector<RecordId> wanted;
  for (auto id = distribution.end(world.rank()); id > first; --id) wanted.push_back(id - 1);
  const auto before = world.bytes_sent();
  const Fetch fetch(world, distribution, wanted);
  const auto ids = fetch.values<RecordId>([&](std::uint64_t row) { return first + row; });
  EXPECT_EQ(world.bytes_sent(), before);
  EXPECT_EQ(ids, wanted);
}

TEST(Fetch, asks_in_four_bytes_a_record) {
  const auto& world = test::world();
  const BlockDistribution distribution(1000, world.size());
  const auto last = static_cast<std::uint64_t>(world.size() - 1);
  const std::vector<RecordId> wanted(100, distribution.begin(static_cast<int>(last)));
  const auto before = world.bytes_sent();
  const Fetch fetch(world, distribution, wanted);
  ASSERT_EQ(world.sum(world.bytes_sent() - before), last * 400);
}

}  // namespace
}  // namespace onefold::mpi
