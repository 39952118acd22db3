// Names of people, for matching: words only, without titles before and suffixes after the name; particles stay.
#pragma once

#include <string_view>

#include "cleanse/cleanser.hpp"
#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The words of a folded name: "Dr. O'Brien-Smith, Jr." (folded) -> "obrien smith". Leading titles, trailing suffixes
/// and numbers at either end are left out, unless nothing else is there ("dr" stays "dr"). Empty when there is no
/// letter at all. A view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_name(std::string_view folded, TextBuffer& buffer);

/// Parts of a name as written; views into it.
struct NameViews {
  std::string_view given_name;
  std::string_view surname;
};
/// The two ways of split_full_name. The first takes names of a few words of plain letters without titles, suffixes and
/// commas, and declines (false) all others; the second is the definition.
[[nodiscard]] bool split_plain_name(std::string_view raw, NameViews& parts);
[[nodiscard]] NameParts split_any_name(std::string_view raw);

}  // namespace onefold::cleanse
