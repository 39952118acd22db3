#include "databases/password.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>

#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"
#include "sql/connection_text.hpp"

namespace onefold::databases {

namespace {

constexpr std::size_t kMaxPasswordBytes = 4096;

std::string read_password_file(const std::string& path) {
  const auto read = files::read_text(path, kMaxPasswordBytes);
  if (!read.reason.empty())
    throw Error(ExitCode::input, fmt::format("cannot read the password file {}: {}", path, read.reason));
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077U) != 0)
    throw Error(ExitCode::input,
                fmt::format("the password file {} can be read by others than its owner; change that: chmod 600 {}",
                            path, path));
  return read.text.substr(0, read.text.find_first_of("\r\n"));
}

}  // namespace

std::string find_password(const config::SourceConfig& source) {
  const config::DatabaseConfig& database = source.database;
  if (!database.password_file.empty()) return read_password_file(database.password_file);
  if (!database.password_env.empty()) {
    const char* value = std::getenv(database.password_env.c_str());
    if (value == nullptr)
      throw Error(ExitCode::input, fmt::format("the environment variable {}, which password_env names, is not set",
                                               database.password_env));
    return value;
  }
  const char* value = std::getenv(sql::password_variable(source.name).c_str());
  return value == nullptr ? "" : value;
}

}  // namespace onefold::databases
