// Reads the parts of which dates consist.
#include <algorithm>
#include <array>

#include "cleanse/dates.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};

/// Whether `word` is a prefix of `name` with at least three letters: "sep" and "sept" both mean September.
bool abbreviates(std::string_view word, std::string_view name) {
  return word.size() >= 3 && word.size() <= name.size() && name.substr(0, word.size()) == word;
}

}  // namespace

std::size_t TextReader::num_digits() const {
  std::size_t n = 0;
  while (n < rest_.size() && is_digit(rest_[n])) ++n;
  return n;
}

bool TextReader::take(char c) {
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

bool TextReader::take(std::string_view word) {
  if (rest_.substr(0, word.size()) != word) return false;
  rest_.remove_prefix(word.size());
  return true;
}

bool TextReader::take_one_of(std::string_view chars) {
  if (rest_.empty() || chars.find(rest_.front()) == std::string_view::npos) return false;
  rest_.remove_prefix(1);
  return true;
}

void TextReader::skip_blanks() {
  while (take(' ')) {
  }
}

bool TextReader::take_number(std::size_t min, std::size_t max, int& number) {
  std::size_t n = 0;
  int value = 0;
  max = std::min({max, std::size_t{9}, rest_.size()});
  while (n < max && is_digit(rest_[n])) value = value * 10 + (rest_[n++] - '0');
  if (n < min) return false;
  number = value;
  rest_.remove_prefix(n);
  return true;
}

std::string_view TextReader::take_letters() {
  std::size_t n = 0;
  while (n < rest_.size() && rest_[n] >= 'a' && rest_[n] <= 'z') ++n;
  const std::string_view letters = rest_.substr(0, n);
  rest_.remove_prefix(n);
  return letters;
}

bool TextReader::take_month(int& month) {
  const std::string_view before = rest_;
  const std::string_view word = take_letters();
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (!abbreviates(word, kMonths[i])) continue;
    month = static_cast<int>(i) + 1;
    take('.');
    return true;
  }
  rest_ = before;
  return false;
}

bool TextReader::take_weekday() {
  const std::string_view before = rest_;
  const std::string_view word = take_letters();
  if (std::ranges::any_of(kWeekdays, [&](std::string_view name) { return abbreviates(word, name); })) return true;
  rest_ = before;
  return false;
}

bool TextReader::take_zone(int& zone_minutes) {
  zone_minutes = 0;
  if (take("utc") || take("gmt") || take('z')) return true;
  const std::string_view before = rest_;
  const bool west = peek() == '-';
  int hours = 0, minutes = 0;
  if (take_one_of("+-") && take_number(2, 2, hours)) {
    const bool colon = take(':');
    if ((take_number(2, 2, minutes) || !colon) && hours <= 18 && minutes < 60) {
      zone_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
      return true;
    }
  }
  rest_ = before;
  return false;
}

}  // namespace onefold::cleanse
