#include "sniff/header.hpp"

#include <algorithm>
#include <set>

#include "vocabulary/column_names.hpp"
#include "vocabulary/value_shapes.hpp"

namespace onefold::sniff {

namespace {

constexpr std::size_t kRowsForHeader = 200;
constexpr std::size_t kLongestName = 64;
constexpr std::uint32_t kMaxHeaderRows = 3;

/// The values below the first `above` rows in one column.
struct Below {
  std::size_t present = 0, equal = 0, data = 0, as_long = 0;
  [[nodiscard]] bool is_data() const { return present > 0 && data * 10 >= present * 9; }
};

Below below(const Rows& rows, std::size_t above, std::size_t column, const std::string& name) {
  Below found;
  for (std::size_t r = above; r < std::min(rows.size(), kRowsForHeader); ++r) {
    if (column >= rows[r].size() || rows[r][column].empty()) continue;
    const std::string& value = rows[r][column];
    ++found.present;
    found.equal += value == name ? 1 : 0;
    found.data += vocabulary::looks_like_data(value) ? 1 : 0;
    found.as_long += value.size() == name.size() ? 1 : 0;
  }
  return found;
}

// The votes for row `row` as names of the columns of the rows below it.
int votes_for(const Rows& rows, std::size_t row) {
  std::set<std::string> names;
  std::size_t num_empty = 0;
  int votes = 0;
  for (std::size_t c = 0; c < rows[row].size(); ++c) {
    const std::string& name = rows[row][c];
    if (name.empty()) {
      // One name may be empty: some tools write row numbers without a name.
      if (++num_empty > 1) --votes;
      continue;
    }
    const bool known = vocabulary::is_known_name(name), data = vocabulary::looks_like_data(name);
    if (!names.insert(name).second && !known) --votes;
    if (known) votes += 3;
    if (data || name.size() > kLongestName) votes -= 3;
    const Below values = below(rows, row + 1, c, name);
    if (values.equal > 0) votes -= 2;
    if (values.is_data() && !data) votes += 2;
    if (values.present >= 3 && values.as_long == values.present) votes -= 1;
  }
  return votes;
}

std::size_t num_known(const std::vector<std::string>& names) {
  return static_cast<std::size_t>(std::ranges::count_if(
      names, [](const std::string& name) { return !name.empty() && vocabulary::is_known_name(name); }));
}

bool has_data(const std::vector<std::string>& row) {
  return std::ranges::any_of(row, [](const std::string& cell) { return vocabulary::looks_like_data(cell); });
}

// Whether row `row` names columns, or says the units of their values, below another row of names.
bool continues_header(const Rows& rows, std::size_t row) {
  if (rows.size() < row + 2 || has_data(rows[row])) return false;
  const std::size_t filled = rows[row].size() - static_cast<std::size_t>(std::ranges::count(rows[row], std::string()));
  if (num_known(rows[row]) >= 2 && 2 * num_known(rows[row]) >= filled) return true;
  return is_above_values(rows, row) && rows.size() >= row + 4;
}

}  // namespace

bool is_above_values(const Rows& rows, std::size_t row) {
  std::size_t num_columns = 0;
  for (std::size_t c = 0; c < rows[row].size(); ++c) {
    if (!below(rows, row + 1, c, "").is_data()) continue;
    if (rows[row][c].empty() || vocabulary::looks_like_data(rows[row][c])) return false;
    ++num_columns;
  }
  return num_columns >= 2;
}

bool has_header(const Rows& rows) { return !rows.empty() && votes_for(rows, 0) >= 0; }

std::uint32_t num_header_rows(const Rows& rows) {
  if (rows.empty() || has_data(rows[0])) return has_header(rows) ? 1 : 0;
  // Names of groups repeat and leave cells empty, so that they may not look like names by themselves.
  const bool below_groups = rows.size() >= 3 && continues_header(rows, 1) && num_known(rows[1]) >= 2;
  const bool below_two =
      !below_groups && rows.size() >= 4 && !has_data(rows[1]) && continues_header(rows, 2) && num_known(rows[2]) >= 2;
  if (below_two) return 3;
  if (!has_header(rows) && !below_groups) return 0;
  std::uint32_t header_rows = 1;
  while (header_rows < kMaxHeaderRows && continues_header(rows, header_rows)) ++header_rows;
  return header_rows;
}

}  // namespace onefold::sniff
