// Sources that write dates differently, and the reading report: the same for any number of ranks.
#include <fstream>

#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/customers_table.hpp"
#include "result/reading_tables.hpp"
#include "support/small_jobs.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

std::string two_digits(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// Person `i` has the same birthday in both sources; "us" writes the month first, "uk" the day.
void write_sources(const ScratchFolder& folder, std::uint64_t last_day) {
  if (world().is_root())
    for (const bool us : {true, false}) {
      std::ofstream out(folder / (us ? "us.csv" : "uk.csv"));
      out << "id,given,surname,dob,mail,at\n";
      for (std::uint64_t i = 0; i < 200; ++i) {
        const std::string month = two_digits(1 + i % 12), day = two_digits(1 + i * 7 % last_day);
        out << i << ",Given" << i % 40 << ",Surname" << i / 3 << "," << (us ? month : day) << "/" << (us ? day : month)
            << "/" << 1950 + i % 50 << "," << (i % 10 == 3 ? "nobody" : "p" + std::to_string(i) + "@mail.example")
            << ","
            << (us            ? "05/01/2024"
                : i % 20 == 7 ? "soon"
                              : "25/04/2024")
            << "\n";
      }
    }
  world().barrier();
}

config::Job reading_job(const ScratchFolder& folder, const std::string& more = "", const std::string& of_us = "") {
  std::string text = "[job]\nname = \"t\"\noutput = \"" + (folder / "o.h5") + "\"\noverwrite = true\n";
  for (const std::string source : {"us", "uk"})
    text +=
        "[[source]]\nname = \"" + source + "\"\nfiles = \"" + (folder / (source + ".csv")) +
        "\"\nid = \"id\"\nupdated = \"at\"\ncolumns = { given_name = \"given\", surname = \"surname\", birth_date = "
        "\"dob\", email = \"mail\" }\n" +
        (source == "us" ? of_us : "");
  return config::parse_job(
      text + more +
          "[[blocking]]\non = [\"given_name\", \"surname\", \"birth_date\"]\n[[blocking]]\non = [\"email\"]\n",
      "test.toml");
}

RunSummary run_of(const config::Job& job) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return run_job(world(), job, progress, statistics);
}

bool warns(const RunSummary& summary, const std::string& code, const std::string& words) {
  return std::ranges::any_of(summary.warnings, [&](const Warning& warning) {
    return warning.code == code && warning.text.find(words) != std::string::npos;
  });
}

TEST(Reading, each_source_decides_the_order_of_its_dates) {
  const ScratchFolder folder(world());
  write_sources(folder, 28);
  for (const std::string more :
       {"", "[[attribute]]\nname = \"birth_date\"\nformats = [\"%m/%d/%Y\", \"%d/%m/%Y\"]\n"}) {
    const auto summary = run_of(reading_job(folder, more));
    EXPECT_FALSE(warns(summary, "dates_open", "birth_date"));
    EXPECT_FALSE(warns(summary, "dates_contradict", "birth_date"));
    ASSERT_EQ(summary.reading.size(), 10U);
    for (const auto& column : summary.reading) EXPECT_EQ(column.missing + column.written(), 200U);
    // Equal birthdays have equal cleansed values: the same people have the same number of different ones.
    EXPECT_EQ(summary.reading[2].filled, 200U);
    EXPECT_EQ(summary.num_customers, 200U);
  }
}

TEST(Reading, counts_what_cannot_be_read_and_says_where) {
  const ScratchFolder folder(world());
  write_sources(folder, 28);
  const auto summary = run_of(reading_job(folder));
  const auto& mail = summary.reading[3];
  EXPECT_EQ(mail.unreadable, 20U);
  EXPECT_EQ(mail.filled, 180U);
  ASSERT_EQ(mail.examples.size(), 5U);
  EXPECT_EQ(mail.examples[1].row, 14U);
  EXPECT_EQ(mail.examples[1].line, 15U) << "the header is line 1";
  EXPECT_EQ(summary.files[mail.examples[1].file], folder / "us.csv");
  const auto& updated = summary.reading[9];
  EXPECT_FALSE(updated.attribute.has_value());
  EXPECT_EQ(updated.unreadable, 10U);
  ASSERT_EQ(updated.examples.size(), 5U);
  EXPECT_EQ(updated.examples[0].row_of_file, 8U);
  EXPECT_EQ(summary.files[updated.examples[0].file], folder / "uk.csv");
  EXPECT_TRUE(warns(summary, "unreadable", "source us: attribute email: 20 of its 200"));
  EXPECT_TRUE(warns(summary, "unreadable", "source uk: column updated: 10 of its 200"));
  EXPECT_TRUE(warns(summary, "dates_open", "source us: column updated: 200 values"));
  if (world().is_root()) {
    const auto table = result::ReadingTable::read(result::ResultReader(folder / "o.h5"));
    EXPECT_EQ(table.unreadable, (std::vector<std::int64_t>{0, 0, 0, 20, 0, 0, 0, 0, 20, 10}));
    EXPECT_EQ(table.attribute, (std::vector<std::int32_t>{0, 1, 2, 3, -1, 0, 1, 2, 3, -1}));
  }
}

