// Values of records in the result: as the sources wrote them, cleansed ones on request, and none; indexes of a run.
#include <algorithm>

#include "inspect/lookup.hpp"
#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/index_tables.hpp"
#include "result/record_values_table.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

using result::RecordValuesTable;

constexpr std::size_t kRows = 300;

void write_kept_sources(const ScratchFolder& folder) {
  write_source(folder, "a", rows_of_source(1, kRows), 2);
  write_source(folder, "b", rows_of_source(2, kRows), 2);
}

std::string output_section(const std::string& values) {
  return kOneKeyEach + "[output]\nvalues = \"" + values + "\"\n";
}

// Rank 0 only.
void expect_all_checks(const std::string& path) {
  const auto verification = verify::verify_result(path);
  for (const auto& check : verification.checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
}

TEST(KeptValues, are_those_of_the_sources_with_the_time_of_their_change) {
  const ScratchFolder folder(test::world());
  write_kept_sources(folder);
  (void)run(test::world(), make_job(folder, 2, "raw.h5"));
  if (test::world().is_root()) {
    expect_all_checks(folder / "raw.h5");
    const result::ResultReader file(folder / "raw.h5");
    const auto surname = RecordValuesTable::value("surname").read_all(file);
    const auto email = RecordValuesTable::value("email").read_all(file);
    const auto updated = RecordValuesTable::kUpdated.read_all(file);
    ASSERT_EQ(surname.size(), 2 * kRows);
    for (std::size_t s = 0; s < 2; ++s) {
      const auto rows = rows_of_source(s + 1, kRows);
      for (std::size_t i = 0; i < kRows; ++i) {
        const std::size_t record = s * kRows + i;
        EXPECT_NE(rows[i].find("\"" + std::string(surname[record]) + "\""), std::string::npos) << record;
        EXPECT_NE(rows[i].find("," + std::string(email[record]) + ","), std::string::npos) << record;
        EXPECT_EQ(updated[record], 1704067200 + 86400 * (rows[i].back() - '1')) << rows[i];
      }
    }
    EXPECT_FALSE(RecordValuesTable::cleansed("surname").is_in(file));
  }
  test::world().barrier();
}

TEST(KeptValues, the_digest_is_that_of_one_rank_and_of_any_windows) {
  const ScratchFolder folder(test::world());
  write_kept_sources(folder);
  for (const std::string values : {"none", "raw", "raw+cleansed"}) {
    const std::string blocking = output_section(values);
    const auto alone = test::world().split(test::world().rank());
    std::string expected;
    if (test::world().is_root()) expected = run(alone, make_job(folder, 2, "alone.h5", "overwrite = true\n", blocking));
    test::world().broadcast(expected);
    EXPECT_EQ(run(test::world(), make_job(folder, 2, values + ".h5", "", blocking)), expected) << values;
    EXPECT_EQ(run(test::world(), make_job(folder, 2, values + "7.h5", "", blocking), {.window_rows = 7}), expected)
        << values;
  }
}

TEST(KeptValues, cleansed_ones_are_those_that_were_compared_and_none_are_kept_on_request) {
  const ScratchFolder folder(test::world());
  write_kept_sources(folder);
  (void)run(test::world(), make_job(folder, 2, "both.h5", "", output_section("raw+cleansed")));
  (void)run(test::world(), make_job(folder, 2, "none.h5", "", output_section("none")));
  if (test::world().is_root()) {
    expect_all_checks(folder / "both.h5");
    expect_all_checks(folder / "none.h5");
    const result::ResultReader both(folder / "both.h5");
    const auto raw = RecordValuesTable::value("email").read_all(both);
    const auto cleansed = RecordValuesTable::cleansed("email").read_all(both);
    ASSERT_EQ(cleansed.size(), 2 * kRows);
    std::size_t dummies = 0;
    for (std::size_t record = 0; record < cleansed.size(); ++record) {
      EXPECT_EQ(cleansed[record], raw[record] == "n/a" ? std::string_view() : raw[record]);
      dummies += raw[record] == "n/a";
    }
    EXPECT_GT(dummies, 50U);
    const auto birth_date = RecordValuesTable::cleansed("birth_date").read_all(both);
    EXPECT_TRUE(std::any_of(birth_date.bytes().begin(), birth_date.bytes().end(), [](char c) { return c != 0; }));
    const result::ResultReader none(folder / "none.h5");
    EXPECT_TRUE(none.names_in("/records/value").empty());
    EXPECT_FALSE(RecordValuesTable::kUpdated.is_in(none));
  }
  test::world().barrier();
}

TEST(KeptValues, records_and_customers_of_a_run_are_found_through_its_indexes) {
  const ScratchFolder folder(test::world());
  write_kept_sources(folder);
  (void)run(test::world(), make_job(folder, 2, "out.h5"));
  if (test::world().is_root()) {
    const result::ResultReader file(folder / "out.h5");
    const auto pins = file.read_int64("/records/pin", 0, 2 * kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      const auto found = inspect::find_record(file, "b", "id" + std::to_string(i));
      EXPECT_EQ(found.record, kRows + i);
      const auto customer = inspect::find_customer(file, pins[kRows + i]);
      ASSERT_TRUE(customer.has_value());
      const auto members = inspect::members_of(file, *customer);
      EXPECT_TRUE(std::binary_search(members.begin(), members.end(), static_cast<std::int64_t>(kRows + i)));
    }
  }
  test::world().barrier();
}

}  // namespace
}  // namespace onefold::pipeline
