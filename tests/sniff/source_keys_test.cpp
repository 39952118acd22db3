// What is written into a job is read from it again.
#include "sniff/source_keys.hpp"

#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"
#include "sniff/toml_text.hpp"

namespace onefold::sniff {
namespace {

config::SourceConfig parsed(const Dialect& dialect, const std::string& path) {
  const std::string job = "[job]\nname = \"x\"\noutput = \"x.h5\"\n[[source]]\nname = \"x\"\nfiles = [" +
                          toml_string(path) + "]\n" + source_keys(dialect, path) +
                          (dialect.has_header() ? "columns = { surname = \"b\" }\n" : "columns = { surname = 2 }\n") +
                          "[[blocking]]\non = [\"surname\"]\n";
  return config::parse_job(job, "job").sources.at(0);
}

TEST(SourceKeys, a_dialect_comes_back_from_the_job) {
  Dialect dialect;
  EXPECT_EQ(source_keys(dialect, "x.csv"), "");
  dialect.text.delimiter = "\x1f|";
  dialect.text.quote = '\'';
  dialect.text.escape = '\\';
  dialect.text.comment = "#\"";
  dialect.text.skip_lines = 3;
  dialect.text.header_rows = 2;
  dialect.text.footer_lines = 7;
  dialect.text.encoding = "windows-1252";
  dialect.reasons = {{"quote", "a reason\nof two lines"}};
  EXPECT_EQ(parsed(dialect, "x.csv").text, dialect.text);
  EXPECT_NE(source_keys(dialect, "x.csv").find("# a reason of two lines"), std::string::npos);
  dialect.text.quote = '\0';
  dialect.text.header_rows = 0;
  EXPECT_EQ(parsed(dialect, "x.csv").text, dialect.text);
}

TEST(SourceKeys, shapes_come_back_from_the_job) {
  Dialect lines;
  lines.shape = config::Shape::ndjson;
  lines.text.header_rows = 0;
  EXPECT_EQ(parsed(lines, "x.txt").shape, config::Shape::ndjson);
  EXPECT_EQ(source_keys(lines, "x.jsonl"), "");
  Dialect fixed;
  fixed.shape = config::Shape::fixed_width;
  fixed.text.header_rows = 0;
  fixed.text.skip_lines = 2;
  for (std::uint32_t c = 0; c < 30; ++c)
    fixed.text.widths.push_back({"c" + std::to_string(c), 10 * c + 1, 10 * c + 10});
  fixed.text.widths[1].name = "b";
  const auto source = parsed(fixed, "x.txt");
  EXPECT_EQ(source.shape, config::Shape::fixed_width);
  EXPECT_EQ(source.text, fixed.text);
}

TEST(TomlText, strings_begin_no_variable_and_hold_no_control_characters) {
  EXPECT_EQ(toml_string("a${B}\t\x7f\"\\"), "\"a$${B}\\t\\u007F\\\"\\\\\"");
  EXPECT_EQ(in_comment("a\nb\x7f"), "a b ");
}

}  // namespace
}  // namespace onefold::sniff
