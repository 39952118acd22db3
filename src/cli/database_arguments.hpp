// The options of suggest that name databases: --odbc NAME=CONNECTION, --postgresql NAME=CONNECTION, --query
// NAME=SELECT.
#pragma once

#include <string>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::cli {

struct DatabaseOptions {
  std::vector<std::string> odbc;
  std::vector<std::string> postgresql;
  std::vector<std::string> query;
};

/// Pure. Sources with name and database only. Throws Error(usage) for a name without a connection or a query, for a
/// query that does not only read, and for a password, which it does not show.
[[nodiscard]] std::vector<config::SourceConfig> database_sources(const DatabaseOptions& options);

}  // namespace onefold::cli
