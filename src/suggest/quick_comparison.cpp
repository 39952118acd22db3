#include "suggest/quick_comparison.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "record/elements.hpp"

namespace onefold::suggest {

namespace {

// Texts of several words are compared by their words, weighted by rarity (TF-IDF: Salton, Buckley 1988).
constexpr double kNearWords = 0.7, kFarWords = 0.35;
constexpr double kMeanWordsOfText = 1.7;

bool is_words(AttributeType type) {
  return type == AttributeType::text || type == AttributeType::address || type == AttributeType::full_name ||
         type == AttributeType::organisation;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \x1f", begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

double number_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::uint32_t level_of_similarity(std::string_view a, std::string_view b, std::uint32_t near_e4, std::uint32_t far_e4) {
  const auto match = similarity::jaro_match(a, b, far_e4);
  if (similarity::jaro_winkler_at_least(match, near_e4)) return 2;
  return similarity::jaro_winkler_at_least(match, far_e4) ? 3 : 4;
}

}  // namespace

QuickComparison::QuickComparison(const CodedValues& values, AttributeType type) : values_(values), type_(type) {
  if (!is_words(type)) return;
  std::map<std::string_view, std::uint32_t> numbers;
  std::vector<double> frequency;
  std::vector<std::vector<std::uint32_t>> words(values.texts.size());
  std::size_t num_words = 0;
  for (std::size_t code = 1; code < values.texts.size(); ++code) {
    for (const auto word : words_of(values.texts[code]))
      words[code].push_back(numbers.emplace(word, static_cast<std::uint32_t>(numbers.size())).first->second);
    std::ranges::sort(words[code]);
    words[code].erase(std::unique(words[code].begin(), words[code].end()), words[code].end());
    frequency.resize(numbers.size(), 0);
    for (const auto word : words[code]) frequency[word] += values.counts[code];
    num_words += words[code].size();
  }
  by_words_ = static_cast<double>(num_words) > kMeanWordsOfText * static_cast<double>(values.texts.size() - 1);
  const auto all = static_cast<double>(values.num_present());
  words_.resize(values.texts.size());
  for (std::size_t code = 1; code < values.texts.size(); ++code) {
    double squares = 0;
    for (const auto word : words[code]) {
      const double weight = std::log(1 + all / frequency[word]);
      squares += weight * weight;
      words_[code].push_back({word, static_cast<float>(weight)});
    }
    for (auto& word : words_[code]) word.weight = static_cast<float>(word.weight / std::sqrt(squares));
  }
}

double QuickComparison::cosine(std::uint32_t left_code, std::uint32_t right_code) const {
  const auto& l = words_[left_code];
  const auto& r = words_[right_code];
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < l.size() && j < r.size();) {
    if (l[i].word < r[j].word)
      ++i;
    else if (r[j].word < l[i].word)
      ++j;
    else
      sum += static_cast<double>(l[i].weight) * static_cast<double>(r[j].weight), ++i, ++j;
  }
  return sum;
}

std::uint32_t QuickComparison::level(std::uint32_t left_code, std::uint32_t right_code) const {
  if (left_code == 0 || right_code == 0) return 0;
  if (left_code == right_code) return 1;
  if (by_words_) {
    const double similar = cosine(left_code, right_code);
    return similar >= kNearWords ? 2 : similar >= kFarWords ? 3 : 4;
  }
  const std::string_view a = values_.texts[left_code], b = values_.texts[right_code];
  if (!has_several_elements(a) && !has_several_elements(b)) return level_of_texts(a, b);
  std::uint32_t best = kQuickLevels - 1;
  for_each_element(a, {&kElementSeparator, 1}, [&](std::string_view left) {
    for_each_element(b, {&kElementSeparator, 1}, [&](std::string_view right) {
      best = std::min(best, left == right ? 1 : level_of_texts(left, right));
    });
  });
  return best;
}

std::uint32_t QuickComparison::level_of_texts(std::string_view a, std::string_view b) const {
  switch (type_) {
    case AttributeType::birth_date:
      if (similarity::damerau_levenshtein_at_most(a, b, 1)) return 2;
      return a.substr(0, 4) == b.substr(0, 4) ? 3 : 4;
    case AttributeType::phone:
    case AttributeType::identifier:
    case AttributeType::postcode: {
      const auto edits = similarity::damerau_levenshtein_up_to(a, b, 2);
      // In a short value such as a house number, one edit gives a different house.
      if (std::min(a.size(), b.size()) < 4) return 4;
      return edits <= 1 ? 2 : edits <= 2 ? 3 : 4;
    }
    case AttributeType::number: {
      const double x = number_of(a), y = number_of(b);
      const double most = std::max(std::abs(x), std::abs(y));
      if (most == 0) return 4;
      const double apart = std::abs(x - y) / most;
      return apart <= 0.02 ? 2 : apart <= 0.1 ? 3 : 4;
    }
    case AttributeType::category:
      return 4;
    case AttributeType::email:
      return level_of_similarity(a.substr(0, a.find('@')), b.substr(0, b.find('@')), 9500, 8800);
    default:
      return level_of_similarity(a, b, 9200, 8000);
  }
}

}  // namespace onefold::suggest
