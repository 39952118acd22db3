#include "suggest/column_groups.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>

namespace onefold::suggest {

namespace {

// The middle 80 % of years of birth span at least this many years. Times of row changes rarely span as many.
constexpr int kSpreadOfBirths = 20;
// Values of one attribute are compared with each other, so the cost grows with their square.
constexpr std::size_t kMaxValues = 6;

bool is_open(const Column& column, std::uint32_t table) {
  return column.table == table && column.role == Role::attribute && !column.further_of;
}

// Share of the values that are plain numbers within the limits.
double share_within(const std::vector<std::string_view>& values, double least, double most) {
  std::size_t within = 0;
  for (const auto value : values) {
    double number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    within += read.ec == std::errc() && read.ptr == value.data() + value.size() && number >= least && number <= most;
  }
  return values.empty() ? 0 : static_cast<double>(within) / static_cast<double>(values.size());
}

std::vector<int> numbers_in(const std::vector<std::string_view>& values) {
  std::vector<int> numbers;
  for (const auto value : values) {
    int number = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc()) numbers.push_back(number);
  }
  return numbers;
}

struct Finder {
  std::vector<Column>& columns;
  std::uint32_t table;
  const std::vector<std::vector<std::string_view>>& values_of;

  // The only column with this meaning whose values are mostly within the limits.
  [[nodiscard]] std::optional<std::size_t> only(Meaning meaning, double least, double most) const {
    std::optional<std::size_t> found;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (!is_open(columns[c], table) || columns[c].meaning != meaning) continue;
      if (share_within(values_of[c], least, most) < 0.9) continue;
      if (found) return std::nullopt;
      found = c;
    }
    return found;
  }
  [[nodiscard]] bool has(Meaning meaning) const {
    return std::ranges::any_of(columns, [&](const Column& c) { return is_open(c, table) && c.meaning == meaning; });
  }
  void join(std::size_t first, std::initializer_list<std::size_t> further, Meaning meaning, AttributeType type,
            const char* with) const {
    Column& column = columns[first];
    column.meaning = meaning, column.type = type, column.joined_with = with;
    column.formats.clear(), column.carried.clear();
    for (const std::size_t c : further) columns[c].further_of = first;
  }
};

void join_coordinates(const Finder& find) {
  const auto latitude = find.only(Meaning::latitude, -90, 90), longitude = find.only(Meaning::longitude, -180, 180);
  if (latitude && longitude) find.join(*latitude, {*longitude}, Meaning::location, AttributeType::location, ", ");
}

// Year, month and day of birth in three columns are one date: a comparison of dates finds typing errors, exchanged
// parts and near days, and the three parts do not count as three independent facts.
void join_dates(const Finder& find, bool persons) {
  if (find.has(Meaning::birth_date)) return;
  auto year = find.only(Meaning::birth_year, 1850, 2100);
  const bool is_plain = !year && persons;
  if (is_plain) year = find.only(Meaning::year, 1850, 2100);
  if (!year || (is_plain && !are_years_of_birth(numbers_in(find.values_of[*year])))) return;
  const auto part = [&](Meaning of_birth, Meaning plain, double most) {
    const auto found = find.only(of_birth, 1, most);
    return found ? found : find.only(plain, 1, most);
  };
  const auto month = part(Meaning::birth_month, Meaning::month, 12), day = part(Meaning::birth_day, Meaning::day, 31);
  if (!month || !day) return;
  find.join(*year, {*month, *day}, Meaning::birth_date, AttributeType::birth_date, "-");
  find.columns[*year].formats = {"%Y-%m-%d"};
}

// Phone 1 and Phone 2, private and work e-mail: values of one attribute, since it does not matter which of them agree.
void collect_values(const Finder& find, Meaning meaning, AttributeType type) {
  std::optional<std::size_t> first;
  std::size_t num_values = 0;
  for (std::size_t c = 0; c < find.columns.size(); ++c) {
    auto& column = find.columns[c];
    if (!is_open(column, find.table) || column.meaning != meaning || column.type != type || !column.carried.empty())
      continue;
    if (++num_values > kMaxValues)
      column.carried = "the job compares only the first few columns of this kind";
    else if (first)
      column.further_of = first;
    else
      first = c;
  }
}

}  // namespace

bool are_years_of_birth(std::vector<int> years) {
  if (years.empty()) return false;
  std::ranges::sort(years);
  return years[years.size() * 9 / 10] - years[years.size() / 10] >= kSpreadOfBirths;
}

void group_columns(std::vector<Column>& columns, std::uint32_t table, bool persons,
                   const std::vector<std::vector<std::string_view>>& values_of) {
  const Finder find{columns, table, values_of};
  join_coordinates(find);
  join_dates(find, persons);
  collect_values(find, Meaning::phone, AttributeType::phone);
  collect_values(find, Meaning::email, AttributeType::email);
}

}  // namespace onefold::suggest
