// Reads the common spellings of telephone numbers of five countries directly, which is faster than libphonenumber.
// Everything else is left to libphonenumber.
#include <algorithm>
#include <array>

#include "cleanse/phones.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

/// The part of a country's numbering plan that is read here. It holds only numbers for which this code gives the same
/// result as libphonenumber. `first` excludes the trunk prefix, so a leading trunk prefix is never part of the number.
struct Plan {
  std::string_view region;
  std::string_view calling_code;
  char trunk;                      ///< dialled before national numbers within the country
  bool double_zero;                ///< whether 00 begins an international number
  std::string_view first;          ///< the first digits that a national number may have
  std::size_t min_size, max_size;  ///< of a national number, in digits
  std::size_t bare_size;  ///< digits of a national number that may be written without the trunk prefix; 0: none may
};
constexpr std::array<Plan, 5> kPlans = {{
    // British numbers have at most 10 digits. Numbers with one or two digits too many are read as they were typed.
    {"GB", "44", '0', true, "1235789", 9, 12, 10},
    {"US", "1", '1', false, "23456789", 10, 10, 10},
    {"DE", "49", '0', true, "12356789", 6, 11, 0},
    {"FR", "33", '0', true, "12456789", 9, 9, 9},
    {"AU", "61", '0', false, "23478", 9, 9, 9},
}};

constexpr std::size_t kMaxDigits = 20;

bool is_national(const Plan& plan, std::string_view number) {
  return number.size() >= plan.min_size && number.size() <= plan.max_size &&
         plan.first.find(number.front()) != std::string_view::npos;
}

bool write(const Plan& plan, std::string_view national, std::string& phone) {
  phone = '+';
  phone += plan.calling_code;
  phone += national;
  return true;
}

/// Reads a number that begins with a calling code. Drops a trunk prefix after the code: +44 (0)20 ...
bool read_international(std::string_view digits, std::string& phone) {
  for (const Plan& plan : kPlans) {
    if (!digits.starts_with(plan.calling_code)) continue;
    std::string_view national = digits.substr(plan.calling_code.size());
    if (plan.trunk == '0' && national.starts_with('0')) national.remove_prefix(1);
    return is_national(plan, national) && write(plan, national, phone);
  }
  return false;
}

}  // namespace

PhoneCleanser::PhoneCleanser(std::string region) : region_(std::move(region)), cache_(1024) {
  for (std::size_t i = 0; i < kPlans.size(); ++i)
    if (kPlans[i].region == region_) plan_ = static_cast<int>(i);
}

bool PhoneCleanser::read_by_plan(std::string_view folded, std::string& phone) const {
  // Accepts digits, a leading +, and the usual characters between digits.
  std::array<char, kMaxDigits> buffer;
  std::size_t size = 0;
  bool plus = false;
  for (const char c : folded) {
    if (is_digit(c)) {
      if (size == kMaxDigits) return false;
      buffer[size++] = c;
    } else if (c == '+') {
      if (plus || size > 0) return false;
      plus = true;
    } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
      return false;
    }
  }
  const std::string_view digits(buffer.data(), size);
  if (digits.size() < 6) return false;
  if (plus) return read_international(digits, phone);

  if (plan_ < 0) return false;
  const Plan& plan = kPlans[static_cast<std::size_t>(plan_)];
  if (plan.double_zero && digits.starts_with("00")) return read_international(digits.substr(2), phone);
  if (digits.front() == plan.trunk) return is_national(plan, digits.substr(1)) && write(plan, digits.substr(1), phone);
  if (digits.size() == plan.bare_size && !digits.starts_with(plan.calling_code))
    return is_national(plan, digits) && write(plan, digits, phone);
  return false;
}

}  // namespace onefold::cleanse