TEST(Reading, a_column_without_a_proof_is_named_and_the_formats_of_its_source_settle_it) {
  const ScratchFolder folder(world());
  write_sources(folder, 12);
  const auto open = run_of(reading_job(folder));
  EXPECT_TRUE(warns(open, "dates_open", "source us: attribute birth_date"));
  EXPECT_TRUE(warns(open, "dates_open", "source uk: attribute birth_date"));
  EXPECT_GE(open.reading[2].ambiguous, 100U);
  const auto settled =
      run_of(reading_job(folder, "", "formats = { birth_date = [\"%m/%d/%Y\"], updated = [\"%m/%d/%Y\"] }\n"));
  EXPECT_FALSE(warns(settled, "dates_open", "source us"));
  EXPECT_EQ(settled.num_candidate_pairs, 200U) << "everybody has the same date of birth in both sources";
  EXPECT_LT(open.num_candidate_pairs, 200U);
}

TEST(Reading, the_time_of_the_last_change_is_read_as_its_whole_column) {
  const ScratchFolder folder(world());
  if (world().is_root())
    std::ofstream(folder / "us.csv") << "id,given,surname,dob,mail,at\n"
                                        "1,Anna,Muster,1980-02-03,may@x.example,05/01/2024 02:30 PM\n"
                                        "2,Anna,Muster,1980-02-03,april@x.example,04/12/2024 02:30 PM\n"
                                        "3,Bert,Beispiel,1970-05-06,b@x.example,01/25/2020 01:00 AM\n";
  world().barrier();
  if (world().is_root()) std::filesystem::copy_file(folder / "us.csv", folder / "uk.csv");
  world().barrier();
  (void)run_of(reading_job(folder));
  if (world().is_root()) {
    const result::ResultReader file(folder / "o.h5");
    const auto golden = result::CustomersTable::golden("email").read_all(file);
    EXPECT_EQ(golden[0], "may@x.example") << "May first is later than 12 April";
  }
}

TEST(Reading, too_many_unreadable_values_end_the_run_on_all_ranks) {
  const ScratchFolder folder(world());
  write_sources(folder, 28);
  try {
    (void)run_of(reading_job(folder, "[reading]\nmax_unreadable = { email = 0.05 }\n"));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::limit);
    EXPECT_NE(std::string(error.what()).find("source us: attribute email: 20 of its 200"), std::string::npos);
  }
  if (world().is_root()) {
    EXPECT_FALSE(std::filesystem::exists(folder / "o.h5"));
  }
}

TEST(Reading, times_of_single_attributes_are_counted_and_limited_like_those_of_records) {
  const ScratchFolder folder(world());
  write_sources(folder, 28);
  // The column of addresses as one of times: none of its 180 addresses and 20 names is a time.
  const std::string own = "updated_of = { email = \"mail\", surname = \"at\" }\n";
  const auto summary = run_of(reading_job(folder, "[reading]\nmax_unreadable = { default = 0.2, updated = 1 }\n", own));
  ASSERT_EQ(summary.reading.size(), 12U);
  EXPECT_EQ(summary.reading[5].attribute, AttributeIndex{1});
  EXPECT_EQ(summary.reading[5].filled, 200U) << "times of surnames";
  const auto& of_mail = summary.reading[6];
  EXPECT_EQ(of_mail.attribute, AttributeIndex{3});
  EXPECT_TRUE(of_mail.is_time_of_change);
  EXPECT_EQ(of_mail.unreadable + of_mail.dummy, 200U);
  EXPECT_GE(of_mail.unreadable, 190U);
  EXPECT_EQ(of_mail.examples.size(), 5U);
  EXPECT_TRUE(warns(summary, "unreadable", "source us: column updated_of.email: "));
  if (world().is_root()) {
    const result::ResultReader file(folder / "o.h5");
    const auto table = result::ReadingTable::read(file);
    EXPECT_EQ(table.is_time_of_change, (std::vector<std::int8_t>{0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0}));
  }
  try {
    (void)run_of(reading_job(folder, "", own));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::limit);
    EXPECT_NE(std::string(error.what()).find("source us: column updated_of.email: "), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace onefold::pipeline
