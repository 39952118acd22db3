// Cleanses locations on Earth for matching.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// Turns folded "51.50740, -0.1278", "(51.5074 -0.1278)", "51.5074 n 0.1278 w", "51,5074; -0,1278" into
/// "51.5074,-0.1278": latitude and longitude in degrees, north and east positive, rounded to seven decimals. False
/// unless the text is two numbers within 90 and 180 degrees.
[[nodiscard]] bool cleanse_location(std::string_view folded, std::string& location);

}  // namespace onefold::cleanse
