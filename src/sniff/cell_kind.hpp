// What a cell looks like, apart from its content: a sign that a file was cut into cells the right way.
//
// A number, a date or a few words are what people keep in tables. A cell that still holds delimiters or half a pair of
// quotes was cut the wrong way. After the type patterns of van den Burg, Nazabal, Sutton: Wrangling messy CSV files by
// detecting row and type patterns, DMKD 2019. Pure functions; time linear in the cell.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold::sniff {

enum class CellKind : std::uint8_t {
  empty,  ///< or a mark such as - or ? for an unknown value
  value,  ///< a number, a date, a time, an e-mail or web address, a phone number
  words,  ///< other text that one would write into a cell
  odd,    ///< holds what separates or surrounds cells
};

/// `cell` is without its outer blanks and quotes. Between quotes anything may stand.
[[nodiscard]] CellKind kind_of_cell(std::string_view cell, bool was_quoted);

}  // namespace onefold::sniff
