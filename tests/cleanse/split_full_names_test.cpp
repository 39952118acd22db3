#include <gtest/gtest.h>

#include "cleanse/build_dictionary.hpp"
#include "onefold/cleanse/build_columns.hpp"

namespace onefold::cleanse {
namespace {

TEST(SplitFullNames, fills_names_only_for_sources_that_supply_the_full_name_alone) {
  config::Job job;
  job.attributes = {{.name = "given_name", .type = AttributeType::given_name},
                    {.name = "surname", .type = AttributeType::surname},
                    {.name = "full_name", .type = AttributeType::full_name}};
  job.sources.resize(2);
  job.sources[0].columns = {{0, "first"}, {1, "last"}, {2, "name"}};
  job.sources[1].columns = {{2, "name"}};
  std::vector<TextColumn> attributes(3);
  for (const auto* value : {"Ann", ""}) attributes[0].push_back(value);
  for (const auto* value : {"Lee", ""}) attributes[1].push_back(value);
  for (const auto* value : {"Somebody Else", "Juan van der Berg"}) attributes[2].push_back(value);
  local_split_full_names(job, {0, 1}, attributes);
  EXPECT_EQ(attributes[0][0], "Ann");
  EXPECT_EQ(attributes[1][0], "Lee");
  EXPECT_EQ(attributes[0][1], "Juan");
  EXPECT_EQ(attributes[1][1], "van der Berg");
  EXPECT_EQ(attributes[2][1], "Juan van der Berg");
}

TEST(LocalIntern, numbers_distinct_values_and_counts_their_rows) {
  TextColumn cleansed;
  for (const auto* value : {"smith", "smith", "", "", "obrien", "smith"}) cleansed.push_back(value);
  const auto values = local_intern(cleansed);
  EXPECT_EQ(values.row_index, (std::vector<Code>{1, 1, kMissingCode, kMissingCode, 2, 1}));
  EXPECT_EQ(values.distinct[0], "smith");
  EXPECT_EQ(values.distinct[1], "obrien");
  EXPECT_EQ(values.counts, (std::vector<std::uint64_t>{3, 1}));
}

}  // namespace
}  // namespace onefold::cleanse
