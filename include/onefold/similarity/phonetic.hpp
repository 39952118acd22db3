// Phonetic codes: names that sound alike in English get the same code. No allocation beyond the code itself for words
// of up to 64 letters. Letters are the ASCII letters in either case; everything else is passed over. Cost: O(length).
#pragma once

#include <string>
#include <string_view>

namespace onefold::similarity {

/// American Soundex (Russell 1918, as used by the US census): the first letter and three digits, "T522" for Tymczak.
/// Equal digits in a row count once, also across H and W, but not across vowels. Empty if there is no letter.
[[nodiscard]] std::string soundex(std::string_view name);

/// What soundex in a job file means: the Soundex code of each word, joined by blanks. A word with non-ASCII letters or
/// without any is its own code. Never empty for a value that has more than blanks.
[[nodiscard]] std::string soundex_code(std::string_view value);

/// Metaphone (Philips, Computer Language 7 (1990) 39-43) of a single word: consonant sounds, a vowel only at the
/// beginning; X is the sound of sh, 0 that of th. Empty if nothing of the word is sounded, as for "hh".
[[nodiscard]] std::string metaphone(std::string_view word);

/// What phonetic(...) in a job file means: the Metaphone code of each word, joined by blanks. A word with non-ASCII
/// letters is its own code, since the rules say nothing about it; one without a code (a house number) is its own code
/// in upper case. Never empty for a value that has more than blanks.
[[nodiscard]] std::string phonetic_code(std::string_view value);
/// The same, appended to `code`: for callers that keep a buffer.
void append_phonetic_code(std::string_view value, std::string& code);

/// Whether the phonetic codes are equal and not empty. Most unequal ones are told apart by their first sounds.
[[nodiscard]] bool equal_phonetic_codes(std::string_view left, std::string_view right);

}  // namespace onefold::similarity
