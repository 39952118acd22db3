// Great-circle distances between cleansed locations: "51.5074,-0.1278", degrees north and east.
//
// A place is a point on a sphere with the Earth's mean radius, 6,371.0088 km; its three coordinates are rounded to
// whole millimetres. Two places are within a distance if the straight line between them is no longer than the chord of
// that distance; the comparison uses squares of integers. Sine and cosine are our own polynomials in doubles and do not
// use the mathematics library, so that every machine rounds alike. Decisions are right for the sphere to 2 mm.
// Distances on the real Earth differ by up to 0.6 %.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold::comparison {

/// Coordinates in millimetres, relative to the centre of the Earth.
struct Place {
  std::int64_t x = 0, y = 0, z = 0;
};

/// The place; nothing unless the text is two decimals with at most seven places, within 90 and 180 degrees, separated
/// by a comma.
[[nodiscard]] std::optional<Place> parse_place(std::string_view location);

/// The length in millimetres of the chord between two places that are `tenths_of_a_metre` apart.
[[nodiscard]] std::int64_t chord_of(std::uint64_t tenths_of_a_metre);

[[nodiscard]] bool within(const Place& left, const Place& right, std::int64_t chord);

}  // namespace onefold::comparison
