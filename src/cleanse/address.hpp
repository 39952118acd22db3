// Address lines and other free text, for matching. Both take folded text.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace onefold::cleanse {

/// Replaces `address` by the words of the line, common ones in their usual abbreviation ("12, North Street" ->
/// "12 n st"), whichever way they were written. False when nothing is left.
bool cleanse_address(std::string_view folded, std::string& address);

/// Replaces `text` by its words; false when nothing is left.
bool cleanse_text(std::string_view folded, std::string& text);

/// A word of an address and what it is written as. For the test that no short form is itself replaced.
struct Abbreviation {
  std::string_view word, brief;
};
[[nodiscard]] std::span<const Abbreviation> address_abbreviations();

}  // namespace onefold::cleanse
