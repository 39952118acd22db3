// Joins columns of several files with the same meaning into one attribute: by name, then by meaning, then by common
// values.
#pragma once

#include <string_view>
#include <vector>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// `values_of[c]`: the present values of columns[c] in the sample.
[[nodiscard]] std::vector<Attribute> join_columns(const std::vector<Column>& columns,
                                                  const std::vector<std::vector<std::string_view>>& values_of,
                                                  std::size_t num_tables);

}  // namespace onefold::suggest
