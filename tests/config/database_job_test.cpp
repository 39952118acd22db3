// [[source]] with a database: what is read, what is refused, and what the resolved job and the digest say.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

/// The good job with the keys of a database in place of its files.
std::string with_database(const std::string& keys) { return replaced("files = [\"crm.csv\"]\n", keys); }

constexpr const char* kOdbc =
    "odbc = \"DSN=crm\"\nquery = \"SELECT * FROM t WHERE MOD(id, {parts}) = {part}\"\nid = \"ID\"\n";

TEST(DatabaseJob, its_keys_are_read_and_written_so_that_they_read_back) {
  const std::string text = with_database(
      "postgresql = \"host=${HOST} dbname=crm\"\nquery = \"SELECT * FROM t WHERE x({part})\"\ncount = \"SELECT 5\"\n"
      "parts = 12\npassword_file = \"secret\"\nid = \"ID\"\n");
  const Job job = parse_job(text, "t.toml", {}, environment_of({{"HOST", "db${1}"}}));
  const SourceConfig& source = job.sources[0];
  EXPECT_EQ(source.shape, Shape::postgresql);
  EXPECT_EQ(source.database.connection, "host=db${1} dbname=crm");
  EXPECT_EQ(source.database.count, "SELECT 5");
  EXPECT_EQ(source.database.parts, 12U);
  EXPECT_EQ(source.database.password_file, "secret");
  EXPECT_EQ(source.database.shown_name, "postgresql:crm");
  EXPECT_TRUE(source.has_column_names());
  const Job again = parse_job(job.resolved_toml, "resolved");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.digest_toml, job.digest_toml);
}

TEST(DatabaseJob, the_digest_does_not_depend_on_where_the_rows_are_read) {
  const Job one = parse_job(with_database(kOdbc), "t.toml");
  const Job other = parse_job(
      with_database(
          "odbc = \"DSN=other\"\nparts = 3\nquery = \"SELECT * FROM u WHERE MOD(id, {parts}) = {part}\"\nid = "
          "\"ID\"\n"),
      "t.toml");
  EXPECT_EQ(one.digest_toml, other.digest_toml);
  EXPECT_EQ(one.digest_toml.find("DSN"), std::string::npos);
}

TEST(DatabaseJob, a_password_is_refused_without_being_shown) {
  std::string text = with_database(kOdbc);
  text.replace(text.find("DSN=crm"), 7, "DSN=crm;PWD=MARKERVALUE");
  EXPECT_EQ(
      mistakes_of(text),
      "t.toml:7:8: [[source]] crm: odbc: the job must not hold a password or another secret, and this "
      "has PWD; take it out. A password comes from the environment variable ONEFOLD_PASSWORD_CRM, password_env or "
      "password_file; other secrets can stand in odbc.ini");
}

TEST(DatabaseJob, mistakes_say_what_to_write) {
  EXPECT_EQ(mistakes_of(with_database("odbc = \"DSN=crm\"\n")),
            "t.toml:5:1: [[source]] crm: query is missing; write, for example: query = \"SELECT * FROM claimant WHERE "
            "MOD(id, {parts}) = {part}\"\n"
            "t.toml:5:1: [[source]] crm: id is missing; the rows of a database are numbered by it: id = "
            "\"customer_no\"");
  EXPECT_EQ(
      mistakes_of(with_database("odbc = \"DSN=crm\"\nid = \"ID\"\nquery = \"UPDATE t SET a = 1\"\n")),
      "t.toml:9:9: [[source]] crm: query: expected one statement that only reads (SELECT, WITH, VALUES or TABLE), "
      "but it begins with UPDATE; put the name of a column that is such a word into quotes");
  EXPECT_NE(mistakes_of(with_database("odbc = \"DSN=crm\"\nid = \"ID\"\nquery = \"SELECT * FROM t WHERE id > {part} * "
                                      "10\"\n"))
                .find("or give count = \"SELECT COUNT(*) FROM ...\""),
            std::string::npos);
  EXPECT_NE(mistakes_of(with_database("odbc = \"DSN=crm\"\nid = \"ID\"\nquery = \"SELECT {parts} FROM t\"\n"))
                .find("has {parts} without {part}"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with_database("odbc = \"DSN=crm\"\nid = \"ID\"\nparts = 2\nquery = \"SELECT * FROM t\"\n"))
                .find("parts: the query has no {part}"),
            std::string::npos);
  EXPECT_NE(mistakes_of(replaced("files =", std::string(kOdbc) + "files =")).find("files: is for files"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with_database(std::string(kOdbc) + "delimiter = \";\"\n")).find("unknown key \"delimiter\""),
            std::string::npos);
  EXPECT_NE(mistakes_of(with_database(std::string(kOdbc) + "password_env = \"A\"\npassword_file = \"b\"\n"))
                .find("not from both"),
            std::string::npos);
  EXPECT_NE(mistakes_of(with_database(std::string(kOdbc) + "postgresql = \"dbname=x\"\n")).find("has odbc already"),
            std::string::npos);
}

}  // namespace
}  // namespace onefold::config::test
