#include "onefold/mpi/fetch.hpp"

#include "onefold/record/hash.hpp"
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
    // Repetitions on purpose; one rank wants nothing.
    if (world.rank() != 1)
      for (std::uint64_t i = 0; i < 50; ++i) wanted.push_back(mix(static_cast<std::uint64_t>(world.rank()), i) % num_records);
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

}  // namespace
}  // namespace onefold::mpi
