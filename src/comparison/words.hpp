// Words of cleansed values: runs of anything but blanks.
#pragma once

#include <string>
#include <string_view>

namespace onefold::comparison {

/// Takes the first word off `text`; empty when there is none.
[[nodiscard]] std::string_view take_word(std::string_view& text);

/// The words in ascending order of bytes, joined by blanks; words that stand twice stay twice. Empty without words.
[[nodiscard]] std::string sorted_words(std::string_view value);

/// Whether all words of one value are among the words of the other, and there is one at all.
[[nodiscard]] bool one_contains_words_of_other(std::string_view left, std::string_view right);

}  // namespace onefold::comparison
