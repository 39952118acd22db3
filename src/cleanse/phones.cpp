#include "cleanse/phones.hpp"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>

#include "cleanse/words.hpp"
#include "record/hash.hpp"

namespace onefold::cleanse {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/// The library's own logger prints numbers that it cannot read, which are personal data.
class SilentLogger : public i18n::phonenumbers::Logger {
 public:
  void WriteMessage(const std::string&) override {}
};

const PhoneNumberUtil& library() {
  static PhoneNumberUtil* const instance = [] {
    PhoneNumberUtil* util = PhoneNumberUtil::GetInstance();
    util->SetLogger(new SilentLogger);  // the library takes ownership
    return util;
  }();
  return *instance;
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_digit));
}

/// The text from the first digit or + up to what follows a complete number: words ("... after six", "... ext 12"),
/// whose letters the library would read as keys of the dial, or a second number.
std::string_view number_part(std::string_view text) {
  const auto begin = std::ranges::find_if(text, [](char c) { return is_digit(c) || c == '+'; });
  text.remove_prefix(static_cast<std::size_t>(begin - text.begin()));
  std::size_t num_digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    num_digits += is_digit(c);
    // 030/123456 is one number. A slash separates two numbers only after many digits.
    const bool second_number = num_digits >= 9 && (c == '/' || c == ',' || c == ';' || c == '|');
    if (second_number || (num_digits >= 7 && is_letter(c))) return text.substr(0, i);
  }
  return text;
}

/// What a spreadsheet makes of a long number: 4.94074e+10. Its last digits are lost.
bool is_scientific(std::string_view folded) {
  const auto mantissa = folded.find_first_not_of("0123456789.,");
  return mantissa != std::string_view::npos && mantissa > 0 && folded.substr(mantissa).starts_with("e+") &&
         folded.find_first_not_of("0123456789", mantissa + 2) == std::string_view::npos;
}

/// Without the ".0" that a spreadsheet appends to a number.
std::string_view without_decimals(std::string_view folded) {
  const bool appended = folded.ends_with(".0") && folded.size() > 7;
  const std::string_view number = appended ? folded.substr(0, folded.size() - 2) : folded;
  return std::ranges::all_of(number, is_digit) ? number : folded;
}

/// The library refuses longer text too, but only after a search in quadratic time.
constexpr std::size_t kLongestText = 250;

bool parse_once(std::string_view text, const std::string& region, std::string& phone) {
  if (text.size() > kLongestText) return false;
  PhoneNumber number;
  if (library().Parse(std::string(text), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
  library().Format(number, PhoneNumberUtil::E164, &phone);
  // The library accepts "12" as a number, although every country's numbers, with calling code, have more digits.
  return count_digits(phone) >= 7;
}

/// Reads repeatedly until the result no longer changes, so that cleansing a cleansed number changes nothing: each
/// reading of "+44 0012 ..." drops one zero of the national number. Each step shortens the number, so the loop ends.
bool parse(std::string_view text, const std::string& region, std::string& phone) {
  if (!parse_once(text, region, phone)) return false;
  for (std::string again; parse_once(phone, region, again) && again.size() < phone.size();) phone = again;
  return true;
}

}  // namespace

bool is_phone_region(const std::string& region) { return library().GetCountryCodeForRegion(region) != 0; }

bool is_valid_national_phone(std::string_view raw, const std::string& region) {
  const std::string_view text = number_part(raw);
  if (text.empty() || text.size() > kLongestText || text.front() == '+') return false;
  PhoneNumber number;
  return library().Parse(std::string(text), region, &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
         library().IsValidNumberForRegion(number, region);
}

bool PhoneCleanser::read_by_library(std::string_view folded, std::string& phone) const {
  const std::string_view text = number_part(folded);
  if (parse(text, region_, phone)) return true;
  std::string digits(text.starts_with('+') ? "+" : "");
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  // Digits separated by unusual characters may form a number on their own.
  if (parse(digits, region_, phone)) return true;
  phone = std::move(digits);
  return count_digits(phone) >= 5;
}

bool PhoneCleanser::operator()(std::string_view folded, std::string& phone) {
  if (is_scientific(folded)) return false;
  folded = without_decimals(folded);
  if (read_by_plan(folded, phone)) return true;
  const std::string_view text = number_part(folded);
  if (count_digits(text) < 5 && std::ranges::none_of(text, is_letter)) return false;
  Slot& slot = cache_[scale_to(hash_bytes(text), cache_.size())];
  if (slot.written != text || slot.written.empty()) {
    slot.valid = read_by_library(text, slot.phone);
    slot.written = text;
  }
  phone = slot.phone;
  return slot.valid;
}

}  // namespace onefold::cleanse
