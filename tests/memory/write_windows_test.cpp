// The size of the windows of write: limited by rows per rank, by memory and by texts.
#include "memory/write_windows.hpp"

#include <gtest/gtest.h>

#include "support/mebibyte.hpp"

namespace onefold::memory {
namespace {

constexpr WindowNeeds kEdges{};
// Values of 20 bytes, two million records per rank.
constexpr WindowNeeds kNames{100 * test::kMiB, 20, 2'000'000 * 28};

TEST(WindowRows, are_four_million_per_rank_for_any_number_of_ranks) {
  for (const std::uint64_t ranks : {1, 2, 64, 4096}) {
    EXPECT_EQ(window_rows_in(8192 * test::kMiB, kEdges, ranks), ranks * 4 * test::kMiB) << ranks;
    EXPECT_EQ(window_rows_in(8192 * test::kMiB, kNames, ranks), ranks * 4 * test::kMiB)
        << ranks << ": what a rank sends is no more than what it has";
  }
}

TEST(WindowRows, take_no_more_than_the_bytes_of_a_rank) {
  for (const std::uint64_t ranks : {1, 2, 3, 31, 512})
    for (const std::uint64_t text : {0, 20, 500, 100'000})
      for (const std::uint64_t mib : {16, 100, 1'000}) {
        const WindowNeeds needs{0, text, text * 1'000'000};
        const std::uint64_t rows = window_rows_in(mib * test::kMiB, needs, ranks) / ranks;
        // What this rank has three times over, and what it is asked for, which may be all of the window or all that it
        // has.
        const std::uint64_t sent = ranks == 1 ? 0 : std::min(needs.local_bytes, rows * ranks * text);
        if (rows > 1) {
          EXPECT_LE(rows * 3 * text + sent, mib * test::kMiB) << ranks << " ranks, texts of " << text << " bytes";
        }
        EXPECT_GE(rows, 1U);
      }
}

TEST(WindowRows, there_are_some_with_the_smallest_required_memory) {
  for (const std::uint64_t ranks : {1, 2, 31, 4096, 100'000})
    for (const std::uint64_t text : {0, 20, 2'000, 1'000'000}) {
      const WindowNeeds needs{0, text, text * 1'000};
      const std::uint64_t least = least_window_bytes(needs, ranks);
      EXPECT_GE(window_rows_in(least, needs, ranks), ranks);
      EXPECT_GE(least, window_bytes_per_row(needs, ranks));
    }
  // Windows are not cut into crumbs: 65,536 rows are 14 MiB, and with long texts 16 MiB are fewer rows.
  EXPECT_EQ(least_window_bytes(kEdges, 1), 14 * test::kMiB);
  EXPECT_EQ(least_window_bytes({0, 2'000, 0}, 1), 16 * test::kMiB);
}

}  // namespace
}  // namespace onefold::memory
