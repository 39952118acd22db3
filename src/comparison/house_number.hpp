// Finds the number of the house, and the unit inside the house, in a cleansed address line.
#pragma once

#include <string>
#include <string_view>

namespace onefold::comparison {

/// The number of the house and the unit in it. Each may be empty.
///
///   "14a high st", "14 a high st", "flat a 14 high st"    house 14, unit a
///   "flat 3 14 high st", "3 14 high st"                   house 14, unit 3 (the second is "3/14 high st" before
///                                                         cleansing)
///   "hauptst 12 whg 7"                                    house 12, unit 7
///   "high st", "5th ave"                                  none: ordinals are names of streets
///
/// The unit is the number or letter after a word such as flat, apt, unit or whg, and the letters of the house number. A
/// single letter after the number belongs to it, unless it may be a point of the compass. The house is the first other
/// number of at most four digits; if there is none, the first longer number. If two numbers stand together,
/// before any other number and without a word for a unit, the first is the unit and the second is the house.
struct HouseNumber {
  std::string house;
  std::string unit;
};
[[nodiscard]] HouseNumber house_number(std::string_view address);

/// "14/a": equal for the same house and unit. Empty without a house number.
[[nodiscard]] std::string house_number_key(std::string_view address);

/// Whether the addresses do not show if they are the same house and unit: a house number is missing, or the houses are
/// equal and only one address has a unit.
[[nodiscard]] bool house_numbers_leave_open(std::string_view left, std::string_view right);

}  // namespace onefold::comparison
