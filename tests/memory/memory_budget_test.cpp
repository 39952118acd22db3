#include "memory/memory_budget.hpp"

#include <gtest/gtest.h>

#include "support/mebibyte.hpp"

namespace onefold::memory {
namespace {

TEST(MemoryBudget, gives_runs_a_sixteenth_of_the_limit_and_never_more_than_128_MiB) {
  EXPECT_EQ(MemoryBudget::run_bytes(256 * test::kMiB), 16 * test::kMiB);
  EXPECT_EQ(MemoryBudget::run_bytes(2048 * test::kMiB), 128 * test::kMiB);
  EXPECT_EQ(MemoryBudget::run_bytes(std::uint64_t{1} << 40), 128 * test::kMiB);
}

}  // namespace
}  // namespace onefold::memory
