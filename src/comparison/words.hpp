// Words of cleansed values: maximal runs of characters other than spaces.
#pragma once

#include <string>
#include <string_view>

namespace onefold::comparison {

/// Removes the first word from `text` and returns it; empty if there is none.
[[nodiscard]] std::string_view take_word(std::string_view& text);

/// The words in ascending byte order, joined by spaces. Repeated words are kept. Empty if there are no words.
[[nodiscard]] std::string sorted_words(std::string_view value);

/// Whether all words of one value are among the words of the other, and both values have a word.
[[nodiscard]] bool one_contains_words_of_other(std::string_view left, std::string_view right);

}  // namespace onefold::comparison
