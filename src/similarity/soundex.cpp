#include "onefold/similarity/phonetic.hpp"
#include "similarity/letters.hpp"

namespace onefold::similarity {

std::string soundex(std::string_view name) {
  // Digit of each letter A .. Z. '0' has no digit; of these the vowels separate equal digits, H and W do not.
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

}  // namespace onefold::similarity
