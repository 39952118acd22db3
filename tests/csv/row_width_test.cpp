#include "csv/row_width.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace onefold::csv {
namespace {

TEST(RowWidth, rows_may_be_wider_than_the_header_by_empty_fields_or_narrower_by_its_empty_cells) {
  EXPECT_EQ(width_of_rows(3, 3, std::vector<SampledRow>{{3, 3}, {3, 2}}), (RowWidth{3, 0}));
  EXPECT_EQ(width_of_rows(3, 3, std::vector<SampledRow>{{5, 3}, {5, 2}, {4, 4}}), (RowWidth{5, 3}));
  EXPECT_EQ(width_of_rows(3, 3, std::vector<SampledRow>{{4, 3}, {4, 4}}), (RowWidth{3, 0}))
      << "something would be lost";
  std::vector<SampledRow> one_is_filled(11, {4, 3});
  one_is_filled[5].num_filled = 4;
  EXPECT_EQ(width_of_rows(3, 3, one_is_filled), (RowWidth{4, 3})) << "that row is malformed";
  EXPECT_EQ(width_of_rows(5, 3, std::vector<SampledRow>{{3, 3}}), (RowWidth{3, 0}));
  EXPECT_EQ(width_of_rows(5, 4, std::vector<SampledRow>{{3, 3}}), (RowWidth{5, 0})) << "a named column is missing";
  EXPECT_EQ(width_of_rows(5, 3, std::vector<SampledRow>{{5, 5}}), (RowWidth{5, 0}));
  EXPECT_EQ(width_of_rows(5, 3, std::vector<SampledRow>{}), (RowWidth{5, 0}));
}

}  // namespace
}  // namespace onefold::csv
