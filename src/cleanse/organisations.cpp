#include "cleanse/organisations.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "cleanse/text_buffer.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

struct LegalForms {
  std::set<std::string, std::less<>> end, begin;
  std::size_t most_words = 1;

  explicit LegalForms(std::string_view list) {
    while (!list.empty()) {
      const auto line_end = std::min(list.find('\n'), list.size());
      const auto line = list.substr(0, line_end);
      list.remove_prefix(std::min(line_end + 1, list.size()));
      const auto colon = line.find(": ");
      if (line.starts_with('#') || colon == line.npos) continue;
      const auto form = trim(line.substr(colon + 2));
      (line.starts_with("end") ? end : begin).emplace(form);
      most_words = std::max(most_words, 1 + static_cast<std::size_t>(std::ranges::count(form, ' ')));
    }
  }
};

// Words of `words` from `first` on, which are adjacent in one text.
std::string_view phrase(const std::vector<std::string_view>& words, std::size_t first, std::size_t count) {
  const char* const begin = words[first].data();
  const auto& last = words[first + count - 1];
  return {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
}

}  // namespace

bool cleanse_organisation(std::string_view folded, std::string& name) {
  static const LegalForms forms(builtin_legal_forms());
  std::string text(folded.size(), ' ');
  text.resize(join_words(folded, text.data()));
  std::vector<std::string_view> words;
  split_words(text, words);
  if (words.empty()) return false;
  std::size_t first = 0, last = words.size();
  const auto take_from = [&](const auto& known, bool at_end) {
    for (std::size_t count = std::min(forms.most_words, last - first - 1); count > 0; --count)
      if (known.contains(phrase(words, at_end ? last - count : first, count))) {
        (at_end ? last -= count : first += count);
        return true;
      }
    return false;
  };
  while (take_from(forms.end, true)) {
  }
  while (take_from(forms.begin, false)) {
  }
  name = phrase(words, first, last - first);
  return true;
}

bool cleanse_web_domain(std::string_view folded, std::string& domain) {
  std::string_view rest = trim(folded);
  if (const auto scheme = rest.find("://"); scheme != rest.npos) rest.remove_prefix(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?# "));
  if (const auto user = rest.rfind('@'); user != rest.npos) rest.remove_prefix(user + 1);
  rest = rest.substr(0, rest.find(':'));
  if (rest.starts_with("www.")) rest.remove_prefix(4);
  while (!rest.empty() && rest.back() == '.') rest.remove_suffix(1);
  const auto point = rest.find('.');
  const bool is_domain = point != rest.npos && point > 0 &&
                         std::ranges::all_of(rest, [](char c) { return is_word_char(c) || c == '.' || c == '-'; });
  if (!is_domain) return false;
  domain = rest;
  return true;
}

}  // namespace onefold::cleanse
