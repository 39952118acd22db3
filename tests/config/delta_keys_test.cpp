// The keys of deltas: delta, deleted and deleted_ids of [[source]], and what they need elsewhere.
#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"

namespace onefold::config {
namespace {

std::string job_with(const std::string& of_source, const std::string& more) {
  return "[job]\nname = \"t\"\noutput = \"x.h5\"\n[[source]]\nname = \"crm\"\nfiles = \"crm.csv\"\n" + of_source +
         "columns = { surname = \"last\", email = \"mail\" }\n[[blocking]]\non = [\"surname\"]\n" + more;
}
const std::string kPreviousKey = "[merge]\nprevious = \"last.h5\"\n";

std::string mistake_of(const std::string& text) {
  try {
    static_cast<void>(parse_job(text, "test.toml"));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::job);
    return error.what();
  }
  return "no mistake";
}
void expect_mistake(const std::string& of_source, const std::string& more, const std::string& says) {
  const std::string mistake = mistake_of(job_with(of_source, more));
  EXPECT_NE(mistake.find(says), std::string::npos) << mistake;
}

TEST(DeltaKeys, freeze_model_and_frequencies) {
  const Job job = parse_job(job_with("id = \"id\"\ndelta = true\ndeleted = { column = \"op\", values = [\"D\"] }\n"
                                     "deleted_ids = \"gone.csv\"\n",
                                     kPreviousKey),
                            "test.toml");
  EXPECT_TRUE(job.model.frozen);
  EXPECT_TRUE(has_delta(job));
  // There is no [model] section, and candidates do not compete, as in a job with an empty one.
  EXPECT_EQ(job.model.expected_matches_per_record, 0U);
  const SourceConfig& source = job.sources.front();
  EXPECT_TRUE(source.delta);
  EXPECT_EQ(source.deleted, "op");
  EXPECT_EQ(source.deleted_values, std::vector<std::string>{"D"});
  ASSERT_EQ(source.deleted_ids.size(), 1U);
  EXPECT_TRUE(source.deleted_ids.front().ends_with("gone.csv"));
  const Job again = parse_job(job.resolved_toml, "again.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_FALSE(has_delta(parse_job(job_with("id = \"id\"\ndelta = false\n", ""), "test.toml")));
}

TEST(DeltaKeys, need_a_previous_result_and_ids) {
  expect_mistake("id = \"id\"\ndelta = true\n", "", "previous is missing: [[source]] crm says delta = true");
  expect_mistake("delta = true\n", "[merge]\nprevious = \"last.h5\"\nidentity = \"content\"\n", "it needs id");
}

TEST(DeltaKeys, refuse_another_model) {
  const std::string delta = "id = \"id\"\ndelta = true\n";
  expect_mistake(delta, kPreviousKey + "[model]\nfrequencies = \"counted\"\n", "from the previous result");
  expect_mistake(delta, kPreviousKey + "[model]\nfile = \"model.json\"\n", "from the previous result");
  EXPECT_TRUE(parse_job(job_with(delta, kPreviousKey + "[model]\nfrequencies = \"frozen\"\n"), "t.toml").model.frozen);
}

TEST(DeltaKeys, refuse_deletions_without_delta_and_malformed_ones) {
  expect_mistake("id = \"id\"\ndeleted_ids = \"gone.csv\"\n", "", "only a delta deletes records");
  expect_mistake("id = \"id\"\ndeleted = { column = \"op\", values = [\"D\"] }\n", "", "only a delta deletes records");
  const std::string delta = "id = \"id\"\ndelta = true\n";
  expect_mistake(delta + "deleted = \"op\"\n", kPreviousKey, "expected a table");
  expect_mistake(delta + "deleted = { values = [\"D\"] }\n", kPreviousKey, "column is missing");
  expect_mistake(delta + "deleted = { column = \"op\" }\n", kPreviousKey, "values is missing");
  expect_mistake(delta + "deleted = { column = \"op\", values = [] }\n", kPreviousKey, "at least one value");
  expect_mistake(delta + "deleted = { column = \"op\", values = [\"\"] }\n", kPreviousKey, "not empty");
  expect_mistake(delta + "updated_of = { email = \"changed\" }\n", kPreviousKey, "one time of change per record");
}

}  // namespace
}  // namespace onefold::config
