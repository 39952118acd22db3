#include "cleanse/date_evidence.hpp"

#include <algorithm>
#include <optional>

#include "cleanse/dates.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::uint64_t of(const DateEvidence& evidence, DateProof proof) {
  return evidence[static_cast<std::size_t>(proof)];
}

std::string spelt_out(std::string format) {
  for (const auto& [brief, long_form] : {std::pair("%D", "%m/%d/%y"), std::pair("%F", "%Y-%m-%d")})
    for (std::size_t at = format.find(brief); at != std::string::npos; at = format.find(brief))
      format.replace(at, 2, long_form);
  for (std::size_t at = format.find("%e"); at != std::string::npos; at = format.find("%e")) format[at + 1] = 'd';
  return format;
}

std::string exchanged(std::string format) {
  const std::size_t day = format.find("%d"), month = format.find("%m");
  if (day == std::string::npos || month == std::string::npos) return {};
  std::swap(format[day + 1], format[month + 1]);
  return format;
}

bool are_twins(const std::string& a, const std::string& b) { return exchanged(spelt_out(a)) == spelt_out(b); }

/// Nothing unless the format has a day and a month in numbers.
std::optional<DateOrder> order_of(const std::string& format) {
  const std::string text = spelt_out(format);
  const std::size_t day = text.find("%d"), month = text.find("%m");
  if (day == std::string::npos || month == std::string::npos) return std::nullopt;
  return day < month ? DateOrder::day_first : DateOrder::month_first;
}

/// One or two digits at `at`; -1 if there are none.
int take_one_or_two(std::string_view text, std::size_t& at) {
  if (at >= text.size() || !is_digit(text[at])) return -1;
  int number = text[at++] - '0';
  if (at < text.size() && is_digit(text[at])) number = number * 10 + (text[at++] - '0');
  return number;
}

}  // namespace

DateWitness::DateWitness(const std::vector<std::string>& formats) : any_form_(formats.empty()) {
  for (std::size_t i = 0; i < formats.size(); ++i)
    for (std::size_t j = i + 1; j < formats.size(); ++j) {
      if (!are_twins(formats[i], formats[j])) continue;
      const std::string text = spelt_out(formats[i]);
      const bool plain = text.size() >= 8 && text[0] == '%' && text[2] == text[5] && text[3] == '%' && text[6] == '%';
      if (plain) forms_.push_back({text[2], text[7] == 'y'});
    }
  is_needed_ = any_form_ || !forms_.empty();
}

void DateWitness::add(std::string_view raw) {
  if (any_form_ && raw.starts_with('-')) return add_negative(raw.substr(1));
  if (raw.size() < 5 || !is_digit(raw[0])) return;
  if (raw[4] == '-' && is_digit(raw[2]) && is_digit(raw[3])) return;  // 1985-05-15
  std::size_t at = 0;
  const int first = take_one_or_two(raw, at);
  const char separator = raw[at];
  if (is_digit(separator)) {
    if (any_form_) add_digits(raw);
    return;
  }
  if (separator != '/' && separator != '.' && separator != '-') return;
  const int second = take_one_or_two(raw, ++at);
  if (second < 0 || at >= raw.size() || raw[at] != separator) return;
  const std::size_t begin = ++at;
  while (at < raw.size() && is_digit(raw[at])) ++at;
  const std::size_t digits = at - begin;
  if ((digits != 2 && digits != 4) || (at < raw.size() && raw[at] != ' ' && raw[at] != 'T')) return;
  int third = 0;
  for (std::size_t i = begin; i < at; ++i) third = third * 10 + (raw[i] - '0');
  add_numbers(first, second, third, {separator, digits == 2});
}

void DateWitness::add_numbers(int first, int second, int third, Form form) {
  if (!any_form_ && std::ranges::find(forms_, form) == forms_.end()) return;
  // A year of two digits may be that of a leap year.
  const int year = form.two_digit_year ? 2000 : third;
  const bool day_first = is_real_date(year, second, first), month_first = is_real_date(year, first, second);
  // Other numbers are more likely an impossible day, such as 31/06/12.
  const bool year_first =
      any_form_ && form.two_digit_year && can_only_be_year(first) && is_real_date(2000, second, third);
  if (day_first && month_first) {
    if (first != second) count(DateProof::ambiguous);
  } else if (day_first || month_first) {
    if (!year_first) count(day_first ? DateProof::day_first : DateProof::month_first);
  } else if (year_first) {
    count(DateProof::year_first);
  }
}

