#include "csv/write_field.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "csv/csv_rows.hpp"

namespace onefold::csv {
namespace {

TEST(WriteField, is_quoted_only_if_necessary) {
  const auto field = [](std::string_view value) {
    std::string line;
    append_field(line, value);
    return line;
  };
  EXPECT_EQ(field("plain text; with 'marks'"), "plain text; with 'marks'");
  EXPECT_EQ(field(""), "");
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(field("two\r\nlines"), "\"two\r\nlines\"");
}

TEST(WriteField, what_is_written_is_read_back) {
  const std::vector<std::string> values = {"plain", "",     "a,b",        "a;b", "\"",
                                           "\"\"",  "x\"y", "two\nlines", "\r",  "\xC3\xA9"};
  for (const char delimiter : {',', ';', '\t'}) {
    std::string text = std::string("left") + delimiter + "right\n";
    for (const std::string& value : values) {
      append_field(text, value, delimiter);
      text += delimiter;
      append_field(text, "next", delimiter);
      text += '\n';
    }
    CsvRows rows(text, "w.csv");
    std::vector<std::string> fields;
    ASSERT_TRUE(rows.next(fields));
    for (const std::string& value : values) {
      ASSERT_TRUE(rows.next(fields));
      EXPECT_EQ(fields, (std::vector<std::string>{value, "next"})) << "delimiter " << delimiter;
    }
    EXPECT_FALSE(rows.next(fields));
  }
}

}  // namespace
}  // namespace onefold::csv
