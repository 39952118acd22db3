// Metaphone as published, rule by rule, with one exception: GH at the end of a word is silent and not K, because it
// nearly always is in names (Leigh, Hugh, Horsburgh). H is sounded only before a vowel, so Rhys and Rees have the same
// code.
#include <algorithm>
#include <array>
#include <cstddef>

#include "onefold/similarity/phonetic.hpp"
#include "similarity/letters.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

constexpr bool one_of(char letter, std::string_view letters) {
  return letter != '\0' && letters.find(letter) != std::string_view::npos;
}
constexpr bool is_vowel(char letter) { return one_of(letter, "AEIOU"); }
constexpr bool is_front_vowel(char letter) { return one_of(letter, "EIY"); }

/// A word in upper case. Reading beyond its ends gives zeros.
class Word {
 public:
  explicit Word(std::string_view text) {
    if (text.size() > kMaxShort) long_letters_.resize(kMargin + text.size() + kMargin);
    char* letters = (text.size() > kMaxShort ? long_letters_.data() : short_letters_.data()) + kMargin;
    for (const char character : text) {
      const char letter = upper_letter(character);
      // A doubled letter is sounded once, except C ("accident").
      const bool doubled = size_ > 0 && letter == letters[size_ - 1] && letter != 'C';
      if (letter != '\0' && !doubled) letters[size_++] = letter;
    }
    std::fill_n(letters - kMargin, kMargin, '\0');
    letters_ = letters;
    apply_beginning(letters);
    std::fill_n(letters + size_, kMargin, '\0');
  }
  Word(const Word&) = delete;
  Word& operator=(const Word&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }
  /// offset = -1 .. 4
  [[nodiscard]] char at(std::size_t i, std::ptrdiff_t offset = 0) const {
    return letters_[static_cast<std::ptrdiff_t>(i) + offset];
  }

 private:
  static constexpr std::size_t kMaxShort = 64;
  static constexpr std::size_t kMargin = 4;

  void apply_beginning(char* letters) {
    const std::string_view begin(letters, std::min<std::size_t>(size_, 2));
    if (begin == "AE" || begin == "GN" || begin == "KN" || begin == "PN" || begin == "WR") {
      std::copy(letters + 1, letters + size_, letters);
      --size_;
    } else if (begin == "WH") {
      std::copy(letters + 2, letters + size_, letters + 1);
      --size_;
    } else if (begin.starts_with('X')) {
      letters[0] = 'S';
    }
  }

  std::array<char, kMargin + kMaxShort + kMargin> short_letters_;
  std::string long_letters_;
  const char* letters_ = nullptr;
  std::size_t size_ = 0;
};

void sound_c(const Word& word, std::size_t i, std::string& code) {
  const char next = word.at(i, 1);
  if (is_front_vowel(next)) {
    if (next == 'I' && word.at(i, 2) == 'A')
      code += 'X';
    else if (word.at(i, -1) != 'S')  // in SCI, SCE, SCY the S already gave the sound
      code += 'S';
  } else if (next == 'H') {
    code += word.at(i, -1) == 'S' ? 'K' : 'X';
  } else {
    code += 'K';
  }
}

void sound_g(const Word& word, std::size_t i, std::string& code) {
  const char next = word.at(i, 1);
  const char after = word.at(i, 2);
  if (next == 'H') {
    if (is_vowel(after)) code += 'K';
  } else if (next == 'N') {
    const bool ends = after == '\0' || (after == 'E' && word.at(i, 3) == 'D' && word.at(i, 4) == '\0');
    if (!ends) code += 'K';
  } else if (is_front_vowel(next)) {
    if (word.at(i, -1) != 'D') code += 'J';  // in DGE, DGI, DGY the D already gave the sound
  } else {
    code += 'K';
  }
}

void sound_t(const Word& word, std::size_t i, std::string& code) {
  const char next = word.at(i, 1);
  const char after = word.at(i, 2);
  if (next == 'I' && (after == 'A' || after == 'O'))
    code += 'X';
  else if (next == 'H')
    code += '0';
  else if (!(next == 'C' && after == 'H'))
    code += 'T';
}

