#include "cleanse/words.hpp"

#include <array>

namespace onefold::cleanse {
namespace {

enum class Kind : unsigned char { separator, word, apostrophe };

constexpr auto kKinds = [] {
  std::array<Kind, 256> kinds{};
  for (unsigned c = 0; c < 256; ++c)
    kinds[c] = is_word_char(static_cast<char>(c)) ? Kind::word : c == '\'' ? Kind::apostrophe : Kind::separator;
  return kinds;
}();

}  // namespace

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

bool is_plain_word(std::string_view folded) {
  if (folded.size() >= 8)
    return bytes8::for_each_word(folded, [](std::uint64_t word, std::size_t) {
      return (word & bytes8::kHighBits) == 0 && bytes8::in_range(word, 'a', 'z') == bytes8::kHighBits;
    });
  bool plain = !folded.empty();
  for (const char c : folded) plain &= c >= 'a' && c <= 'z';
  return plain;
}

std::size_t join_words(std::string_view folded, char* words) {
  char* const begin = words;
  char* out = begin;
  bool gap = false;
  for (const char c : folded) {
    const Kind kind = kKinds[static_cast<unsigned char>(c)];
    if (kind == Kind::word) {
      // A gap before the first word adds no space. The space fits, because a gap stands for at least one removed byte.
      if (gap && out != begin) *out++ = ' ';
      gap = false;
      *out++ = c;
    } else if (kind == Kind::separator) {
      gap = true;
    }
  }
  return static_cast<std::size_t>(out - begin);
}

std::string_view join_words(std::string_view folded, TextBuffer& buffer) {
  if (is_plain_word(folded)) return folded;
  char* const words = buffer.room(folded.size());
  return {words, join_words(folded, words)};
}

void split_words(std::string_view words, std::vector<std::string_view>& parts) {
  parts.clear();
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    parts.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

std::size_t keep_alphanumerics(std::string_view folded, char* kept) {
  char* out = kept;
  for (const char c : folded) {
    *out = c;
    out += is_word_char(c) ? 1 : 0;
  }
  return static_cast<std::size_t>(out - kept);
}

}  // namespace onefold::cleanse
