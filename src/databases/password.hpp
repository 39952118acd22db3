// The password of a database. It is never in the job, a message, the log or the result.
#pragma once

#include <string>

#include "onefold/config/job.hpp"

namespace onefold::databases {

/// Local. From the environment variable or the file that the job names, else from ONEFOLD_PASSWORD_SOURCE; empty if
/// there is none, which suits databases that know the user by other means. Throws Error(input) if what the job names is
/// not there, or if others than the owner can read the file.
[[nodiscard]] std::string find_password(const config::SourceConfig& source);

}  // namespace onefold::databases
