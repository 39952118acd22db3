// Metaphone as published, rule by rule, with one departure: GH at the end of a word is silent, not K, because in names it
// nearly always is (Leigh, Hugh, Horsburgh). H sounds only before a vowel, so Rhys and Rees have one code.
#include <algorithm>

#include "onefold/similarity/phonetic.hpp"
#include "similarity/letters.hpp"

namespace onefold::similarity {
namespace {

constexpr bool one_of(char letter, std::string_view letters) {
  return letter != '\0' && letters.find(letter) != std::string_view::npos;
}
constexpr bool is_vowel(char letter) { return one_of(letter, "AEIOU"); }
constexpr bool is_front_vowel(char letter) { return one_of(letter, "EIY"); }

/// A word in upper case, read with a look to both sides; beyond its ends are zeros.
class Word {
 public:
  explicit Word(std::string_view text) {
    for (const char character : text) {
      const char letter = upper_letter(character);
      // A doubled letter sounds once, except C ("accident").
      if (letter != '\0' && (letters_.empty() || letter != letters_.back() || letter == 'C')) letters_.push_back(letter);
    }
    apply_beginning();
  }
  [[nodiscard]] std::size_t size() const { return letters_.size(); }
  [[nodiscard]] char at(std::size_t i, int offset = 0) const {
    const std::size_t position = i + static_cast<std::size_t>(static_cast<std::ptrdiff_t>(offset));
    return position < letters_.size() ? letters_[position] : '\0';
  }

 private:
  void apply_beginning() {
    const std::string_view begin = std::string_view(letters_).substr(0, 2);
    if (begin == "AE" || begin == "GN" || begin == "KN" || begin == "PN" || begin == "WR")
      letters_.erase(0, 1);
    else if (begin == "WH")
      letters_.erase(1, 1);
    else if (begin.starts_with('X'))
      letters_[0] = 'S';
  }

  std::string letters_;
};

void sound_c(const Word& word, std::size_t i, std::string& code) {
  const char next = word.at(i, 1);
  if (is_front_vowel(next)) {
    if (next == 'I' && word.at(i, 2) == 'A')
      code += 'X';
    else if (word.at(i, -1) != 'S')  // SCI, SCE, SCY: the S has said it
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
    if (word.at(i, -1) != 'D') code += 'J';  // DGE, DGI, DGY: the D has said it
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
    case 'A': case 'E': case 'I': case 'O': case 'U':
      if (i == 0) code += letter;
      break;
    case 'B':
      if (!(before == 'M' && next == '\0')) code += 'B';
      break;
    case 'C': sound_c(word, i, code); break;
    case 'D': code += next == 'G' && is_front_vowel(after) ? 'J' : 'T'; break;
    case 'G': sound_g(word, i, code); break;
    case 'H':
      if (is_vowel(next) && !one_of(before, "CSPTG")) code += 'H';
      break;
    case 'K':
      if (before != 'C') code += 'K';
      break;
    case 'P': code += next == 'H' ? 'F' : 'P'; break;
    case 'Q': code += 'K'; break;
    case 'S': code += next == 'H' || (next == 'I' && (after == 'O' || after == 'A')) ? 'X' : 'S'; break;
    case 'T': sound_t(word, i, code); break;
    case 'V': code += 'F'; break;
    case 'W': case 'Y':
      if (is_vowel(next)) code += letter;
      break;
    case 'X': code += "KS"; break;
    case 'Z': code += 'S'; break;
    default: code += letter; break;  // F, J, L, M, N, R sound as they are written
  }
}

void append_metaphone(std::string_view text, std::string& code) {
  const Word word(text);
  for (std::size_t i = 0; i < word.size(); ++i) sound(word, i, code);
}

constexpr bool is_ascii_byte(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

}  // namespace

std::string metaphone(std::string_view word) {
  std::string code;
  append_metaphone(word, code);
  return code;
}

void append_phonetic_code(std::string_view value, std::string& code) {
  bool first = true;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(' '), value.size());
    const std::string_view word = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (word.empty()) continue;
    if (!first) code += ' ';
    first = false;
    if (!std::all_of(word.begin(), word.end(), is_ascii_byte)) {
      code += word;
      continue;
    }
    const std::size_t size = code.size();
    append_metaphone(word, code);
    if (code.size() == size)
      for (const char character : word) code += upper_letter(character) != '\0' ? upper_letter(character) : character;
  }
}

std::string phonetic_code(std::string_view value) {
  std::string code;
  append_phonetic_code(value, code);
  return code;
}

}  // namespace onefold::similarity
