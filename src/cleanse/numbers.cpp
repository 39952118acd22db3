#include "cleanse/numbers.hpp"

#include <algorithm>
#include <array>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

/// Signs other than $ have become spaces. Longer names stand before their beginnings.
constexpr std::array<std::string_view, 20> kCurrencies = {"us$", "$",   "euros", "euro", "eur", "usd", "gbp",
                                                          "chf", "fr.", "pln",   "zl",   "sek", "dkk", "nok",
                                                          "kr.", "kr",  "cad",   "aud",  "czk", "huf"};

std::string_view without_currency(std::string_view text) {
  for (const std::string_view currency : kCurrencies) {
    if (text.starts_with(currency)) return trim(text.substr(currency.size()));
    if (text.ends_with(currency)) return trim(text.substr(0, text.size() - currency.size()));
  }
  return text;
}

/// The parts before the decimal mark, with thousands separators, and after it.
struct Split {
  std::string_view whole, fraction;
};

/// The decimal mark of a number whose source uses `declared`; '\0' if it has none.
char mark_of(std::string_view text, char declared) {
  const char other = declared == ',' ? '.' : ',';
  if (std::ranges::count(text, declared) == 1) return declared;
  // 12.50 in a column with commas cannot be thousands.
  const bool only_other = std::ranges::count(text, other) == 1 && text.find(declared) == std::string_view::npos;
  return only_other && !is_grouped(text, other) ? other : '\0';
}

bool split_number(std::string_view text, char declared, Split& split) {
  const auto points = std::ranges::count(text, '.');
  const auto commas = std::ranges::count(text, ',');
  const std::size_t last = text.find_last_of(".,");

  char decimal = '\0';
  if (declared != '\0') {
    decimal = mark_of(text, declared);
  } else if (points > 0 && commas > 0) {
    decimal = text[last];  // if both occur, the last one is the decimal mark
  } else if (points == 1) {
    decimal = '.';
  } else if (commas == 1) {
    const std::string_view before = text.substr(0, last), after = text.substr(last + 1);
    // "1,234" is ambiguous; "0,234", "1234,567" and "1 234,567" are not.
    const bool ambiguous = after.size() == 3 && before.size() >= 1 && before.size() <= 3 && before != "0";
    if (ambiguous) return false;
    decimal = ',';
  }
  split.whole = decimal ? text.substr(0, text.find_last_of(decimal)) : text;
  split.fraction = decimal ? text.substr(text.find_last_of(decimal) + 1) : std::string_view();
  if (!split.fraction.empty() && !all_digits(split.fraction)) return false;

  if (split.whole.empty()) return !split.fraction.empty();
  if (all_digits(split.whole)) return true;
  return std::ranges::any_of(std::string_view(",. '"), [&](char separator) {
    return separator != decimal && is_grouped(split.whole, separator);
  });
}

}  // namespace

bool is_grouped(std::string_view text, char separator) {
  std::size_t end = text.find(separator);
  if (end == std::string_view::npos || end > 3 || !all_digits(text.substr(0, end))) return false;
  for (; end < text.size(); end += 4)
    if (text[end] != separator || text.size() - end < 4 || !all_digits(text.substr(end + 1, 3))) return false;
  return true;
}

bool cleanse_number(std::string_view folded, std::string& number, char decimal) {
  number.clear();
  std::string_view text = without_currency(trim(folded));
  const bool in_brackets = text.starts_with('(') && text.ends_with(')');
  if (in_brackets) text = without_currency(trim(text.substr(1, text.size() - 2)));
  const bool minus_first = text.starts_with('-'), minus_last = !minus_first && text.ends_with('-');
  const bool negative = in_brackets || minus_first || minus_last;
  if (minus_first || text.starts_with('+')) text = without_currency(trim(text.substr(1)));
  if (minus_last) text = trim(text.substr(0, text.size() - 1));
  Split split;
  if (text.empty() || !split_number(text, decimal, split)) return false;

  std::string_view fraction = split.fraction;
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (negative) number.push_back('-');
  const std::size_t begin = number.size();
  for (const char c : split.whole)
    if (is_digit(c) && (c != '0' || number.size() > begin)) number.push_back(c);
  if (number.size() == begin) number.push_back('0');
  if (!fraction.empty()) number.append(1, '.').append(fraction);
  if (number == "-0") number = "0";
  return true;
}

}  // namespace onefold::cleanse
