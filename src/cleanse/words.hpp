// Words of folded text. A word is a run of ASCII letters, digits and non-ASCII bytes (letters of any script, once
// folded). An apostrophe is removed (o'brien is one word); every other character separates words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool is_word_char(char c) { return is_digit(c) || is_letter(c); }

[[nodiscard]] inline std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}
[[nodiscard]] bool all_digits(std::string_view text);

/// Whether the text consists of the letters a to z only.
[[nodiscard]] bool is_plain_word(std::string_view folded);

/// Writes the words of `folded` with one space between them, and returns the number of bytes written, which is at most
/// the number read. O(bytes).
std::size_t join_words(std::string_view folded, char* words);
/// The same; returns `folded` itself if it already has this form.
std::string_view join_words(std::string_view folded, TextBuffer& buffer);

/// Splits a result of join_words into words, as views into it.
void split_words(std::string_view words, std::vector<std::string_view>& parts);

/// Writes the letters and digits of `folded` without separators, and returns the number of bytes written.
std::size_t keep_alphanumerics(std::string_view folded, char* kept);

}  // namespace onefold::cleanse
