// A first look at files, with a job and without.
#include "profile/profile.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "onefold/config/read_job.hpp"
#include "profile/shape.hpp"

namespace onefold::profile {
namespace {

TEST(Shape, says_which_characters_follow_each_other) {
  EXPECT_EQ(shape_of("20537"), "99999");
  EXPECT_EQ(shape_of("+49 40 1"), "+99 99 9");
  EXPECT_EQ(shape_of("AB12 3CD"), "A9 9A");
  EXPECT_EQ(shape_of("O'Brien-77"), "A'Aa-9");
  EXPECT_EQ(shape_of("M\xc3\xbcller"), "Aa");
  EXPECT_EQ(shape_of(""), "");
  EXPECT_EQ(shape_of(std::string(40, '1')), std::string(30, '9') + "...");
  EXPECT_EQ(num_characters("M\xc3\xbcller"), 6U);
}

class Profiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("profile_test_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name() + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "people.csv";
    std::ofstream out(path_);
    out << "id,first_name,last_name,birth_date,zip,changed\n";
    for (int i = 0; i < 60; ++i)
      out << i << ",Anna" << i << "," << (i % 6 == 0 ? "" : "Muster") << "," << (i % 5 == 0 ? "soon" : "03/25/1985")
          << "," << (i % 3 == 0 ? "2139" : "02139") << "," << (i == 0 ? "never" : "2024-01-05") << "\n";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(Profiles, count_values_lengths_and_shapes_and_show_no_value) {
  const auto tables = profile_files({path_}, false);
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_EQ(tables[0].num_rows, 60U);
  EXPECT_EQ(tables[0].num_examined, 60U);
  ASSERT_EQ(tables[0].columns.size(), 6U);
  const auto& surname = tables[0].columns[2];
  EXPECT_EQ(surname.num_present, 50U);
  EXPECT_EQ(surname.num_distinct, 1U);
  EXPECT_EQ(surname.least_length, 6U);
  const auto& zip = tables[0].columns[4];
  ASSERT_EQ(zip.shapes.size(), 2U);
  EXPECT_EQ(zip.shapes[0].text, "99999");
  EXPECT_EQ(zip.shapes[0].count, 40U);
  EXPECT_EQ(zip.shapes[1].text, "9999");
  for (const auto& column : tables[0].columns) EXPECT_EQ(column.values.size(), 0U);
  EXPECT_EQ(tables[0].columns[1].guess, "given_name");
  const auto shown = profile_files({path_}, true);
  ASSERT_EQ(shown[0].columns[4].values.size(), 2U);
  EXPECT_EQ(shown[0].columns[4].values[0].text, "02139");
}

TEST_F(Profiles, of_a_job_say_what_its_attributes_cannot_read) {
  const auto job = config::parse_job(
      "[job]\nname = \"t\"\noutput = \"o.h5\"\n[[source]]\nname = \"crm\"\nfiles = \"" + path_ +
          "\"\nid = \"id\"\nupdated = \"changed\"\ncolumns = { surname = \"last_name\", birth_date = \"birth_date\" }\n"
          "[[blocking]]\non = [\"surname\"]\n",
      "t.toml");
  const auto tables = profile_job(job, false);
  ASSERT_EQ(tables.size(), 1U);
  const auto& columns = tables[0].columns;
  EXPECT_EQ(columns[0].outcomes.size(), 0U);
  ASSERT_EQ(columns[2].outcomes.size(), 1U);
  EXPECT_EQ(columns[2].outcomes[0].missing, 10U);
  EXPECT_EQ(columns[2].outcomes[0].filled, 50U);
  ASSERT_EQ(columns[3].outcomes.size(), 1U);
  EXPECT_EQ(columns[3].outcomes[0].attribute, "birth_date");
  EXPECT_EQ(columns[3].outcomes[0].unreadable, 12U);
  EXPECT_EQ(columns[3].outcomes[0].filled, 48U);
  ASSERT_EQ(columns[5].outcomes.size(), 1U);
  EXPECT_EQ(columns[5].outcomes[0].attribute, "updated");
  EXPECT_EQ(columns[5].outcomes[0].unreadable, 1U);
}

}  // namespace
}  // namespace onefold::profile
