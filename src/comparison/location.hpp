// Great-circle distances between places given as cleansing leaves them: "51.5074,-0.1278", degrees north and east.
//
// A place is a point of a sphere with the Earth's mean radius, 6,371.0088 km, its three coordinates rounded to whole
// millimetres. Two places are within a distance if the straight line between the points is no longer than the chord of
// that distance: squares of integers are compared. Sine and cosine are polynomials of our own in doubles, without the
// mathematics library, so that every machine rounds alike. Decisions are right for the sphere to 2 mm; the Earth is no
// sphere, and distances on it differ by up to 0.6 %.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold::comparison {

/// Millimetres from the centre of the Earth.
struct Place {
  std::int64_t x = 0, y = 0, z = 0;
};

/// Nothing unless the text is two decimals of at most seven places, within 90 and 180 degrees, and a comma between
/// them.
[[nodiscard]] std::optional<Place> parse_place(std::string_view location);

/// The longest straight line, in millimetres, between places that are so many tenths of a metre apart.
[[nodiscard]] std::int64_t chord_of(std::uint64_t tenths_of_a_metre);

[[nodiscard]] bool within(const Place& left, const Place& right, std::int64_t chord);

}  // namespace onefold::comparison
