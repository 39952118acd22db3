// Finds the country that phone numbers and postcodes belong to, from the values of a table. No MPI.
//
// A form alone rarely names a country: 01067 is a postcode of five countries. Country codes of phone numbers, a column
// of countries and words of addresses do. Where these do not agree, the answer is empty and the job asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// The region of postcodes with this form. `country`: the region that the other columns of the table speak for, or
/// empty.
[[nodiscard]] std::string region_of_postcodes(const Profile& postcodes, const std::string& country);

/// The region of the numbers without a country code.
[[nodiscard]] std::string region_of_phones(const std::vector<std::string_view>& phones, const std::string& country);

/// Sets the regions of the phone and postcode columns of one table. `values_of[c]`: present values of columns[c].
void set_regions(std::vector<Column>& columns, std::uint32_t table,
                 const std::vector<std::vector<std::string_view>>& values_of);

}  // namespace onefold::suggest
