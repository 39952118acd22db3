// Finds names and addresses that are written in one column where other files have columns for their parts. No MPI.
//
//   full names   whether the surname stands first: a comma, capitals, or names of other files tell
//   addresses    whether most values are whole addresses, so that postcode and city can be taken from them
#pragma once

#include <string_view>
#include <vector>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// Sets split and part of attributes. `values_of`: the values of each column that are present.
void find_parts_of_columns(Schema& schema, const std::vector<std::vector<std::string_view>>& values_of,
                           std::size_t num_tables);

}  // namespace onefold::suggest
