// Chooses the columns of a query that a job reads. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "databases/client.hpp"

namespace onefold::databases {

/// Positions of the wanted columns among those of the query, in the order of `wanted`, each once. An equal name takes
/// precedence over one that differs in upper and lower case, which many databases change. Without `wanted`, all columns
/// that are not binary. Throws Error(input) for a column that is missing, ambiguous or binary.
[[nodiscard]] std::vector<std::size_t> choose_columns(std::span<const ResultColumn> columns,
                                                      const std::vector<std::string>& wanted);

}  // namespace onefold::databases
