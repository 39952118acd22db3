// Finds columns of one table that belong together: the parts of one value (latitude and longitude; year, month and day
// of birth), and several values of one attribute (phone 1 and phone 2). No MPI.
#pragma once

#include <string_view>
#include <vector>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// Sets `further_of` and `joined_with`, and the types of joined columns. `persons`: whether the tables are about
/// persons. `values_of[c]`: present values of columns[c].
void group_columns(std::vector<Column>& columns, std::uint32_t table, bool persons,
                   const std::vector<std::vector<std::string_view>>& values_of);

/// Whether years spread as those of births do.
[[nodiscard]] bool are_years_of_birth(std::vector<int> years);

}  // namespace onefold::suggest
