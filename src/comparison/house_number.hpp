// The number of the house, and what stands for a part of it, in a cleansed address line.
#pragma once

#include <string>
#include <string_view>

namespace onefold::comparison {

/// Which house, and which flat in it; each may be empty.
///
///   "14a high st", "14 a high st", "flat a 14 high st"    house 14, unit a
///   "flat 3 14 high st", "3 14 high st", "3/14 high st" before cleansing    house 14, unit 3
///   "hauptst 12 whg 7"                                     house 12, unit 7
///   "high st", "5th ave"                                   none: ordinals are names of streets
///
/// A unit stands behind a word for it (flat, apt, unit, whg, ...), or is the letters of a house number; a letter of its
/// own behind the number counts unless it may be a point of the compass. The house is the first other number of up to
/// four digits, or the first of more; of two numbers that stand together at first, without a word for a unit, it is the
/// second.
struct HouseNumber {
  std::string house;
  std::string unit;
};
[[nodiscard]] HouseNumber house_number(std::string_view address);

/// "14/a": equal for the same house and unit; empty without a house number.
[[nodiscard]] std::string house_number_key(std::string_view address);

/// Whether the addresses leave open if they are of one house and unit: a number is missing, or the unit on one side
/// only.
[[nodiscard]] bool house_numbers_leave_open(std::string_view left, std::string_view right);

}  // namespace onefold::comparison
