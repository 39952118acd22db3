#include "identity/write_lineage.hpp"

#include <gtest/gtest.h>

namespace onefold::identity {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

TEST(LineageBytes, hold_one_column_of_the_crosswalk) {
  const LineageSize many{.num_local_records = 100'000'000, .num_local_departed = 50'000'000};
  EXPECT_EQ(lineage_bytes(many, kGiB), 8 * 150'000'000ULL);
}

TEST(LineageBytes, of_copied_history_shrink_with_the_memory_of_a_rank) {
  EXPECT_LT(lineage_bytes({}, kGiB / 8), kGiB / 8 / 8) << "a 16th of the limit, and not one size for all";
  EXPECT_GT(lineage_bytes({}, 16 * kGiB), lineage_bytes({}, kGiB / 8));
}

TEST(LineageBytes, hold_the_customers_of_a_first_run_twice_while_they_are_sent) {
  const LineageSize first{.num_local_first_customers = 10'000'000};
  EXPECT_GE(lineage_bytes(first, kGiB), 2 * 40 * 10'000'000ULL);
}

}  // namespace
}  // namespace onefold::identity