void sound(const Word& word, std::size_t i, std::string& code) {
  const char letter = word.at(i);
  const char before = word.at(i, -1);
  const char next = word.at(i, 1);
  const char after = word.at(i, 2);
  switch (letter) {
    case 'A':
    case 'E':
    case 'I':
    case 'O':
    case 'U':
      if (i == 0) code += letter;
      break;
    case 'B':
      if (!(before == 'M' && next == '\0')) code += 'B';
      break;
    case 'C':
      sound_c(word, i, code);
      break;
    case 'D':
      code += next == 'G' && is_front_vowel(after) ? 'J' : 'T';
      break;
    case 'G':
      sound_g(word, i, code);
      break;
    case 'H':
      if (is_vowel(next) && !one_of(before, "CSPTG")) code += 'H';
      break;
    case 'K':
      if (before != 'C') code += 'K';
      break;
    case 'P':
      code += next == 'H' ? 'F' : 'P';
      break;
    case 'Q':
      code += 'K';
      break;
    case 'S':
      code += next == 'H' || (next == 'I' && (after == 'O' || after == 'A')) ? 'X' : 'S';
      break;
    case 'T':
      sound_t(word, i, code);
      break;
    case 'V':
      code += 'F';
      break;
    case 'W':
    case 'Y':
      if (is_vowel(next)) code += letter;
      break;
    case 'X':
      code += "KS";
      break;
    case 'Z':
      code += 'S';
      break;
    default:
      code += letter;
      break;  // F, J, L, M, N and R sound as written
  }
}

void append_metaphone(std::string_view text, std::string& code) {
  const Word word(text);
  for (std::size_t i = 0; i < word.size(); ++i) sound(word, i, code);
}

/// The first sound of a word; 0 if no letter is sounded.
char first_sound(const Word& word) {
  std::string code;
  for (std::size_t i = 0; i < word.size() && code.empty(); ++i) sound(word, i, code);
  return code.empty() ? '\0' : code.front();
}

/// Whether the first sounds of the first words already show that the codes differ. Judges only words of ASCII letters
/// that have a sound.
bool first_sounds_differ(std::string_view left, std::string_view right) {
  const auto sound_of = [](std::string_view value) {
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    const std::string_view word = value.substr(0, value.find(' '));
    return is_ascii(word) ? first_sound(Word(word)) : '\0';
  };
  const char left_sound = sound_of(left);
  if (left_sound == '\0') return false;
  const char right_sound = sound_of(right);
  return right_sound != '\0' && left_sound != right_sound;
}

/// Removes words from `value` up to the first one with a code; writes that code, which is not empty, to `code`.
bool take_word_code(std::string_view& value, std::string& code) {
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  if (value.empty()) return false;
  const std::string_view word = value.substr(0, value.find(' '));
  value.remove_prefix(word.size());
  code.clear();
  if (!is_ascii(word)) {
    code = word;
    return true;
  }
  append_metaphone(word, code);
  if (code.empty())
    for (const char character : word) code += upper_letter(character) != '\0' ? upper_letter(character) : character;
  return true;
}

}  // namespace

std::string metaphone(std::string_view word) {
  std::string code;
  append_metaphone(word, code);
  return code;
}

void append_phonetic_code(std::string_view value, std::string& code) {
  std::string word_code;
  for (bool first = true; take_word_code(value, word_code); first = false) {
    if (!first) code += ' ';
    code += word_code;
  }
}

bool equal_phonetic_codes(std::string_view left, std::string_view right) {
  std::string left_code, right_code;
  bool any = false;
  while (true) {
    if (first_sounds_differ(left, right)) return false;
    const bool left_has = take_word_code(left, left_code);
    const bool right_has = take_word_code(right, right_code);
    if (left_has != right_has) return false;
    if (!left_has) return any;
    if (left_code != right_code) return false;
    any = true;
  }
}

std::string phonetic_code(std::string_view value) {
  std::string code;
  append_phonetic_code(value, code);
  return code;
}

}  // namespace onefold::similarity
