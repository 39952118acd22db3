// Words of folded text. A word is a run of ASCII letters and digits and of bytes beyond ASCII (letters of any script,
// once folded); an apostrophe vanishes (o'brien is one word), everything else separates.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::cleanse {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool is_word_char(char c) { return is_digit(c) || is_letter(c); }

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] bool all_digits(std::string_view text);

/// Replaces `words` by the words of `folded` with one blank between them. O(bytes).
void join_words(std::string_view folded, std::string& words);

/// The words of what join_words made; views into it.
void split_words(std::string_view words, std::vector<std::string_view>& parts);

/// Replaces `kept` by the letters and digits of `folded`, without anything between them.
void keep_alphanumerics(std::string_view folded, std::string& kept);

/// Membership in a sorted table of words.
template <std::size_t Size>
[[nodiscard]] constexpr bool contains(const std::array<std::string_view, Size>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

}  // namespace onefold::cleanse
