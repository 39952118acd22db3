#include "comparison/house_number.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "comparison/words.hpp"

namespace onefold::comparison {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// Words that stand before a unit's number, as cleansing abbreviates them.
bool announces_unit(std::string_view word) {
  constexpr auto kWords = std::to_array<std::string_view>({"app", "apt", "apts", "fl", "flat", "flt", "lot", "rm",
                                                           "room", "shop", "ste", "studio", "suite", "unit", "whg"});
  static_assert(std::ranges::is_sorted(kWords));
  return std::ranges::binary_search(kWords, word);
}

struct NumberWord {
  std::string_view digits;   ///< without leading zeros
  std::string_view letters;  ///< the letters after the digits
  std::size_t at = 0;        ///< index of the word in the address
};

/// Accepts digits followed by at most two letters, except ordinals.
bool parse_number_word(std::string_view word, NumberWord& number) {
  const std::size_t size = word.size();
  std::size_t digits = 0;
  while (digits < size && is_digit(word[digits])) ++digits;
  number.letters = word.substr(digits);
  if (digits == 0 || number.letters.size() > 2) return false;
  for (const char c : number.letters)
    if (!is_letter(c)) return false;
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"})
    if (number.letters == ordinal) return false;
  std::size_t zeros = 0;
  while (zeros + 1 < digits && word[zeros] == '0') ++zeros;
  number.digits = word.substr(zeros, digits - zeros);
  return true;
}

/// The letters n, e, s and w are points of the compass in "12 n high st".
bool may_be_unit_letter(std::string_view word) {
  return word.size() == 1 && is_letter(word[0]) && word != "n" && word != "e" && word != "s" && word != "w";
}

void append(std::string& unit, std::string_view part) {
  if (part.empty()) return;
  if (!unit.empty()) unit.push_back(' ');
  unit.append(part);
}

}  // namespace

HouseNumber house_number(std::string_view address) {
  HouseNumber found;
  std::vector<NumberWord> numbers;
  bool unit_announced = false;
  std::size_t at = 0;
  bool behind_word = false;  // whether the previous word announces a unit
  std::string unit;
  for (std::string_view word = take_word(address); !word.empty(); word = take_word(address), ++at) {
    NumberWord number;
    number.at = at;
    const bool is_number = parse_number_word(word, number);
    if (behind_word && (is_number || (word.size() == 1 && is_letter(word[0])))) {
      append(unit, is_number ? number.digits : word);
      if (is_number) append(unit, number.letters);
      unit_announced = true;
      behind_word = false;
      continue;
    }
    behind_word = announces_unit(word);
    if (is_number) {
      numbers.push_back(number);
    } else if (!numbers.empty() && numbers.back().at + 1 == at && numbers.back().letters.empty() &&
               may_be_unit_letter(word)) {
      numbers.back().letters = word;
    }
  }
  if (numbers.empty()) return found;
  const auto is_short = [](const NumberWord& number) { return number.digits.size() <= 4; };
  auto house = std::ranges::find_if(numbers, is_short);
  if (house == numbers.end()) house = numbers.begin();
  const auto next = house + 1;
  if (!unit_announced && house == numbers.begin() && next != numbers.end() && next->at == house->at + 1 &&
      is_short(*house) && is_short(*next)) {
    append(unit, house->digits);
    append(unit, house->letters);
    house = next;
  }
  found.house = house->digits;
  append(found.unit, house->letters);
  append(found.unit, unit);
  return found;
}

std::string house_number_key(std::string_view address) {
  const HouseNumber number = house_number(address);
  return number.house.empty() ? std::string() : number.house + "/" + number.unit;
}

bool house_numbers_leave_open(std::string_view left, std::string_view right) {
  const HouseNumber a = house_number(left), b = house_number(right);
  if (a.house.empty() || b.house.empty()) return true;
  return a.house == b.house && a.unit.empty() != b.unit.empty();
}

}  // namespace onefold::comparison
