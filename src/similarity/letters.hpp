// ASCII letters, independent of the locale.
#pragma once

namespace onefold::similarity {

/// Upper case of an ASCII letter; 0 for any other character.
constexpr char upper_letter(char character) {
  if (character >= 'a' && character <= 'z') return static_cast<char>(character - 'a' + 'A');
  return character >= 'A' && character <= 'Z' ? character : '\0';
}

}  // namespace onefold::similarity
