// Folds text for matching: lower case, compatibility forms unified, diacritics removed, Latin special letters spelled
// out.
//
//   in   any bytes; bytes that are not UTF-8 become a space
//   out  UTF-8: ASCII without control characters and upper-case letters, and letters and vowel signs of other scripts.
//        Every non-ASCII punctuation mark, symbol or space becomes ', - or a space; each digit becomes ASCII.
//
// ASCII is folded eight bytes at once. Latin letters of two bytes use a table that ICU fills at the start. Text with
// other letters goes through ICU: case folding and NFKC (UAX 15, NFKC_Casefold), NFD, filter, NFC. Folding folded text
// changes nothing. The result is not trimmed; callers do that.
#pragma once

#include <string>
#include <string_view>

namespace onefold::cleanse {

[[nodiscard]] bool is_ascii(std::string_view text);

/// Replaces `folded` by the folded text, in the fastest way that applies. `folded` must not share memory with `raw`.
void fold(std::string_view raw, std::string& folded);

/// The three ways; the last one is the definition. The first takes ASCII only, and writes as many bytes as it reads.
void fold_ascii(std::string_view raw, char* folded);
/// False, and `folded` is undefined, if `raw` has code points from U+0280 up or bytes that are not UTF-8.
[[nodiscard]] bool fold_latin(std::string_view raw, std::string& folded);
void fold_unicode(std::string_view raw, std::string& folded);

}  // namespace onefold::cleanse
