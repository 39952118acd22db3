// --odbc, --postgresql and --query of suggest.
#include "cli/database_arguments.hpp"

#include <gtest/gtest.h>

#include "onefold/record/error.hpp"

namespace onefold::cli {
namespace {

std::string refusal(const DatabaseOptions& options) {
  try {
    (void)database_sources(options);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "none";
}

TEST(DatabaseArguments, names_bring_connections_and_queries_together) {
  const auto sources = database_sources({{"claims=Driver=SQLite3;Database=a.db"},
                                         {"crm=postgresql://me@db/crm"},
                                         {"crm=SELECT a = 1 FROM t", "claims=SELECT * FROM c"}});
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].name, "claims");
  EXPECT_EQ(sources[0].shape, config::Shape::odbc);
  EXPECT_EQ(sources[0].database.connection, "Driver=SQLite3;Database=a.db");
  EXPECT_EQ(sources[0].database.query, "SELECT * FROM c");
  EXPECT_EQ(sources[0].database.shown_name, "odbc:SQLite3");
  EXPECT_EQ(sources[1].shape, config::Shape::postgresql);
  EXPECT_EQ(sources[1].database.query, "SELECT a = 1 FROM t");
}

TEST(DatabaseArguments, mistakes_say_what_to_write_and_show_no_password) {
  EXPECT_EQ(refusal({{"DSN"}, {}, {}}),
            "--odbc expects a name of letters, digits, _ - . and a text: --odbc claims='DSN=claims'");
  EXPECT_EQ(refusal({{"a=DSN=a"}, {}, {}}), "a has no query; add --query a='SELECT * FROM ...'");
  EXPECT_EQ(refusal({{"a=DSN=a"}, {"a=dbname=a"}, {}}), "--postgresql: a was named twice");
  EXPECT_EQ(refusal({{}, {}, {"a=SELECT 1"}}),
            "--query a: which database? add --odbc a='DSN=...' or --postgresql a='host=...'");
  EXPECT_EQ(refusal({{"a=DSN=a"}, {}, {"a=DROP TABLE t"}}),
            "--query a: expected one statement that only reads, but it begins with DROP");
  EXPECT_NE(refusal({{"a=DSN=a"}, {}, {"a=SELECT 1 WHERE {part} = 0"}}).find("give it without {part}"),
            std::string::npos);
  EXPECT_EQ(refusal({{"a=DSN=a;PWD=MARKERVALUE"}, {}, {}}),
            "--odbc a: a password or another secret must not be on the command line, and this has PWD; set the "
            "environment variable ONEFOLD_PASSWORD_A to a password; other secrets can stand in odbc.ini");
}

}  // namespace
}  // namespace onefold::cli
