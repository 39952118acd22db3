// Reads common spellings of numbers of a few numbering plans without libphonenumber.
#include <algorithm>
#include <array>

#include "cleanse/phones.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

/// A numbering plan: the national numbers that are read here, because it is known how libphonenumber reads them. They
/// never begin with the trunk prefix, so a trunk prefix before them is recognised.
struct Plan {
  std::string_view region;
  std::string_view calling_code;
  char trunk;              ///< dialled before national numbers within the country
  bool double_zero;        ///< whether 00 begins an international number
  std::string_view first;  ///< digits with which such a national number may begin
  std::size_t min_size, max_size;
  std::size_t bare_size;  ///< a number of this many digits is national without the trunk prefix, too; 0: none is
};
constexpr std::array<Plan, 5> kPlans = {{
    {"GB", "44", '0', true, "1235789", 9, 12,
     10},  // 11 and 12 digits: numbers that were typed with one or two digits too many
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

/// The calling code and the national number, perhaps with a trunk prefix that should not be there: +44 (0)20 ...
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
