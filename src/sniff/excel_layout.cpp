#include "sniff/excel_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace onefold::sniff {

namespace {

using tables::SheetOutline;

constexpr std::size_t kMaxTitleRows = 20;
constexpr std::size_t kMaxSheetsInReason = 10;

/// Where the table of a sheet begins.
struct TableStart {
  std::uint64_t row = 1;  ///< as Excel shows it
  std::uint32_t header_rows = 0;
};

std::size_t num_values(const SheetOutline::FirstRow& row) {
  return row.values.size() - static_cast<std::size_t>(std::ranges::count(row.values, std::string()));
}

/// The number of values that half of the rows reach.
std::size_t usual_values(const SheetOutline& sheet) {
  std::vector<std::size_t> counts;
  for (const auto& row : sheet.first_rows) counts.push_back(num_values(row));
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::ranges::nth_element(counts, middle);
  return *middle;
}

std::uint32_t header_rows_from(const SheetOutline& sheet, std::size_t first) {
  Rows rows;
  std::size_t width = 0;
  for (std::size_t r = first; r < sheet.first_rows.size(); ++r) {
    rows.push_back(sheet.first_rows[r].values);
    width = std::max(width, rows.back().size());
  }
  for (auto& row : rows) row.resize(width);
  return num_header_rows(rows);
}

TableStart find_start(const SheetOutline& sheet) {
  if (sheet.first_rows.empty()) return {.header_rows = 1};  // too wide to be looked at
  const std::size_t usual = usual_values(sheet);
  std::optional<std::size_t> first;
  std::size_t most_above = 0;
  for (std::size_t r = 0; r < std::min(sheet.first_rows.size(), kMaxTitleRows); ++r) {
    const std::size_t count = num_values(sheet.first_rows[r]);
    // Two thirds of the usual values: not every column needs a name.
    if (3 * count >= 2 * usual && count > most_above) {
      if (!first) first = r;
      if (const std::uint32_t rows = header_rows_from(sheet, r); rows > 0) return {sheet.first_rows[r].number, rows};
    }
    most_above = std::max(most_above, count);
  }
  return {sheet.first_rows[first.value_or(0)].number, 0};
}

std::string others_of(const std::vector<SheetOutline>& sheets, const SheetOutline& chosen) {
  std::string names;
  std::size_t num_named = 0;
  for (const SheetOutline& sheet : sheets) {
    if (&sheet == &chosen) continue;
    if (num_named++ == kMaxSheetsInReason) return names + ", ...";
    names += fmt::format("{}\"{}\" ({})", names.empty() ? "" : ", ", sheet.name, sheet.num_rows);
  }
  return names;
}

}  // namespace

void choose_sheet(const std::vector<SheetOutline>& sheets, Dialect& dialect) {
  if (sheets.empty()) return;
  const SheetOutline* chosen = nullptr;
  TableStart start;
  bool is_table = false;
  for (const SheetOutline& sheet : sheets) {
    const TableStart here = find_start(sheet);
    const bool looks_like_table = here.header_rows > 0 && sheet.num_table_rows >= 2;
    const bool is_better = chosen == nullptr || (looks_like_table && !is_table) ||
                           (looks_like_table == is_table && sheet.num_table_rows > chosen->num_table_rows);
    if (!is_better) continue;
    chosen = &sheet, start = here, is_table = looks_like_table;
  }
  if (sheets.size() > 1) {
    dialect.text.sheet = chosen->name;
    dialect.set_reason("sheet", fmt::format("of the sheets that look like a table the one with most rows, {}; the "
                                            "others have: {}",
                                            chosen->num_rows, others_of(sheets, *chosen)));
  }
  dialect.text.header_rows = start.header_rows;
  if (start.header_rows == 0) dialect.set_reason("header", "no row looks like names of columns");
  // Rows without a value are skipped in any case.
  if (!chosen->first_rows.empty() && start.row > chosen->first_rows.front().number) {
    dialect.text.skip_lines = static_cast<std::uint32_t>(start.row - 1);
    dialect.set_reason("skip_lines", "titles above the table");
  }
}

void find_excel_table(const std::string& path, Dialect& dialect) { choose_sheet(tables::outline_xlsx(path), dialect); }

}  // namespace onefold::sniff
