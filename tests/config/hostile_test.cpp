// Any bytes give either a job or an Error of the kind `job`; never a crash or another result.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "config/job_text.hpp"
#include "document/document.hpp"

namespace onefold::config::test {
namespace {

bool is_refused(const std::string& text, const Overrides& overrides = {}) {
  const std::string mistakes = mistakes_of(text, overrides);
  return !mistakes.empty() && mistakes != "wrong exit code";
}

TEST(HostileJob, deep_nesting_is_refused_before_anything_recurses) {
  const auto repeated = [](std::string_view piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  EXPECT_TRUE(is_refused("a = " + repeated("[", 200'000)));
  EXPECT_TRUE(is_refused("a = " + repeated("{a=", 200'000)));
  EXPECT_TRUE(is_refused("a" + repeated(".a", 200'000) + " = 1"));
  EXPECT_TRUE(is_refused("[a" + repeated(".a", 200'000) + "]"));
  EXPECT_TRUE(is_refused("a = " + repeated("[{a.a.a.a.a.a=", 100'000)));
  EXPECT_TRUE(is_refused(with("[model]\nprior = { rules = [[\"" + repeated("words(", 100'000) + "\"]] }\n")));
  EXPECT_TRUE(is_refused(
      replaced("columns = {", "truth = { column = \"a\", pattern = \"" + repeated("(", 199) + "\" }\ncolumns = {")));
  EXPECT_EQ(mistakes_of("\n\na = " + repeated("[", 33)),
            "t.toml:3:1: nested deeper than a job file can be (more than 32 brackets, or 16 dots in a key)");
}

TEST(HostileJob, nesting_counts_neither_strings_nor_comments) {
  EXPECT_EQ(line_nested_too_deep(
                "a = \"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"\n# [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n"),
            0u);
  EXPECT_EQ(line_nested_too_deep("a = '''\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[''' # '\nb = '..................'"), 0u);
  EXPECT_EQ(line_nested_too_deep("a = \"\\\"\"\nb = \"\"\"x\\\n\"\"\"\nc................."), 4u);
  EXPECT_EQ(line_nested_too_deep("a = \"\\"), 0u);
}

TEST(HostileJob, numbers_too_large_or_strange_are_refused) {
  for (const char* number :
       {"99999999999999999999", "1e999", "-1e999", "nan", "inf", "-9223372036854775808", "0x", "1__0"}) {
    EXPECT_TRUE(is_refused(with(std::string("[cluster]\nthreshold = ") + number + "\n"))) << number;
    EXPECT_TRUE(is_refused(with(std::string("max_pairs = ") + number + "\n"))) << number;
  }
  EXPECT_TRUE(is_refused(
      replaced("columns = {", "truth = { column = \"a\", pattern = \"((a{1000}){1000}){1000}\" }\ncolumns = {")));
  EXPECT_TRUE(is_refused(std::string(5 << 20, '#')));
}

TEST(HostileJob, names_cannot_break_the_lines_of_the_report) {
  EXPECT_EQ(
      mistakes_of(with("[cluster]\nmethod = \"a\\nb\"\n\"x\\ny\" = 3\n")),
      "t.toml:17:10: [cluster]: method: unknown value \"a\\x0ab\"; expected one of: components, repair\n"
      "t.toml:18:1: [cluster]: unknown key \"x\\x0ay\"; expected one of: threshold, review_threshold, method, support, "
      "max_repair_size, must_link, cannot_link");
}

RC_GTEST_PROP(HostileJob, random_bytes_are_a_job_or_a_clear_error, (const std::string& bytes)) {
  RC_ASSERT(is_refused(bytes));
  RC_ASSERT(is_refused("[job]\n" + bytes));
}

RC_GTEST_PROP(HostileJob, a_spoilt_job_is_a_job_or_a_clear_error,
              (std::uint32_t at, std::uint8_t byte, std::uint8_t length)) {
  std::string text = parse_job(kGoodJob, "t.toml").resolved_toml;
  text[at % text.size()] = static_cast<char>(byte);
  RC_ASSERT(mistakes_of(text) != "wrong exit code");
  // Cut a part out, double a part, and end the text early.
  const std::size_t begin = at % text.size();
  RC_ASSERT(mistakes_of(text.substr(0, begin)) != "wrong exit code");
  RC_ASSERT(mistakes_of(text.substr(0, begin) + text.substr(std::min(text.size(), begin + length))) !=
            "wrong exit code");
  RC_ASSERT(mistakes_of(text + text.substr(begin)) != "wrong exit code");
}

RC_GTEST_PROP(HostileJob, any_set_argument_is_taken_or_refused_clearly, (const std::vector<std::uint8_t>& choices)) {
  const char* pieces[] = {"source",     "crm", ".",       "0",  "=",         "files",    "job",   "name",   "[",
                          "]",          "{",   "}",       "\"", "attribute", "blocking", "on",    "\n",     "\xff",
                          "comparison", "3",   "columns", " ",  "model",     "prior",    "rules", "surname"};
  std::string set;
  for (const auto choice : choices) set += pieces[choice % std::size(pieces)];
  Overrides overrides;
  overrides.sets = {set, "source.crm." + set, "attribute." + set, set + "=[[1]]"};
  RC_ASSERT(mistakes_of(kGoodJob, overrides) != "wrong exit code");
  for (const auto& one : overrides.sets) {
    Overrides alone;
    alone.sets = {one};
    RC_ASSERT(mistakes_of(kGoodJob, alone) != "wrong exit code");
  }
}

}  // namespace
}  // namespace onefold::config::test
