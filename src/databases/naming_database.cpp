#include "databases/naming_database.hpp"

#include <fmt/format.h>

#include "onefold/record/error.hpp"

namespace onefold::databases {

void naming_database(const config::SourceConfig& source, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    if (error.code() != ExitCode::input) throw;
    throw Error(error.code(),
                fmt::format("source \"{}\", {}: {}", source.name, source.database.shown_name, error.what()));
  }
}

}  // namespace onefold::databases