void DateWitness::add_negative(std::string_view digits) {
  const std::string_view whole = digits.substr(0, std::min(digits.find('.'), digits.size()));
  if (!all_digits(whole)) return;
  if (whole.size() == 9 || whole.size() == 10) count(DateProof::seconds);
  if (whole.size() >= 11 && whole.size() <= 13) count(DateProof::milliseconds);
}

void DateWitness::add_digits(std::string_view digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::string_view whole = digits.substr(0, point);
  if (!all_digits(whole)) return;
  const auto number = [&](std::size_t from, std::size_t size) {
    int value = 0;
    for (const char c : whole.substr(from, size)) value = value * 10 + (c - '0');
    return value;
  };
  switch (whole.size()) {
    case 5:
      return count(DateProof::serial);
    case 6:
    case 7:
    case 8: {
      count(DateProof::calendar);
      if (whole.size() == 8 && is_real_date(number(0, 4), number(4, 2), number(6, 2))) return;
      const std::size_t size = whole.size() == 7 ? 1 : 2;
      return add_numbers(number(0, size), number(size, 2), number(size + 2, 4), {'\0', whole.size() == 6});
    }
    case 9:
    case 10:
      return count(DateProof::seconds);
    case 12:
      // YYYYMMDDhhmm, or milliseconds.
      if (number(0, 4) >= 1900 && number(0, 4) < 2100 && is_real_date(number(0, 4), number(4, 2), number(6, 2)) &&
          number(8, 2) < 24 && number(10, 2) < 60)
        return count(DateProof::calendar);
      return count(DateProof::milliseconds);
    case 11:
    case 13:
      return count(DateProof::milliseconds);
    default:
      return;
  }
}

DateEvidence evidence_of(std::span<const std::string_view> values) {
  DateWitness witness;
  for (const auto value : values) witness.add(value);
  return witness.evidence();
}

DateReading reading_of(const DateEvidence& evidence, const std::vector<std::string>& formats) {
  DateReading reading;
  // Between twins, the one that is declared first is the default.
  for (std::size_t i = formats.size(); i-- > 0;)
    if (std::ranges::any_of(formats, [&](const auto& other) { return are_twins(formats[i], other); }))
      reading.order = order_of(formats[i]).value_or(reading.order);
  const auto day = of(evidence, DateProof::day_first), month = of(evidence, DateProof::month_first);
  const auto year = of(evidence, DateProof::year_first);
  if (year > day && year > month)
    reading.order = DateOrder::year_first;
  else if (day != month)
    reading.order = day > month ? DateOrder::day_first : DateOrder::month_first;

  const auto calendar = of(evidence, DateProof::calendar), serial = of(evidence, DateProof::serial);
  const auto seconds = of(evidence, DateProof::seconds), milliseconds = of(evidence, DateProof::milliseconds);
  if (milliseconds > std::max({calendar, serial, seconds}))
    reading.digits = DateDigits::milliseconds;
  else if (seconds > std::max({calendar, serial}))
    reading.digits = DateDigits::seconds;
  else if (serial > calendar)
    reading.digits = DateDigits::serial;
  else if (calendar > 0)
    reading.digits = DateDigits::calendar;
  return reading;
}

DateDoubt doubt_of(const DateEvidence& evidence) {
  if (of(evidence, DateProof::ambiguous) == 0) return DateDoubt::none;
  const int num_orders = (of(evidence, DateProof::day_first) > 0) + (of(evidence, DateProof::month_first) > 0) +
                         (of(evidence, DateProof::year_first) > 0);
  return num_orders == 0 ? DateDoubt::open : num_orders == 1 ? DateDoubt::none : DateDoubt::contradictory;
}

std::uint64_t num_doubtful(const DateEvidence& evidence) {
  return doubt_of(evidence) == DateDoubt::none ? 0 : of(evidence, DateProof::ambiguous);
}

std::vector<std::string> formats_in_order(std::vector<std::string> formats, DateOrder order) {
  for (std::size_t i = 0; i < formats.size(); ++i)
    for (std::size_t j = i + 1; j < formats.size(); ++j)
      if (are_twins(formats[i], formats[j]) && order_of(formats[i]) != order && order_of(formats[j]) == order)
        std::swap(formats[i], formats[j]);
  return formats;
}

}  // namespace onefold::cleanse
