// Cleanses names of people for matching: keeps the words, particles included, and removes titles before the name and
// suffixes after it (configs/name_words.txt).
#pragma once

#include <string_view>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The words of a folded name: "Dr. O'Brien-Smith, Jr." (folded) -> "obrien smith". Removes leading titles, trailing
/// suffixes and numbers at either end, unless no word would be left ("dr" stays "dr"). Empty if the name has no letter.
/// Returns a view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_name(std::string_view folded, TextBuffer& buffer);

}  // namespace onefold::cleanse
