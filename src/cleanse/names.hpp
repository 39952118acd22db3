// Cleanses names of people for matching: keeps the words, particles included, and removes titles before the name and
// suffixes after it.
#pragma once

#include <string_view>

#include "cleanse/cleanser.hpp"
#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The words of a folded name: "Dr. O'Brien-Smith, Jr." (folded) -> "obrien smith". Removes leading titles, trailing
/// suffixes and numbers at either end, unless no word would be left ("dr" stays "dr"). Empty if the name has no letter.
/// Returns a view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_name(std::string_view folded, TextBuffer& buffer);

/// Parts of a raw name, as views into it.
struct NameViews {
  std::string_view given_name;
  std::string_view surname;
};
/// The two ways of split_full_name. The first handles names of a few words of plain letters without titles, suffixes
/// and commas, and returns false for all others. The second is the definition.
[[nodiscard]] bool split_plain_name(std::string_view raw, NameViews& parts);
[[nodiscard]] NameParts split_any_name(std::string_view raw);

}  // namespace onefold::cleanse
