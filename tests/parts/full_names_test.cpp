#include "parts/full_names.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace onefold::parts {
namespace {

TEST(SplitFullNames, fills_names_only_for_sources_that_supply_the_full_name_alone) {
  config::Job job;
  job.attributes = {{.name = "given_name", .type = AttributeType::given_name},
                    {.name = "surname", .type = AttributeType::surname},
                    {.name = "full_name", .type = AttributeType::full_name}};
  job.sources.resize(2);
  job.sources[0].columns = {{0, "first"}, {1, "last"}, {2, "name"}};
  job.sources[1].columns = {{2, "name"}};
  FullNameSplitter splitter(job);

  std::vector<TextColumn> attributes(3);
  attributes[0].push_back("Ann");
  attributes[1].push_back("Lee");
  attributes[2].push_back("Somebody Else");
  splitter.split(0, attributes);
  EXPECT_EQ(attributes[0][0], "Ann");
  EXPECT_EQ(attributes[1][0], "Lee");

  // Two batches, the second with fewer rows: nothing of the first batch may remain.
  for (const auto& names :
       {std::vector<std::string>{"Juan van der Berg", "", "Eva"}, std::vector<std::string>{"Al Gore"}}) {
    attributes.assign(3, {});
    attributes[0].append_missing(names.size());
    attributes[1].append_missing(names.size());
    for (const auto& name : names) attributes[2].push_back(name);
    splitter.split(1, attributes);
    for (std::size_t row = 0; row < names.size(); ++row) {
      const NameParts parts = split_name(names[row]);
      EXPECT_EQ(attributes[0][row], parts.given_name);
      EXPECT_EQ(attributes[1][row], parts.surname);
      EXPECT_EQ(attributes[2][row], names[row]);
    }
    EXPECT_EQ(attributes[0].size(), names.size());
    EXPECT_EQ(attributes[1].size(), names.size());
  }
}

TEST(SplitFullNames, other_parts_go_to_attributes_of_their_name_and_the_order_is_that_of_the_source) {
  config::Job job;
  job.attributes = {{.name = "full_name", .type = AttributeType::full_name},
                    {.name = "surname", .type = AttributeType::surname},
                    {.name = "suffix", .type = AttributeType::text},
                    {.name = "company", .type = AttributeType::organisation}};
  job.sources.resize(2);
  job.sources[0].columns = {{0, {.column = "name", .split = config::Split::surname_first}}};
  job.sources[1].columns = {{0, "name"}, {3, "firm"}};
  FullNameSplitter splitter(job);
  for (const std::uint32_t source : {0U, 1U}) {
    std::vector<TextColumn> attributes(4);
    for (const auto* const name : {"Meier Anna", "John Smith, Jr.", "Acme Ltd"}) {
      attributes[0].push_back(name);
      for (std::size_t a = 1; a < 4; ++a) attributes[a].append_missing(1);
    }
    splitter.split(source, attributes);
    EXPECT_EQ(attributes[1][0], source == 0 ? "Meier" : "Anna");
    EXPECT_EQ(attributes[2][0], "");
    EXPECT_EQ(attributes[2][1], "Jr.");
    // A source with a column for firms keeps it; then the name of a firm stays findable as a surname.
    EXPECT_EQ(attributes[3][2], source == 0 ? "Acme Ltd" : "");
    EXPECT_EQ(attributes[1][2], source == 0 ? "" : "Acme Ltd");
  }
}

TEST(SplitFullNames, a_job_without_the_attribute_has_nothing_to_split) {
  config::Job job;
  job.attributes = {{.name = "surname", .type = AttributeType::surname}};
  job.sources.resize(1);
  job.sources[0].columns = {{0, "last"}};
  std::vector<TextColumn> attributes(1);
  attributes[0].push_back("Lee");
  FullNameSplitter(job).split(0, attributes);
  EXPECT_EQ(attributes[0][0], "Lee");
}

TEST(SplitFullNames, a_title_that_some_source_has_a_column_for_is_not_taken_from_names) {
  for (const bool has_column : {false, true}) {
    config::Job job;
    job.attributes = {{.name = "full_name", .type = AttributeType::full_name},
                      {.name = "surname", .type = AttributeType::surname},
                      {.name = "title", .type = AttributeType::text}};
    job.sources.resize(2);
    job.sources[0].columns = {{0, "name"}};
    job.sources[1].columns = {{0, "name"}};
    if (has_column) job.sources[1].columns.push_back({2, "job title"});
    std::vector<TextColumn> attributes(3);
    attributes[0].push_back("Dr. Anna Weber");
    attributes[1].append_missing(1);
    attributes[2].append_missing(1);
    FullNameSplitter(job).split(0, attributes);
    EXPECT_EQ(attributes[1][0], "Weber");
    EXPECT_EQ(attributes[2][0], has_column ? "" : "Dr.");
  }
}

}  // namespace
}  // namespace onefold::parts
