#include <algorithm>

#include "onefold/similarity/phonetic.hpp"
#include "similarity/letters.hpp"

namespace onefold::similarity {

std::string soundex(std::string_view name) {
  // Digit of each letter A .. Z; '0' means no digit. Vowels separate equal digits; H and W do not.
  constexpr std::string_view kDigits = "01230120022455012623010202";
  constexpr std::size_t kLength = 4;
  std::string code;
  char last = '0';
  for (const char character : name) {
    const char letter = upper_letter(character);
    if (letter == '\0') continue;
    const char digit = kDigits[static_cast<std::size_t>(letter - 'A')];
    if (code.empty()) {
      code.push_back(letter);
      last = digit;
      continue;
    }
    if (letter == 'H' || letter == 'W') continue;
    if (digit != '0' && digit != last) code.push_back(digit);
    if (code.size() == kLength) break;
    last = digit;
  }
  if (!code.empty()) code.resize(kLength, '0');
  return code;
}

std::string soundex_code(std::string_view value) {
  std::string code;
  while (true) {
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    if (value.empty()) return code;
    const std::string_view word = value.substr(0, value.find(' '));
    value.remove_prefix(word.size());
    if (!code.empty()) code.push_back(' ');
    const bool ascii = std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const std::string sounds = ascii ? soundex(word) : std::string();
    code += sounds.empty() ? word : std::string_view(sounds);
  }
}

}  // namespace onefold::similarity
