#include "cleanse/words.hpp"

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

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

void join_words(std::string_view folded, std::string& words) {
  words.resize(folded.size());
  char* const begin = words.data();
  char* out = begin;
  bool gap = false;
  for (const char c : folded) {
    const Kind kind = kKinds[static_cast<unsigned char>(c)];
    if (kind == Kind::word) {
      // A gap before the first word is no blank. There is room: a gap stands for at least one byte that was left out.
      if (gap && out != begin) *out++ = ' ';
      gap = false;
      *out++ = c;
    } else if (kind == Kind::separator) {
      gap = true;
    }
  }
  words.resize(static_cast<std::size_t>(out - begin));
}

void split_words(std::string_view words, std::vector<std::string_view>& parts) {
  parts.clear();
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    parts.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

void keep_alphanumerics(std::string_view folded, std::string& kept) {
  kept.clear();
  for (const char c : folded)
    if (is_word_char(c)) kept.push_back(c);
}

}  // namespace onefold::cleanse
