// Parts of cleansed values that are compared for equality. An empty part is a missing one and equals nothing.
#pragma once

#include <string_view>

namespace onefold::comparison {

/// Before and behind the last @; both empty without one.
[[nodiscard]] std::string_view email_local(std::string_view email);
[[nodiscard]] std::string_view email_domain(std::string_view email);

/// Parts of a postcode, which all are beginnings of it. UK postcodes are those with a blank.
///                 "sw1a 1aa"   "75008"
///     sector      "sw1a 1"     "7500"     up to the character behind the blank; elsewhere all but the last one
///     district    "sw1a"       "750"      before the blank; elsewhere all but the last two
///     area        "sw"         "75"       the letters it begins with; elsewhere the first two characters
enum class PostcodePart { sector, district, area };
[[nodiscard]] std::string_view postcode_part(std::string_view postcode, PostcodePart part);
/// The same for callers that know where the first blank is; npos: there is none.
[[nodiscard]] std::string_view postcode_part(std::string_view postcode, PostcodePart part, std::size_t blank);
/// Equal parts of postcodes that both are British, or both are not.
[[nodiscard]] bool equal_postcode_parts(std::string_view left, std::string_view right, PostcodePart part);

/// Whether one value abbreviates the other: each of its words is a beginning of the word at the same place in the
/// other, which may have more words. "j" and "jo" abbreviate "john", "john p" abbreviates "john paul"; equal values
/// abbreviate each other.
[[nodiscard]] bool one_abbreviates_other(std::string_view left, std::string_view right);

}  // namespace onefold::comparison
