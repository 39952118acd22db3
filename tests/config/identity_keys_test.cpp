// The keys of [merge] that say where PINs come from.
#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"

namespace onefold::config {

namespace {

std::string identity_job(const std::string& merge, const std::string& id = "id = \"id\"\n") {
  return "[job]\nname = \"t\"\noutput = \"t.h5\"\n[[source]]\nname = \"crm\"\nfiles = \"crm.csv\"\n" + id +
         "columns = { surname = \"last\" }\n[[blocking]]\non = [\"surname\"]\n[merge]\n" + merge;
}

std::string failure_of_identity(const std::string& text) {
  try {
    static_cast<void>(parse_job(text, "t.toml"));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::job);
    return error.what();
  }
  return "no failure";
}

}  // namespace

TEST(IdentityKeys, are_read_and_written) {
  const Job job = parse_job(
      identity_job("previous = \"last.h5\"\nrenamed = { old = \"crm\" }\nlock = [\"a.csv\", \"b.csv\"]\n"), "t.toml");
  EXPECT_EQ(job.identity.previous, "last.h5");
  ASSERT_EQ(job.identity.renamed.size(), 1U);
  EXPECT_EQ(job.identity.renamed[0].old_name, "old");
  EXPECT_EQ(job.identity.lock.size(), 2U);
  const Job again = parse_job(job.resolved_toml, "t.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.identity.renamed[0].source, 0U);
  // The digest form has no paths.
  EXPECT_EQ(job.digest_toml.find("last.h5"), std::string::npos);
  EXPECT_EQ(job.digest_toml.find("a.csv"), std::string::npos);
  EXPECT_NE(job.digest_toml, parse_job(identity_job(""), "t.toml").digest_toml);
}

TEST(IdentityKeys, a_source_without_ids_needs_identity_content) {
  EXPECT_NE(failure_of_identity(identity_job("previous = \"last.h5\"\n", "")).find("[[source]] crm has no id"),
            std::string::npos);
  const Job job = parse_job(identity_job("previous = \"last.h5\"\nidentity = \"content\"\n", ""), "t.toml");
  EXPECT_EQ(job.identity.naming, RecordNaming::content);
}

TEST(IdentityKeys, mistakes_are_named) {
  EXPECT_NE(failure_of_identity(identity_job("renamed = { old = \"crm\" }\n")).find("it needs previous"),
            std::string::npos);
  EXPECT_NE(failure_of_identity(identity_job("lock = \"a.csv\"\n")).find("it needs previous"), std::string::npos);
  EXPECT_NE(failure_of_identity(identity_job("previous = \"l.h5\"\nrenamed = { old = \"crn\" }\n")).find("crn"),
            std::string::npos);
  EXPECT_NE(failure_of_identity(identity_job("identity = \"row\"\n")).find("identity"), std::string::npos);
}

}  // namespace onefold::config
