// Parts of cleansed values, compared for equality. An empty part is missing and equals no part.
#pragma once

#include <string_view>

namespace onefold::comparison {

/// The part before (after) the last @. Both are empty without an @.
[[nodiscard]] std::string_view email_local(std::string_view email);
[[nodiscard]] std::string_view email_domain(std::string_view email);

/// Parts of a postcode. Each is a prefix of it. UK postcodes contain a space; others do not.
///                 "sw1a 1aa"   "75008"
///     sector      "sw1a 1"     "7500"     up to the character after the space; without space all but the last
///                 character
///     district    "sw1a"       "750"      before the space; without space all but the last two characters
///     area        "sw"         "75"       the leading letters; without space the first two characters
enum class PostcodePart { sector, district, area };
[[nodiscard]] std::string_view postcode_part(std::string_view postcode, PostcodePart part);
/// The same for callers that know the position of the first space; npos if there is none.
[[nodiscard]] std::string_view postcode_part(std::string_view postcode, PostcodePart part, std::size_t blank);
/// Whether the parts are equal, and either both postcodes are British or neither is.
[[nodiscard]] bool equal_postcode_parts(std::string_view left, std::string_view right, PostcodePart part);

/// Whether one value abbreviates the other: each of its words is a prefix of the word at the same position in the other
/// value, which may have more words. "j" and "jo" abbreviate "john", "john p" abbreviates "john paul". Equal values
/// abbreviate each other.
[[nodiscard]] bool one_abbreviates_other(std::string_view left, std::string_view right);

}  // namespace onefold::comparison
