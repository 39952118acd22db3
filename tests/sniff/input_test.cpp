// Files as a whole: what is told from their end, and by all of their rows.
#include "sniff/input.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "onefold/record/error.hpp"
#include "support/compressed.hpp"
#include "support/encoded.hpp"

namespace onefold::sniff {
namespace {

class InputTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("sniff_input_") + ::testing::UnitTest::GetInstance()->current_test_info()->name() +
               std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  std::filesystem::path folder_;
};

std::string customers(int num_rows, const std::string& footer) {
  std::string text = "id;name;amount\n";
  for (int i = 0; i < num_rows; ++i)
    text += std::to_string(100'000 + i) + ";Ann Smith of the North;" + std::to_string(i % 97) + "\n";
  return text + footer;
}

std::vector<std::string> doubts_of(const Table& table) {
  std::vector<std::string> codes;
  for (const auto& doubt : table.doubts) codes.push_back(doubt.code);
  return codes;
}

TEST_F(InputTest, a_footer_is_found_in_large_files_however_they_are_stored) {
  const std::string text = customers(20'000, "Total;;12345\n");
  const std::string wide = "\xEF\xBB\xBF" + text;
  for (const auto& path : {write("plain.csv", text), write("packed.csv.gz", test::gzipped(text)),
                           write("wide.csv", test::as_utf16(wide, false)),
                           write("wide.csv.gz", test::gzipped(test::as_utf16(wide, true)))}) {
    const Input input = read_input({path});
    EXPECT_EQ(input.tables[0].dialect.text.footer_lines, 1U) << path;
    EXPECT_EQ(input.tables[0].num_rows, 20'000U) << path;
    EXPECT_EQ(input.tables[0].num_malformed, 0U) << path;
  }
}

TEST_F(InputTest, a_row_of_totals_costs_no_id) {
  for (const std::string total : {"Total;;12345\n", ";Total;12345\n"}) {
    const Input input = read_input({write("sales.csv", customers(50, total))});
    ASSERT_EQ(input.tables[0].ids.size(), 1U) << total;
    EXPECT_EQ(input.tables[0].ids[0].column, 0U);
    EXPECT_TRUE(input.tables[0].ids[0].unique);
    EXPECT_TRUE(input.tables[0].ids[0].whole_numbers);
    EXPECT_EQ(input.tables[0].num_rows, 50U);
  }
}

TEST_F(InputTest, a_malformed_row_is_named_by_its_line_if_it_has_one) {
  std::string text = "id;name;amount;\n";
  for (int i = 0; i < 300; ++i) text += std::to_string(i) + (i == 200 ? ";Ann;3;x;y\n" : ";Ann;3;\n");
  const Input input = read_input({write("a.csv", text)});
  EXPECT_EQ(input.tables[0].num_malformed, 1U);
  EXPECT_NE(input.tables[0].first_malformed().find("line 202"), std::string::npos);
  Table table;
  table.first_malformed_reason = "a value that is too long";
  EXPECT_EQ(table.first_malformed().find("line"), std::string::npos);
}

TEST_F(InputTest, values_that_a_border_may_cut_are_counted) {
  std::string text;
  for (int i = 0; i < 1500; ++i) {
    const std::string name = i == 1200 || i == 1300 ? "Bartholomew" : i % 2 == 0 ? "Ann" : "Roberta";
    std::string line = std::to_string(10'000 + i) + " " + name;
    line.resize(14, ' ');
    if (name.size() > 8) line = line.substr(0, 6) + name;
    line += i % 2 == 0 ? "19800102" : "19790304";
    text += line + "\n";
  }
  const Input input = read_input({write("a.txt", text)});
  ASSERT_EQ(input.tables[0].dialect.shape, config::Shape::fixed_width);
  ASSERT_EQ(doubts_of(input.tables[0]), std::vector<std::string>{"cut_values"});
  EXPECT_NE(input.tables[0].doubts[0].text.find("2 rows"), std::string::npos) << input.tables[0].doubts[0].text;
}

TEST_F(InputTest, a_source_is_read_as_its_job_says) {
  // By its content the delimiter is a comma, and the first line names the columns.
  const std::string path = write("a.csv", "note\nkey|name\n\n1|Smith, Ann\n2|Jones, Bob\n3|Brown, Eve\nend|x\n");
  config::SourceConfig source{.name = "a", .files = {path}};
  source.text.delimiter = "|";
  source.text.skip_lines = 1;
  source.text.footer_lines = 1;
  const Input named = read_source(source);
  EXPECT_EQ(named.tables[0].columns, (std::vector<std::string>{"key", "name"}));
  ASSERT_EQ(named.sample.size(), 3U);
  EXPECT_EQ(named.sample[0].values, (std::vector<std::string>{"1", "Smith, Ann"}));
  source.text.header_rows = 0;
  const Input numbered = read_source(source);
  EXPECT_EQ(numbered.tables[0].columns, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(numbered.sample.size(), 4U);
}

}  // namespace
}  // namespace onefold::sniff
