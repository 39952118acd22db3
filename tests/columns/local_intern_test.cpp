// The distinct values of one rank.
#include <gtest/gtest.h>

#include "columns/build_dictionary.hpp"
#include "support/cleansed_column.hpp"

namespace onefold::columns {
namespace {

TEST(LocalIntern, numbers_distinct_values_and_counts_their_rows) {
  TextColumn cleansed;
  for (const auto* value : {"smith", "smith", "", "", "obrien", "smith"}) cleansed.push_back(value);
  const auto values = local_intern(test::cleansed_column(std::move(cleansed)));
  EXPECT_EQ(values.row_index, (std::vector<Code>{1, 1, kMissingCode, kMissingCode, 2, 1}));
  EXPECT_EQ(values.distinct[0], "smith");
  EXPECT_EQ(values.distinct[1], "obrien");
  EXPECT_EQ(values.counts, (std::vector<std::uint64_t>{3, 1}));
}

}  // namespace
}  // namespace onefold::columns
