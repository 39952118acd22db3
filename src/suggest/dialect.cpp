#include "suggest/dialect.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "ingest/read_rows.hpp"
#include "vocabulary/column_names.hpp"
#include "vocabulary/value_shapes.hpp"

namespace onefold::suggest {

namespace {

constexpr std::array kDelimiters = {',', ';', '\t', '|', '%', '#', '~', '^', '\x1f', ':'};
constexpr std::size_t kRowsForHeader = 200;

struct Cut {
  std::size_t num_fields = 0;
  double share_regular = 0;
};

// Describes the rows that result from this delimiter and quote.
Cut cut_with(std::string_view bytes, bool is_all, char delimiter, char quote) {
  std::map<std::size_t, std::size_t> rows_of_width;
  config::TextFormat text;
  text.delimiter = delimiter;
  text.quote = quote;
  const auto counts =
      ingest::read_rows(bytes, is_all, {text, 0}, [&](ingest::Row& row) { ++rows_of_width[row.num_fields()]; });
  Cut cut;
  std::size_t most = 0;
  for (const auto& [width, rows] : rows_of_width)
    if (rows > most) most = rows, cut.num_fields = width;
  const auto all = static_cast<double>(counts.well_formed + counts.defective);
  if (all > 0) cut.share_regular = static_cast<double>(most) / all;
  // Cut off inside quotes: nothing after the last quote was read. In the middle of a file that is not a defect.
  if (counts.cut_off) cut.share_regular *= 0.5;
  return cut;
}

// Regular rows count most: a comma in every third text must not win against a bar in every row.
double merit(const Cut& cut) {
  return cut.num_fields < 2 ? 0 : std::pow(cut.share_regular, 4) * std::log2(1.0 + static_cast<double>(cut.num_fields));
}

}  // namespace

Dialect guess_dialect(std::string_view bytes, bool is_all) {
  Dialect best;
  double best_merit = 0;
  for (const char delimiter : kDelimiters) {
    // The usual quote, unless more rows are regular without it.
    const Cut quoted = cut_with(bytes, is_all, delimiter, '"'), plain = cut_with(bytes, is_all, delimiter, '\0');
    const bool quotes = quoted.share_regular >= plain.share_regular;
    const Cut& cut = quotes ? quoted : plain;
    if (merit(cut) <= best_merit * 1.0001) continue;
    best_merit = merit(cut);
    best.text.delimiter = delimiter;
    best.text.quote = quotes ? '"' : '\0';
    best.num_fields = cut.num_fields;
    best.share_regular = cut.share_regular;
  }
  if (best_merit == 0) best.num_fields = 1;
  return best;
}

Rows rows_of(std::string_view bytes, bool is_all, const Dialect& dialect, std::size_t max_rows) {
  Rows rows;
  (void)ingest::read_rows(bytes, is_all, {dialect.text, dialect.num_fields}, [&](ingest::Row& row) {
    if (rows.size() >= max_rows) return;
    auto& values = rows.emplace_back();
    for (std::size_t f = 0; f < row.num_fields(); ++f) values.emplace_back(row.value(f));
  });
  return rows;
}

bool has_header(const Rows& rows) {
  if (rows.empty()) return false;
  const auto& first = rows.front();
  // One name may be empty (some tools write row numbers without a name); each name must occur only once.
  std::set<std::string> names;
  std::size_t num_empty = 0;
  for (const auto& name : first) {
    if (name.empty())
      ++num_empty;
    else if (!names.insert(name).second)
      return false;
  }
  if (num_empty > 1) return false;
  const std::size_t last = std::min(rows.size(), kRowsForHeader);
  int votes = 0;
  for (std::size_t f = 0; f < first.size(); ++f) {
    const std::string& name = first[f];
    if (name.empty()) continue;
    if (vocabulary::is_known_name(name)) votes += 3;
    if (vocabulary::looks_like_data(name)) votes -= 3;
    std::size_t present = 0, equal = 0, data = 0, as_long = 0;
    for (std::size_t r = 1; r < last; ++r) {
      const std::string& value = rows[r][f];
      if (value.empty()) continue;
      ++present;
      equal += value == name ? 1 : 0;
      data += vocabulary::looks_like_data(value) ? 1 : 0;
      as_long += value.size() == name.size() ? 1 : 0;
    }
    if (equal > 0) votes -= 2;
    if (present > 0 && data * 10 >= present * 9 && !vocabulary::looks_like_data(name)) votes += 2;
    if (present >= 3 && as_long == present) votes -= 1;
  }
  return votes >= 0;
}

}  // namespace onefold::suggest
