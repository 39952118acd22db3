// Names the source and the database in front of an Error. Local.
#pragma once

#include <functional>

#include "onefold/config/job.hpp"

namespace onefold::databases {

/// Calls `work`. An Error(input) that it throws begins with the source and the name of its database.
void naming_database(const config::SourceConfig& source, const std::function<void()>& work);

}  // namespace onefold::databases
