// Reads the keys of a [[source]] that is a database.
#include <fmt/format.h>

#include "config/sections.hpp"
#include "document/text.hpp"
#include "sql/connection_text.hpp"
#include "sql/sql_text.hpp"

namespace onefold::config {

namespace {

constexpr std::uint64_t kMaxParts = 10'000;
constexpr std::string_view kExampleQuery = "query = \"SELECT * FROM claimant WHERE MOD(id, {parts}) = {part}\"";

void check_query(TableReader& table, std::string_view key, const std::string& query) {
  if (const auto reason = sql::why_not_read_only(query))
    table.mistake_of(key, *table.find(key),
                     fmt::format("expected one statement that only reads (SELECT, WITH, VALUES or TABLE), but {}; put "
                                 "the name of a column that is such a word into quotes",
                                 *reason));
}

void read_query(TableReader& table, DatabaseConfig& database) {
  if (table.find("query") == nullptr)
    return table.mistake(fmt::format("query is missing; write, for example: {}", kExampleQuery));
  if (!table.read("query", database.query)) return;
  check_query(table, "query", database.query);
  if (table.read("count", database.count)) check_query(table, "count", database.count);
  std::uint64_t parts = 0;
  if (table.read("parts", parts, 1, kMaxParts)) database.parts = static_cast<std::uint32_t>(parts);
  const std::string& query = database.query;
  const bool divided = sql::has_parts(query);
  if (!divided && query.find("{parts}") != std::string::npos)
    table.mistake_of("query", *table.find("query"),
                     fmt::format("has {{parts}} without {{part}}; write, for example: {}", kExampleQuery));
  if (!divided && database.parts > 1)
    table.mistake_of("parts", *table.find("parts"),
                     fmt::format("the query has no {{part}}; write, for example: {}", kExampleQuery));
  if (divided && database.count.empty() && !sql::undivided_query(query))
    table.mistake_of("query", *table.find("query"),
                     "the rows of all parts together are counted, and what the query would be without parts cannot be "
                     "told unless its condition is EXPRESSION = {part}; write it so, or give count = \"SELECT COUNT(*) "
                     "FROM ...\"");
}

void read_password_keys(TableReader& table, DatabaseConfig& database) {
  if (table.read("password_env", database.password_env) && !is_identifier(database.password_env))
    table.mistake_of("password_env", *table.find("password_env"),
                     "expected the name of an environment variable that holds the password");
  table.read_path("password_file", database.password_file);
  if (!database.password_env.empty() && !database.password_file.empty())
    table.mistake_of("password_file", *table.find("password_file"),
                     "the password comes from password_env or from password_file, not from both");
}

}  // namespace

bool read_database(TableReader& table, SourceConfig& source) {
  const bool by_odbc = table.find("odbc") != nullptr;
  const bool by_libpq = table.find("postgresql") != nullptr;
  if (!by_odbc && !by_libpq) return false;
  const std::string_view key = by_odbc ? "odbc" : "postgresql";
  source.shape = by_odbc ? Shape::odbc : Shape::postgresql;
  source.text.header_rows = 0;
  if (by_odbc && by_libpq)
    table.mistake_of("postgresql", *table.find("postgresql"), "this source has odbc already; give one of them");
  for (const std::string_view other : {"files", "format"})
    if (table.find(other) != nullptr)
      table.mistake_of(other, *table.find(other), fmt::format("is for files; this source has {} and query", key));

  DatabaseConfig& database = source.database;
  const sql::Way way = by_odbc ? sql::Way::odbc : sql::Way::libpq;
  if (table.read_path(key, database.connection)) {
    if (const auto secret = sql::key_of_secret(way, database.connection))
      table.mistake_of(key, *table.find(key),
                       fmt::format("the job must not hold a password or another secret, and this has {}; take it out. "
                                   "A password comes from the environment variable {}, password_env or "
                                   "password_file; other secrets can stand in odbc.ini",
                                   *secret, sql::password_variable(source.name)));
    database.shown_name = sql::shown_name_of(way, database.connection);
  }
  read_query(table, database);
  read_password_keys(table, database);
  if (table.find("id") == nullptr)
    table.mistake("id is missing; the rows of a database are numbered by it: id = \"customer_no\"");
  return true;
}

}  // namespace onefold::config
