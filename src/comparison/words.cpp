#include "comparison/words.hpp"

#include <algorithm>
#include <vector>

namespace onefold::comparison {
namespace {

bool has_word(std::string_view text, std::string_view wanted) {
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text))
    if (word == wanted) return true;
  return false;
}

bool contains_words_of(std::string_view text, std::string_view words) {
  bool any = false;
  for (std::string_view word = take_word(words); !word.empty(); word = take_word(words)) {
    if (!has_word(text, word)) return false;
    any = true;
  }
  return any;
}

}  // namespace

std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

std::string sorted_words(std::string_view value) {
  std::vector<std::string_view> words;
  for (std::string_view word = take_word(value); !word.empty(); word = take_word(value)) words.push_back(word);
  std::sort(words.begin(), words.end());
  std::string sorted;
  for (const std::string_view word : words) {
    if (!sorted.empty()) sorted.push_back(' ');
    sorted.append(word);
  }
  return sorted;
}

bool one_contains_words_of_other(std::string_view left, std::string_view right) {
  return contains_words_of(left, right) || contains_words_of(right, left);
}

}  // namespace onefold::comparison
