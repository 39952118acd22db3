#include "memory/memory_budget.hpp"

#include <gtest/gtest.h>

namespace onefold::memory {
namespace {

constexpr std::uint64_t kMiB = 1 << 20;

TEST(MemoryBudget, gives_runs_a_sixteenth_of_the_limit_and_never_more_than_128_MiB) {
  EXPECT_EQ(MemoryBudget::run_bytes(256 * kMiB), 16 * kMiB);
  EXPECT_EQ(MemoryBudget::run_bytes(2048 * kMiB), 128 * kMiB);
  EXPECT_EQ(MemoryBudget::run_bytes(std::uint64_t{1} << 40), 128 * kMiB);
}

}  // namespace
}  // namespace onefold::memory
