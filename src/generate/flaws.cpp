#include "generate/flaws.hpp"

#include <array>
#include <string_view>

namespace onefold::generate {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// The neighbouring keys of each key, for a .. z and 0 .. 9.
constexpr std::array<std::string_view, 26> kLetterNeighbours = {
    "qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv", "gyujnb", "ujko", "huikmn", "jiolm", "kop",  "njk",
    "bhjm", "iklp", "ol",   "wa",     "edft", "awedxz", "rfgy",   "yhji",   "cfgb", "qase",   "zsdc",  "tghu", "asx"};
constexpr std::array<std::string_view, 10> kDigitNeighbours = {"9",  "2",  "13", "24", "35",
                                                               "46", "57", "68", "79", "80"};

char neighbour_of(char c, Stream& random) {
  const std::string_view keys = is_digit(c) ? kDigitNeighbours[static_cast<std::size_t>(c - '0')]
                                            : kLetterNeighbours[static_cast<std::size_t>(lower(c) - 'a')];
  const char key = keys[random.below(static_cast<std::uint32_t>(keys.size()))];
  return is_upper(c) ? upper(key) : key;
}

struct Spelling {
  std::string_view from;
  std::string_view to;
};
/// Replaces one occurrence of a randomly chosen rule that applies; keeps the case of the first letter.
template <std::size_t kNumRules>
bool apply_one(Text& text, const std::array<Spelling, kNumRules>& rules, Stream& random, bool keep_case) {
  const std::uint32_t first = random.below(kNumRules);
  for (std::uint32_t i = 0; i < kNumRules; ++i) {
    const Spelling& rule = rules[(first + i) % kNumRules];
    for (std::size_t at = 0; at + rule.from.size() <= text.size(); ++at) {
      bool matches = true;
      for (std::size_t j = 0; j < rule.from.size() && matches; ++j)
        matches = keep_case ? lower(text[at + j]) == rule.from[j] : text[at + j] == rule.from[j];
      if (!matches) continue;
      const bool capital = is_upper(text[at]);
      text.replace(at, rule.from.size(), rule.to);
      if (keep_case && capital && !rule.to.empty()) text[at] = upper(text[at]);
      return true;
    }
  }
  return false;
}

constexpr std::array<Spelling, 30> kByEar = {{
    {"ph", "f"},  {"ck", "k"},     {"ie", "ei"}, {"ei", "ie"}, {"ll", "l"},   {"tt", "t"},  {"nn", "n"},  {"ss", "s"},
    {"mm", "m"},  {"rr", "r"},     {"ey", "y"},  {"ay", "ey"}, {"ea", "ee"},  {"ee", "ea"}, {"gh", "g"},  {"wr", "r"},
    {"kn", "n"},  {"ough", "uff"}, {"th", "t"},  {"wh", "w"},  {"sh", "sch"}, {"er", "ar"}, {"on", "en"}, {"an", "en"},
    {"en", "on"}, {"c", "k"},      {"k", "c"},   {"y", "i"},   {"i", "y"},    {"s", "z"},
}};
constexpr std::array<Spelling, 22> kByEye = {{
    {"o", "0"}, {"0", "O"}, {"l", "1"},  {"1", "l"},  {"I", "l"},  {"i", "l"},  {"S", "5"},  {"5", "S"},
    {"B", "8"}, {"8", "B"}, {"m", "rn"}, {"rn", "m"}, {"w", "vv"}, {"cl", "d"}, {"d", "cl"}, {"e", "c"},
    {"c", "e"}, {"h", "b"}, {"n", "ri"}, {"u", "n"},  {"a", "o"},  {"O", "Q"},
}};

}  // namespace

bool mistype(Text& text, Stream& random) {
  if (text.empty()) return false;
  const auto size = static_cast<std::uint32_t>(text.size());
  // Searches from a random position for the first place at which the chosen slip is possible.
  const std::uint32_t slip = random.below(10);
  const std::uint32_t start = random.below(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::uint32_t at = (start + i) % size;
    const char c = text[at];
    if (!is_letter(c) && !is_digit(c)) continue;
    if (slip < 4) {
      text[at] = neighbour_of(c, random);
    } else if (slip < 6 && size > 2) {
      text.replace(at, 1, "");
    } else if (slip < 8) {
      const char extra = random.chance(5'000) ? lower(c) : neighbour_of(lower(c), random);
      text.replace(at + 1, 0, std::string_view(&extra, 1));
    } else {
      if (at + 1 >= size || text[at + 1] == c || !(is_letter(text[at + 1]) || is_digit(text[at + 1]))) continue;
      // "Smith" becomes "Msith": the first letter stays a capital.
      const char next = text[at + 1];
      const bool capital_first = is_upper(c) && is_letter(next) && !is_upper(next);
      if (capital_first && lower(c) == next) continue;
      text[at] = capital_first ? upper(next) : next;
      text[at + 1] = capital_first ? lower(c) : c;
    }
    return true;
  }
  return false;
}

bool misread(Text& text, Stream& random) { return apply_one(text, kByEye, random, false); }

bool mishear(Text& text, Stream& random) { return apply_one(text, kByEar, random, true); }

bool transpose_digits(Text& text, Stream& random) {
  if (text.size() < 2) return false;
  const auto places = static_cast<std::uint32_t>(text.size() - 1);
  const std::uint32_t start = random.below(places);
  for (std::uint32_t i = 0; i < places; ++i) {
    const std::uint32_t at = (start + i) % places;
    if (!is_digit(text[at]) || !is_digit(text[at + 1]) || text[at] == text[at + 1]) continue;
    std::swap(text[at], text[at + 1]);
    return true;
  }
  return false;
}

bool truncate(Text& text, std::size_t size) {
  if (text.size() <= size) return false;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  text.resize_down(size);
  return true;
}

bool swap_day_and_month(Date& date) {
  const Date swapped{date.year, date.day, date.month};
  if (!is_valid(swapped) || swapped == date) return false;
  date = swapped;
  return true;
}

bool change_date(Date& date, Stream& random) {
  Date changed = date;
  switch (random.below(5)) {
    case 0:
      changed.day += random.chance(5'000) ? 1U : static_cast<unsigned>(-1);
      break;
    case 1:
      changed.month += random.chance(5'000) ? 1U : static_cast<unsigned>(-1);
      break;
    case 2:
      changed.year = date.year / 100 * 100 + date.year % 10 * 10 + date.year / 10 % 10;
      break;
    case 3:
      changed.day = date.day % 10 * 10 + date.day / 10;
      break;
    default:
      changed.year += random.chance(5'000) ? 10 : -10;
      break;
  }
  // If the result is not a date, the same date, or an implausible year, the year is changed by one instead (and the
  // 29th becomes the 28th).
  if (changed == date || !is_valid(changed) || changed.year < 1915 || changed.year > 2020) {
    changed = {date.year + (random.chance(5'000) ? 1 : -1), date.month, date.day};
    if (!is_valid(changed)) changed.day = 28;
  }
  date = changed;
  return true;
}

}  // namespace onefold::generate
