#include "cleanse/names.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "cleanse/name_words.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

const NameWords& name_words() { return NameWords::builtin(); }
bool is_title(std::string_view word) { return name_words().has(NameWord::title, word); }
bool is_suffix(std::string_view word) {
  return name_words().has(NameWord::generation, word) || name_words().has(NameWord::credential, word);
}

bool has_letter(std::string_view word) { return std::ranges::any_of(word, is_letter); }

struct Range {
  std::size_t begin = 0, end = 0;
};

/// The words of the actual name: without titles and numbers before it, and suffixes and numbers after it. All words if
/// none would be left.
Range find_name(const std::vector<std::string_view>& words) {
  Range name{0, words.size()};
  for (bool after_title = false; name.begin < name.end; ++name.begin) {
    const std::string_view word = words[name.begin];
    const bool title = is_title(word) || (after_title && name_words().has(NameWord::title_part, word));
    if (!title && has_letter(word)) break;
    after_title = title;
  }
  for (; name.begin < name.end; --name.end) {
    const std::string_view word = words[name.end - 1];
    // "Ph.D." is split into two words.
    if (word == "d" && name.end - name.begin >= 2 && words[name.end - 2] == "ph")
      --name.end;
    else if (!is_suffix(word) && has_letter(word))
      break;
  }
  return name.begin < name.end ? name : Range{0, words.size()};
}

}  // namespace

std::string_view cleanse_name(std::string_view folded, TextBuffer& buffer) {
  const std::string_view name = join_words(folded, buffer);
  // Most names are one word. Most other names begin and end with words that certainly belong to the name.
  const std::size_t blank = name.find(' ');
  if (blank == std::string_view::npos) return has_letter(name) ? name : std::string_view();
  const std::string_view first = name.substr(0, blank);
  const std::string_view last = name.substr(name.rfind(' ') + 1);
  if (has_letter(first) && !is_title(first) && has_letter(last) && !is_suffix(last) && last != "d") return name;

  thread_local std::vector<std::string_view> words;
  split_words(name, words);
  const Range proper = find_name(words);
  if (proper.begin >= proper.end || !has_letter(name)) return {};
  const std::string_view end = words[proper.end - 1];
  return {words[proper.begin].data(), static_cast<std::size_t>(end.data() + end.size() - words[proper.begin].data())};
}

}  // namespace onefold::cleanse
