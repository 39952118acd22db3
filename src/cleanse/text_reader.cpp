// Reads the parts of which dates consist.
#include <algorithm>
#include <array>

#include "cleanse/dates.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

/// Names of each month, folded, in the languages of column names: English, German, French, Spanish, Italian,
/// Portuguese, Dutch, Danish (and Norwegian), Swedish, Polish (both cases). The last ones are short forms that no name
/// begins with.
constexpr std::array<std::string_view, 12> kMonths = {
    "january januar janner janvier enero gennaio janeiro januari styczen stycznia",
    "february februar feber fevrier febrero febbraio fevereiro februari luty lutego",
    "march marz maerz mars marzo marco maart marts marzec marca mrz mrt",
    "april avril abril aprile kwiecien kwietnia",
    "may mai mayo maggio maio mei maj maja",
    "june juni juin junio giugno junho czerwiec czerwca",
    "july juli juillet julio luglio julho lipiec lipca",
    "august aout agosto augustus augusti sierpien sierpnia",
    "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia",
    "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika",
    "november novembre noviembre novembro listopad listopada",
    "december dezember decembre diciembre dicembre desember dezembro grudzien grudnia"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};

/// Whether `word` is a prefix of `name` with at least three letters: "sep" and "sept" both mean September.
bool abbreviates(std::string_view word, std::string_view name) {
  return word.size() >= 3 && word.size() <= name.size() && name.substr(0, word.size()) == word;
}

/// The only month with a name that `word` abbreviates; 0 if there is none, or more than one: "jui" is June and July.
int month_named(std::string_view word) {
  if (word.size() < 3) return 0;
  int found = 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    for (std::string_view names = kMonths[i]; !names.empty();) {
      const std::size_t end = std::min(names.find(' '), names.size());
      if (abbreviates(word, names.substr(0, end))) {
        if (found != 0) return 0;
        found = static_cast<int>(i) + 1;
        break;
      }
      names.remove_prefix(std::min(end + 1, names.size()));
    }
  }
  return found;
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
  const int found = month_named(word);
  if (found == 0) return rest_ = before, false;
  month = found;
  take('.');
  return true;
}

bool TextReader::take_year(int pivot, int& year) {
  const std::string_view before = rest_;
  const bool apostrophe = take('\'');
  const std::size_t digits = num_digits();
  if (digits == 4 && !apostrophe) return take_number(4, 4, year);
  if (digits != 2) return rest_ = before, false;
  take_number(2, 2, year);
  year = year_of_two_digits(year, pivot);
  return true;
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
