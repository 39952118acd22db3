#include "cli/database_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "document/nearest_name.hpp"
#include "onefold/record/error.hpp"
#include "sql/connection_text.hpp"
#include "sql/sql_text.hpp"

namespace onefold::cli {

namespace {

struct NamedText {
  std::string name;
  std::string text;
};

NamedText named_text(const std::string& option, const std::string& argument, const char* example) {
  const std::size_t equals = argument.find('=');
  const std::string name = argument.substr(0, equals);
  const bool plain = !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
  // The argument is not shown: it may hold a password.
  if (equals == std::string::npos || !plain || equals + 1 == argument.size())
    throw Error(ExitCode::usage, fmt::format("{} expects a name of letters, digits, _ - . and a text: {} claims='{}'",
                                             option, option, example));
  return {name, argument.substr(equals + 1)};
}

void add_connection(const std::string& option, config::Shape shape, const std::string& argument, const char* example,
                    std::vector<config::SourceConfig>& sources) {
  const NamedText given = named_text(option, argument, example);
  if (std::ranges::find(sources, given.name, &config::SourceConfig::name) != sources.end())
    throw Error(ExitCode::usage, fmt::format("{}: {} was named twice", option, given.name));
  const sql::Way way = shape == config::Shape::odbc ? sql::Way::odbc : sql::Way::libpq;
  if (const auto secret = sql::key_of_secret(way, given.text))
    throw Error(ExitCode::usage,
                fmt::format("{} {}: a password or another secret must not be on the command line, and this has {}; set "
                            "the environment variable {} to a password; other secrets can stand in odbc.ini",
                            option, given.name, *secret, sql::password_variable(given.name)));
  config::SourceConfig source;
  source.name = given.name;
  source.shape = shape;
  source.database.connection = given.text;
  source.database.shown_name = sql::shown_name_of(way, given.text);
  sources.push_back(std::move(source));
}

}  // namespace

std::vector<config::SourceConfig> database_sources(const DatabaseOptions& options) {
  std::vector<config::SourceConfig> sources;
  for (const auto& argument : options.odbc)
    add_connection("--odbc", config::Shape::odbc, argument, "DSN=claims", sources);
  for (const auto& argument : options.postgresql)
    add_connection("--postgresql", config::Shape::postgresql, argument, "host=db dbname=claims", sources);
  for (const auto& argument : options.query) {
    const NamedText given = named_text("--query", argument, "SELECT * FROM claimant");
    const auto source = std::ranges::find(sources, given.name, &config::SourceConfig::name);
    if (source == sources.end())
      throw Error(ExitCode::usage,
                  fmt::format("--query {0}: which database? add --odbc {0}='DSN=...' or --postgresql {0}='host=...'",
                              given.name));
    if (const auto reason = sql::why_not_read_only(given.text))
      throw Error(ExitCode::usage,
                  fmt::format("--query {}: expected one statement that only reads, but {}", given.name, *reason));
    if (sql::has_parts(given.text))
      throw Error(ExitCode::usage,
                  fmt::format("--query {}: give it without {{part}}; the job gets it where it can", given.name));
    source->database.query = given.text;
  }
  for (const auto& source : sources)
    if (source.database.query.empty())
      throw Error(ExitCode::usage, fmt::format("{0} has no query; add --query {0}='SELECT * FROM ...'", source.name));
  return sources;
}

}  // namespace onefold::cli
