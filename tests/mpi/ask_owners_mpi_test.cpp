#include "mpi/ask_owners.hpp"

#include "support/mpi_test.hpp"

namespace onefold::mpi {

TEST(AskOwners, answers_stand_in_the_order_of_the_questions) {
  const auto& world = test::world();
  const auto size = static_cast<std::uint64_t>(world.size());
  const auto rank = static_cast<std::uint64_t>(world.rank());
  // Every rank asks another number of questions; rank 1 asks none.
  std::vector<std::uint64_t> questions;
  for (std::uint64_t i = 0; rank != 1 && i < 10 * (rank + 1); ++i) questions.push_back(i * 7 + rank);
  const auto owner = [&](std::uint64_t question) { return static_cast<int>(question % size); };
  const auto answers = ask_owners_singly<std::uint64_t>(world, questions, owner, [&](std::uint64_t question) {
    EXPECT_EQ(question % size, rank);
    return question * 1000 + rank;
  });
  ASSERT_EQ(answers.size(), questions.size());
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i], questions[i] * 1000 + questions[i] % size);
}

TEST(AskOwners, an_owner_may_communicate_before_it_answers) {
  const auto& world = test::world();
  const std::vector<std::uint64_t> questions = {static_cast<std::uint64_t>(world.rank())};
  const auto answers = ask_owners<std::uint64_t>(
      world, questions, [](std::uint64_t) { return 0; },
      [&](const std::vector<std::uint64_t>& asked) {
        return std::vector<std::uint64_t>(asked.size(), world.sum(asked.size()));
      });
  EXPECT_EQ(answers, (std::vector<std::uint64_t>{static_cast<std::uint64_t>(world.size())}));
}

}  // namespace onefold::mpi
