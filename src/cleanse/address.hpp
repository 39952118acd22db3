// Address lines and other free text, for matching. Both take folded text.
#pragma once

#include <span>
#include <string_view>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// The words of the line, common ones in their usual abbreviation ("12, North Street" -> "12 n st"), whichever way they
/// were written. Empty when nothing is left. Both give a view into `folded` or `buffer`.
[[nodiscard]] std::string_view cleanse_address(std::string_view folded, TextBuffer& buffer);

/// The words; empty when nothing is left.
[[nodiscard]] std::string_view cleanse_text(std::string_view folded, TextBuffer& buffer);
/// The same, but what stands between blanks and has a digit is one word: the "KX-TG5623/B" of one catalogue is the
/// "KXTG5623B" of the next, and 9.5 is no 9.
[[nodiscard]] std::string_view cleanse_text_with_codes(std::string_view folded, TextBuffer& buffer);

/// A word of an address and what it is written as. For the test that no short form is itself replaced.
struct Abbreviation {
  std::string_view word, brief;
};
[[nodiscard]] std::span<const Abbreviation> address_abbreviations();

}  // namespace onefold::cleanse
