// What stops a run, and what is a reason to doubt its result.
#include "reading/judge.hpp"

#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"

namespace onefold::reading {
namespace {

const std::vector<std::string> kFiles = {"a.csv", "b.csv"};

config::Job make_job(const std::string& more = "") {
  return config::parse_job(
      "[job]\nname = \"t\"\noutput = \"o.h5\"\n[[source]]\nname = \"crm\"\nfiles = \"*.csv\"\nupdated = \"AT\"\n"
      "columns = { surname = \"S\", birth_date = \"B\" }\n[[blocking]]\non = [\"surname\"]\n" +
          more,
      "t.toml");
}

ColumnReading column_of(std::uint64_t filled, std::uint64_t unreadable, std::optional<AttributeIndex> attribute = 1) {
  return {.attribute = attribute,
          .filled = filled,
          .unreadable = unreadable,
          .examples = {{.file = 1, .row = 9, .row_of_file = 4}}};
}

/// Of a source with two attributes, the second one a date or a number.
ingest::ColumnFindings no_findings() {
  ingest::ColumnFindings findings;
  findings.dates.emplace_back(3);
  findings.numbers.emplace_back(2);
  return findings;
}

std::string refusal_of(const config::Job& job, const ColumnReading& column) {
  try {
    require_readable(job, {column}, kFiles);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::limit);
    return error.what();
  }
  return "";
}

TEST(RequireReadable, stops_above_the_share_and_says_where_and_what_to_do) {
  const auto job = make_job();
  EXPECT_EQ(refusal_of(job, column_of(80, 20)), "");
  const std::string refusal = refusal_of(job, column_of(79, 21));
  for (const char* words : {"source crm", "attribute birth_date", "21 of its 100 values", "row 4 of b.csv", "formats"})
    EXPECT_NE(refusal.find(words), std::string::npos) << words << ": " << refusal;
  EXPECT_EQ(refusal.find('\n'), std::string::npos);
  auto known = column_of(79, 21);
  known.examples[0].line = 12;
  EXPECT_NE(refusal_of(job, known).find("line 12 of b.csv"), std::string::npos);
  EXPECT_EQ(refusal_of(job, column_of(0, 0)), "") << "a column without values has no unreadable ones";
  EXPECT_NE(refusal_of(job, column_of(1, 1, std::nullopt)).find("column updated"), std::string::npos);
}

TEST(RequireReadable, has_a_limit_of_its_own_for_a_column) {
  const auto job = make_job("[reading]\nmax_unreadable = { birth_date = 0.5, updated = 1 }\n");
  EXPECT_EQ(refusal_of(job, column_of(50, 50)), "");
  EXPECT_NE(refusal_of(job, column_of(49, 51)), "");
  EXPECT_NE(refusal_of(job, column_of(79, 21, 0)), "");
  EXPECT_EQ(refusal_of(job, column_of(0, 7, std::nullopt)), "");
}

TEST(WarnOfReading, from_one_percent_on) {
  const auto job = make_job();
  const auto none = no_findings();
  EXPECT_EQ(warn_of_reading(job, {column_of(99, 1)}, none, kFiles).size(), 0U);
  const auto warnings = warn_of_reading(job, {column_of(98, 2)}, none, kFiles);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "unreadable");
  EXPECT_NE(warnings[0].text.find("2 of its 100 values"), std::string::npos) << warnings[0].text;
}

TEST(WarnOfReading, of_columns_whose_order_of_day_and_month_is_open) {
  const auto job = make_job();
  auto findings = no_findings();
  const auto add = [&](std::size_t column, cleanse::DateProof proof, std::uint64_t count) {
    findings.dates[0][column][static_cast<std::size_t>(proof)] = count;
  };
  add(1, cleanse::DateProof::ambiguous, 7);
  const ReadingReport report = {column_of(10, 0, 0), column_of(10, 0, 1), column_of(10, 0, std::nullopt)};
  auto warnings = warn_of_reading(job, report, findings, kFiles);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "dates_open");
  for (const char* words : {"source crm", "birth_date", "7 values", "day first", "formats = { birth_date"})
    EXPECT_NE(warnings[0].text.find(words), std::string::npos) << words << ": " << warnings[0].text;
  add(1, cleanse::DateProof::month_first, 1);
  EXPECT_EQ(warn_of_reading(job, report, findings, kFiles).size(), 0U);
  add(1, cleanse::DateProof::day_first, 1);
  add(2, cleanse::DateProof::ambiguous, 1);
  warnings = warn_of_reading(job, report, findings, kFiles);
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].code, "dates_contradict");
  EXPECT_NE(warnings[1].text.find("column updated: 1 value can"), std::string::npos) << warnings[1].text;
}

TEST(WarnOfReading, of_numbers_whose_decimal_mark_is_open) {
  const auto job = make_job("[[attribute]]\nname = \"birth_date\"\ntype = \"number\"\n");
  auto findings = no_findings();
  const auto add = [&](cleanse::NumberProof proof, std::uint64_t count) {
    findings.numbers[0][1][static_cast<std::size_t>(proof)] = count;
  };
  const ReadingReport report = {column_of(10, 0, 0), column_of(10, 0, 1), column_of(10, 0, std::nullopt)};
  add(cleanse::NumberProof::point, 3);
  EXPECT_EQ(warn_of_reading(job, report, findings, kFiles).size(), 0U);
  add(cleanse::NumberProof::ambiguous, 7);
  EXPECT_EQ(warn_of_reading(job, report, findings, kFiles).size(), 0U);
  add(cleanse::NumberProof::comma, 2);
  auto warnings = warn_of_reading(job, report, findings, kFiles);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "numbers_contradict");
  EXPECT_NE(warnings[0].text.find("3 have a decimal point, 2 a decimal comma"), std::string::npos) << warnings[0].text;
  add(cleanse::NumberProof::point, 0);
  add(cleanse::NumberProof::comma, 0);
  warnings = warn_of_reading(job, report, findings, kFiles);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "numbers_open");
  for (const char* words : {"source crm", "birth_date", "7 values", "decimal = \".\""})
    EXPECT_NE(warnings[0].text.find(words), std::string::npos) << words << ": " << warnings[0].text;
}

}  // namespace
}  // namespace onefold::reading
