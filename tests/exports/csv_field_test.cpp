#include <gtest/gtest.h>

#include <string>

#include "exports/export_csv.hpp"

namespace onefold::exports {
namespace {

TEST(CsvField, is_quoted_only_where_it_must_be) {
  const auto field = [](std::string_view value) {
    std::string line;
    append_csv_field(line, value);
    return line;
  };
  EXPECT_EQ(field("plain text; with 'marks'"), "plain text; with 'marks'");
  EXPECT_EQ(field(""), "");
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(field("two\r\nlines"), "\"two\r\nlines\"");
}

}  // namespace
}  // namespace onefold::exports
