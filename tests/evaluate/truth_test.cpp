#include "onefold/evaluate/truth.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "onefold/record/error.hpp"

namespace onefold::evaluate {
namespace {

RecordNames two_sources() {
  RecordNames names;
  names.sources = {"crm", "shop"};
  names.source = {0, 0, 1, 1};
  for (const char* id : {"1", "2", "1", "a,b \"c\"\nd"}) names.source_id.push_back(id);
  return names;
}

RecordNames one_source() {
  RecordNames names;
  names.sources = {"crm"};
  names.source = {0, 0, 0};
  for (const char* id : {"1", "2", "3"}) names.source_id.push_back(id);
  return names;
}

using Classes = std::vector<std::uint32_t>;

// The message of the error, which must be about input.
std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "no error";
}

std::string error_of(const std::string& content, const RecordNames& names) {
  return error_of([&] { (void)parse_truth(content, "t.csv", names); });
}

TEST(Truth, gives_records_of_equal_true_id_the_same_class) {
  const auto truth = parse_truth("source,source_id,person\ncrm,2,x\nshop,1,y\ncrm,1,x\n", "t.csv", two_sources());
  EXPECT_EQ(truth.true_class, (Classes{0, 0, 1, kNoClass}));
  EXPECT_EQ(truth.num_rows, 3u);
}

TEST(Truth, reads_quotes_line_ends_and_byte_order_marks) {
  const auto truth = parse_truth(
      "\xEF\xBB\xBF\"source\",source_id,person\r\n\r\nshop,\"a,b \"\"c\"\"\nd\",\"x\"\r\ncrm,1,\"x\"", "t.csv", two_sources());
  EXPECT_EQ(truth.true_class, (Classes{0, kNoClass, kNoClass, 0}));
  EXPECT_EQ(truth.num_rows, 2u);
}

TEST(Truth, needs_no_source_column_when_there_is_one_source) {
  for (const char* content : {"source_id,cluster\n3,a\n1,a\n", "cluster;source_id\na;3\na;1\n", "other\tsource_id\ttrue_id\nz\t3\ta\nz\t1\ta\n"})
    EXPECT_EQ(parse_truth(content, "t.csv", one_source()).true_class, (Classes{0, kNoClass, 0})) << content;
}

TEST(Truth, counts_rows_that_say_nothing_about_the_result) {
  const auto truth = parse_truth("source_id,true_id\n1,a\n99,a\n2,\n", "t.csv", one_source());
  EXPECT_EQ(truth.true_class, (Classes{0, kNoClass, kNoClass}));
  EXPECT_EQ(truth.num_rows, 3u);
  EXPECT_EQ(truth.num_not_in_result, 1u);
  EXPECT_EQ(truth.num_without_true_id, 1u);
}

TEST(Truth, names_file_and_line_of_mistakes_and_no_value) {
  EXPECT_EQ(error_of("source,source_id,person\ncrm,1,secret\n\ncrm,1,secret\n", two_sources()),
            "t.csv line 4: this record stands in line 2 already; give each record once");
  EXPECT_EQ(error_of("source,source_id,person\ncrm,1,x\nsecret,1,x\n", two_sources()),
            "t.csv line 3: the source is not one of the result's: crm, shop");
  EXPECT_EQ(error_of("source,source_id,person\ncrm,\"secret\nvalue\",x\ncrm,secret\n", two_sources()),
            "t.csv line 4: 2 fields, but the header has 3");
  EXPECT_EQ(error_of("source,source_id,person\ncrm,1,x\ncrm,\"secret,x\n", two_sources()),
            "t.csv line 3: a quote is opened in this row and never closed");
}

TEST(Truth, says_which_column_is_missing) {
  const std::string expected = "; expected a header with the columns source, source_id and the true id";
  EXPECT_EQ(error_of("source_id,person\n1,x\n", two_sources()), "t.csv line 1: no column `source`, and the result has 2 sources" + expected);
  EXPECT_EQ(error_of("source,id,person\n", two_sources()), "t.csv line 1: no column `source_id`" + expected);
  EXPECT_EQ(error_of("source,source_id\n", two_sources()), "t.csv line 1: no column with the true id" + expected);
  EXPECT_EQ(error_of("", two_sources()), "t.csv: the truth file is empty; expected a header");
}

TEST(Truth, is_read_from_a_file_and_a_missing_one_is_named) {
  const auto path = std::filesystem::temp_directory_path() / ("onefold_truth_test_" + std::to_string(::getpid()) + ".csv");
  {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    std::fputs("source_id,true_id\n1,a\n2,a\n", file);
    std::fclose(file);
  }
  EXPECT_EQ(read_truth(path, one_source()).true_class, (Classes{0, 0, kNoClass}));
  std::filesystem::remove(path);
  EXPECT_EQ(error_of([&] { (void)read_truth(path, one_source()); }),
            "cannot read the truth file " + path.string() + ": No such file or directory");
}

TEST(Truth, numbers_a_column_of_true_ids) {
  TextColumn ids;
  for (const char* id : {"b", "", "a", "b"}) ids.push_back(id);
  EXPECT_EQ(classes_of(ids), (Classes{0, kNoClass, 1, 0}));
}

}  // namespace
}  // namespace onefold::evaluate
