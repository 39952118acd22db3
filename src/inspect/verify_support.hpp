// How a check of verify_result fails.
#pragma once

#include <fmt/format.h>

#include <utility>

#include "onefold/record/error.hpp"
#include "result/read_tables.hpp"

namespace onefold::inspect {

template <typename... Arguments>
void require(bool condition, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (!condition) throw Error(ExitCode::verification, fmt::format(format, std::forward<Arguments>(arguments)...));
}

}  // namespace onefold::inspect
