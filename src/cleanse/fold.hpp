// Folds text for matching: lower case, compatibility forms unified, diacritics gone, Latin special letters spelled out.
//
//   in   any bytes; what is not UTF-8 counts as a blank
//   out  UTF-8: ASCII without controls and upper-case letters, plus letters, vowel signs and the like of other scripts.
//        Every punctuation mark, symbol or space beyond ASCII has become ', - or a blank; each digit is ASCII.
//
// ASCII bytes are folded eight at a time, Latin letters of two bytes go through a table that ICU filled at start; only
// text with other letters pays for ICU: case folding and NFKC (UAX 15, NFKC_Casefold), NFD, filter, NFC. Folding folded
// text changes nothing. Not trimmed: blanks are the callers' business.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

[[nodiscard]] bool is_ascii(std::string_view text);

/// Replaces `folded` by the folded text; picks the cheapest way. `folded` must not hold the bytes of `raw`.
void fold(std::string_view raw, std::string& folded);

/// The ways, of which the last one is the definition. The first is for ASCII only, and writes as many bytes as it
/// reads.
void fold_ascii(std::string_view raw, char* folded);
/// False, and `folded` of no use, when there are code points from U+0280 on or bytes that are not UTF-8.
[[nodiscard]] bool fold_latin(std::string_view raw, std::string& folded);
void fold_unicode(std::string_view raw, std::string& folded);

}  // namespace onefold::cleanse
