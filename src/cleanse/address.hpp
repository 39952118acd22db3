// Cleanses address lines and other free text for matching. All functions take folded text.
#pragma once

#include <span>
#include <string_view>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The words of the line, in which common words are replaced by their usual abbreviation ("12, North Street" -> "12 n
/// st"), so that long and short forms become equal. Empty if no word is left. Returns a view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_address(std::string_view folded, TextBuffer& buffer);

/// The words of the text; empty if no word is left. Returns a view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_text(std::string_view folded, TextBuffer& buffer);
/// The same, but text between spaces that contains a digit becomes a single word: catalogues write the same code as
/// "KX-TG5623/B" and "KXTG5623B", and 9.5 must not become 9.
[[nodiscard]] std::string_view cleanse_text_with_codes(std::string_view folded, TextBuffer& buffer);

/// A word of an address and its short form. For the test that no short form is replaced itself.
struct Abbreviation {
  std::string_view word, brief;
};
[[nodiscard]] std::span<const Abbreviation> address_abbreviations();

}  // namespace onefold::cleanse
