#include "vocabulary/column_profile.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "vocabulary/value_shapes.hpp"

namespace onefold::vocabulary {

namespace {

std::size_t num_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    if (c != ' ' && !inside) ++words;
    inside = c != ' ';
  }
  return words;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double Profile::share_missing() const { return 1 - share(num_present, num_rows); }
double Profile::share_distinct() const { return share(num_distinct, num_present); }

Profile profile_of(std::span<const std::string_view> values) {
  Profile profile;
  profile.num_rows = values.size();
  std::vector<std::string_view> present;
  std::size_t length = 0, words = 0, numeric = 0, digits = 0, email = 0, phone = 0, postcode = 0, moment = 0, some = 0,
              separated = 0, year = 0;
  profile.least_length = std::numeric_limits<std::size_t>::max();
  profile.ascending = true;
  double before = -1;
  for (const auto value : values) {
    if (value.empty()) continue;
    present.push_back(value);
    length += value.size();
    words += num_words(value);
    profile.least_length = std::min(profile.least_length, value.size());
    profile.most_length = std::max(profile.most_length, value.size());
    const bool plain = is_all_digits(value);
    numeric += is_numeric(value) ? 1 : 0;
    digits += plain ? 1 : 0;
    email += is_like_email(value) ? 1 : 0;
    phone += is_like_phone(value) ? 1 : 0;
    postcode += is_like_british_postcode(value) ? 1 : 0;
    moment += is_like_moment(value) ? 1 : 0;
    some += value.find_first_of("0123456789") != value.npos ? 1 : 0;
    separated += !plain && is_like_phone(value) ? 1 : 0;
    year += plain && value.size() == 4 && (value[0] == '1' || (value[0] == '2' && value[1] <= '1')) ? 1 : 0;
    double number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc() || read.ptr != value.data() + value.size() || number <= before)
      profile.ascending = false;
    before = number;
  }
  profile.num_present = present.size();
  if (present.empty()) {
    profile.least_length = 0;
    profile.ascending = false;
    return profile;
  }
  std::ranges::sort(present);
  double squares = 0;
  for (std::size_t first = 0; first < present.size();) {
    std::size_t last = first;
    while (last < present.size() && present[last] == present[first]) ++last;
    ++profile.num_distinct;
    profile.num_most_frequent = std::max(profile.num_most_frequent, last - first);
    squares += static_cast<double>(last - first) * static_cast<double>(last - first);
    first = last;
  }
  const auto num_present = static_cast<double>(present.size());
  profile.effective_distinct = num_present * num_present / squares;
  const auto of = [&](std::size_t part) { return share(part, present.size()); };
  profile.mean_length = of(length), profile.mean_words = of(words);
  profile.numeric = of(numeric), profile.all_digits = of(digits), profile.email = of(email), profile.phone = of(phone);
  profile.british_postcode = of(postcode), profile.moment = of(moment), profile.some_digit = of(some);
  profile.separated = of(separated), profile.year = of(year);
  return profile;
}

}  // namespace onefold::vocabulary
