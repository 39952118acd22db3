// Values made from columns through the whole pipeline: the same answer on any number of ranks, and what a run says.
#include <algorithm>
#include <map>

#include "onefold/pipeline/run.hpp"
#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "support/small_jobs.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

// Two systems: one writes names and addresses in one column.
void write_systems(const ScratchFolder& folder) {
  if (test::world().is_root()) {
    std::ofstream one(folder / "one.csv", std::ios::binary), many(folder / "many.csv", std::ios::binary);
    one << "id;name;address\n";
    many << "id,first,last,street,zip,city\n";
    for (std::size_t i = 0; i < 240; ++i) {
      const std::string given = "G" + std::string(1, static_cast<char>('a' + i % 26)) + "rd" + std::to_string(i % 7);
      const std::string surname = i % 40 == 0 ? "Null" : "Wb" + std::string(1, static_cast<char>('a' + i % 23)) + "er";
      const std::string zip = std::to_string(10'000 + 37 * i);
      one << "a" << i << ";" << surname << ", " << given << " F.;Ring " << i << ", " << zip << " Neustadt\n";
      many << "b" << i << "," << given << "," << surname << ",Ring " << i << "," << zip << ",Neustadt\n";
    }
    one << "a240;Test;Rosenhof\n";
  }
  test::world().barrier();
}

config::Job columns_job(const ScratchFolder& folder, const std::string& output, const std::string& more) {
  return config::parse_job(
      "[job]\nname = \"t\"\noutput = \"" + (folder / output) + "\"\n[[source]]\nname = \"one\"\nfiles = \"" +
          (folder / "one.csv") +
          "\"\nid = \"id\"\ndelimiter = \";\"\ncolumns = { full_name = \"name\", address = \"address\"" + more +
          " }\n[[source]]\nname = \"many\"\nfiles = \"" + (folder / "many.csv") +
          "\"\nid = \"id\"\ncolumns = { given_name = \"first\", surname = \"last\", address = "
          "\"street\", postcode = \"zip\", city = \"city\" }\n[[blocking]]\non = \"postcode\"\n"
          "[[attribute]]\nname = \"code\"\ntype = \"text\"\n",
      "t.toml");
}

RunSummary columns_summary(const mpi::Communicator& world, const config::Job& job) {
  progress::Progress progress(progress::options_for_stderr(false, true));
  progress::Statistics statistics;
  return run_job(world, job, progress, statistics, {});
}

TEST(ColumnsOfAJob, parts_of_names_and_addresses_meet_systems_that_write_them_otherwise) {
  const ScratchFolder folder(test::world());
  write_systems(folder);
  const std::string pattern = ", code = { column = \"address\", pattern = '(\\d{5})' }";
  const auto alone = test::world().split(test::world().rank());
  std::string expected;
  if (test::world().is_root())
    expected = columns_summary(alone, columns_job(folder, "alone.h5", pattern)).content_digest;
  test::world().broadcast(expected);
  const RunSummary summary = columns_summary(test::world(), columns_job(folder, "out.h5", pattern));
  EXPECT_EQ(summary.content_digest, expected);
  EXPECT_EQ(summary.num_records, 481u);
  EXPECT_EQ(summary.num_candidate_pairs, 240u);
  for (const auto& warning : summary.warnings) EXPECT_NE(warning.code, "pattern_without_match");
  if (test::world().is_root()) {
    const result::ResultReader file((folder / "out.h5"));
    const std::uint64_t num_customers = file.num_rows("/customers/cluster_id");
    std::map<std::string, std::uint64_t> surnames;
    const auto surname = file.read_text_column("/customers/golden/surname", 0, num_customers);
    const auto given_name = file.read_text_column("/customers/golden/given_name", 0, num_customers);
    for (std::uint64_t c = 0; c < num_customers; ++c) {
      ++surnames[std::string(surname[c])];
      EXPECT_EQ(given_name[c].find('.'), std::string_view::npos) << "a middle initial is no given name";
    }
    // Null has a given name beside it; Test has none.
    EXPECT_GT(surnames["Null"], 0u);
    EXPECT_EQ(surnames["Test"], 0u);
  }
  test::world().barrier();
}

TEST(ColumnsOfAJob, a_pattern_that_matches_nothing_is_a_warning) {
  const ScratchFolder folder(test::world());
  write_systems(folder);
  const auto summary = columns_summary(
      test::world(), columns_job(folder, "out.h5", ", code = { column = \"address\", pattern = '(\\d{9})' }"));
  EXPECT_EQ(std::ranges::count(summary.warnings, "pattern_without_match", &Warning::code), 1);
}

TEST(ColumnsOfAJob, a_pattern_that_never_ends_is_an_error_of_the_input_on_all_ranks) {
  const ScratchFolder folder(test::world());
  write_systems(folder);
  if (test::world().is_root()) {
    std::ofstream more(folder / "one.csv", std::ios::binary | std::ios::app);
    more << "a999;X;" << std::string(60, 'a') << "\n";
  }
  test::world().barrier();
  try {
    (void)columns_summary(test::world(),
                          columns_job(folder, "out.h5", ", code = { column = \"address\", pattern = '^((a+)+)+b' }"));
    ADD_FAILURE() << "the pattern came to an end";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    const std::string message = error.what();
    EXPECT_NE(message.find("source \"one\""), std::string::npos) << message;
    EXPECT_NE(message.find("line 243"), std::string::npos) << message;
    EXPECT_NE(message.find("columns.code"), std::string::npos) << message;
    EXPECT_NE(message.find("\"address\""), std::string::npos) << message;
    EXPECT_EQ(message.find("aaaa"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace onefold::pipeline
