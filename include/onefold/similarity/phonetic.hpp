// Phonetic codes: names that sound alike in English get the same code. Letters are ASCII letters in either case; other
// characters are skipped. Cost: O(length), and for words of up to 64 letters no allocation except for the code itself.
#pragma once

#include <string>
#include <string_view>

namespace onefold::similarity {

/// American Soundex (Russell 1918, as used by the US census): the first letter and three digits, for example "T522" for
/// Tymczak. Equal digits in a row count once, even if H or W stands between them, but not if a vowel does. Empty if the
/// name has no letter.
[[nodiscard]] std::string soundex(std::string_view name);

/// The code for soundex(...) in a job file: the Soundex code of each word, joined by spaces. A word with non-ASCII
/// letters or without letters is its own code. Never empty for a value that contains more than spaces.
[[nodiscard]] std::string soundex_code(std::string_view value);

/// Metaphone (Philips, Computer Language 7 (1990) 39-43) of a single word: consonant sounds, and a vowel only at the
/// beginning. X is the sound of sh, 0 that of th. Empty if no letter of the word is sounded, as in "hh".
[[nodiscard]] std::string metaphone(std::string_view word);

/// The code for phonetic(...) in a job file: the Metaphone code of each word, joined by spaces. A word with non-ASCII
/// letters is its own code, because the rules do not cover it. A word without a code (a house number) is its own code
/// in upper case. Never empty for a value that contains more than spaces.
[[nodiscard]] std::string phonetic_code(std::string_view value);
/// Appends the same code to `code`, for callers that reuse a buffer.
void append_phonetic_code(std::string_view value, std::string& code);

/// Whether the phonetic codes are equal and not empty. For most pairs the first sounds already show that the codes
/// differ.
[[nodiscard]] bool equal_phonetic_codes(std::string_view left, std::string_view right);

}  // namespace onefold::similarity
