// Names of people, for matching: words only, without titles before and suffixes after the name; particles stay.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

/// Replaces `name` by the words of a folded name: "Dr. O'Brien-Smith, Jr." (folded) -> "obrien smith". Leading titles,
/// trailing suffixes and numbers at either end are left out, unless nothing else is there ("dr" stays "dr").
/// False when there is no letter at all.
bool cleanse_name(std::string_view folded, std::string& name);

}  // namespace onefold::cleanse
