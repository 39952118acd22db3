#include "sniff/layout.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "ingest/text_start.hpp"
#include "sniff/cell_kind.hpp"
#include "vocabulary/column_names.hpp"
#include "vocabulary/value_shapes.hpp"

namespace onefold::sniff {

namespace {

constexpr std::size_t kRowsForTypes = 600;
constexpr std::size_t kRowsForNames = 200;
constexpr std::size_t kMaxFooterLines = 30;
constexpr std::size_t kRowsAhead = 6;
constexpr std::size_t kRowsBelowNames = 3;

std::vector<std::string> values_of(const Cut& cut, const CutRow& row) {
  std::vector<std::string> values;
  for (const Cell& cell : cut.of(row)) values.emplace_back(cell.text);
  return values;
}

std::size_t num_filled(const Cut& cut, const CutRow& row) {
  return static_cast<std::size_t>(
      std::ranges::count_if(cut.of(row), [](const Cell& cell) { return !cell.text.empty(); }));
}

// The number of cells that most rows have; a row of one cell may be a title, and counts for nothing beside others.
std::size_t usual_width(const Cut& cut) {
  std::map<std::size_t, double> weight;
  for (const CutRow& row : cut.rows)
    if (!row.blank && !row.broken) weight[row.num_cells] += 1.0 - 1.0 / static_cast<double>(row.num_cells);
  std::size_t width = 1;
  double most = 0;
  for (const auto& [cells, sum] : weight)
    if (sum >= most && sum > 0) most = sum, width = cells;
  return width;
}

class Finder {
 public:
  explicit Finder(const Cut& cut) : cut_(cut) {}

  Layout find() {
    layout_.num_columns = usual_width(cut_);
    layout_.first = first_of_table();
    take_header_of_other_width();
    layout_.end = layout_.first;
    for (std::size_t r = layout_.first; r < cut_.rows.size(); ++r)
      if (is_regular(cut_.rows[r])) layout_.end = r + 1;
    skip_padded_titles();
    count_rows();
    find_names();
    count_kinds();
    return layout_;
  }

 private:
  [[nodiscard]] bool is_regular(const CutRow& row) const {
    return !row.blank && !row.broken && row.num_cells == layout_.num_columns;
  }

  // The first row with the usual width such that most of the rows below it have it too.
  [[nodiscard]] std::size_t first_of_table() const {
    for (std::size_t r = 0; r < cut_.rows.size(); ++r) {
      if (!is_regular(cut_.rows[r])) continue;
      std::size_t rows = 0, regular = 0;
      for (std::size_t next = r + 1; next < cut_.rows.size() && rows < kRowsAhead; ++next) {
        if (cut_.rows[next].blank) continue;
        ++rows;
        regular += is_regular(cut_.rows[next]) ? 1 : 0;
      }
      if (2 * regular >= rows) return r;
    }
    return 0;
  }

  // The row above the first regular one, if it names the columns though it has more cells, or fewer.
  void take_header_of_other_width() {
    std::size_t above = layout_.first;
    while (above > 0 && cut_.rows[above - 1].blank) --above;
    if (above == 0 || layout_.num_columns < 2) return;
    const CutRow& row = cut_.rows[above - 1];
    if (row.broken || row.num_cells < 2 || 2 * row.num_cells < layout_.num_columns) return;
    Rows rows = {values_of(cut_, row)};
    const std::size_t filled = num_filled(cut_, row);
    const auto known = static_cast<std::size_t>(std::ranges::count_if(
        rows[0], [](const std::string& name) { return !name.empty() && vocabulary::is_known_name(name); }));
    for (std::size_t r = layout_.first; r < cut_.rows.size() && rows.size() < kRowsForNames; ++r)
      if (is_regular(cut_.rows[r])) rows.push_back(values_of(cut_, cut_.rows[r]));
    // The first regular row names the columns itself, or this is a row of too many cells above a table without names.
    const Rows below(rows.begin() + 1, rows.end());
    if (2 * filled < row.num_cells || !has_header(rows) || (known == 0 && has_header(below))) return;
    if (num_known_in(below) >= 2) return;
    layout_.first = above - 1;
  }
  [[nodiscard]] static std::size_t num_known_in(const Rows& rows) {
    return rows.empty() ? 0 : static_cast<std::size_t>(std::ranges::count_if(rows[0], [](const std::string& name) {
      return !name.empty() && vocabulary::is_known_name(name);
    }));
  }

  // Spreadsheets fill titles up with delimiters: "Customers;;;;".
  void skip_padded_titles() {
    if (layout_.num_columns < 3) return;
    std::size_t r = layout_.first;
    for (std::size_t rows = 0; r < layout_.end && rows < kRowsAhead; ++r, ++rows) {
      const CutRow& row = cut_.rows[r];
      if (row.blank) continue;
      if (num_filled(cut_, row) != 1 || cut_.of(row).front().text.empty()) break;
    }
    if (r == layout_.first || r >= layout_.end) return;
    const CutRow& row = cut_.rows[r];
    if (!is_regular(row) || 3 * num_filled(cut_, row) < 2 * row.num_cells) return;
    Rows rows;
    for (std::size_t next = r; next < layout_.end && rows.size() < kRowsForNames; ++next)
      if (is_regular(cut_.rows[next])) rows.push_back(values_of(cut_, cut_.rows[next]));
    if (has_header(rows)) layout_.first = r;
  }

  void count_rows() {
    std::size_t all = 0, inside = 0, regular = 0;
    for (std::size_t r = 0; r < cut_.rows.size(); ++r) {
      if (cut_.rows[r].blank) continue;
      ++all;
      // Rows above the table that are as wide as its rows are no titles.
      const bool is_wide = cut_.rows[r].num_cells >= layout_.num_columns && num_filled(cut_, cut_.rows[r]) > 1;
      if (r >= layout_.end || (r < layout_.first && !is_wide)) continue;
      ++inside;
      if (r < layout_.first) continue;
      // A header of another width is part of the table.
      regular += is_regular(cut_.rows[r]) || r == layout_.first ? 1 : 0;
    }
    if (inside > 0) layout_.share_regular = static_cast<double>(regular) / static_cast<double>(inside);
    if (all > 0) layout_.share_inside = static_cast<double>(inside) / static_cast<double>(all);
  }

  void find_names() {
    Rows rows;
    std::vector<std::size_t> places;
    for (std::size_t r = layout_.first; r < layout_.end && rows.size() < kRowsForNames; ++r) {
      if (!is_regular(cut_.rows[r]) && r != layout_.first) continue;
      rows.push_back(values_of(cut_, cut_.rows[r]));
      places.push_back(r);
    }
    if (rows.empty()) return;
    layout_.line = layout_.data_line = cut_.rows[layout_.first].line;
    layout_.header_rows = num_header_rows(rows);
    for (std::size_t r = 0; r < layout_.first; ++r) layout_.has_titles |= !cut_.rows[r].blank;
    if (layout_.header_rows == 0) return;
    layout_.data_line = cut_.rows[places[layout_.header_rows - 1]].last_line + 1;
    Rows header(rows.begin(), rows.begin() + layout_.header_rows);
    for (const auto& row : header) layout_.header_cells = std::max(layout_.header_cells, row.size());
    compare_widths(header);
    layout_.names = ingest::name_columns(header).names;
    // Without names or without values there is nothing to map.
    if (!layout_.header_differs) layout_.names.resize(std::min(layout_.names.size(), layout_.num_columns));
  }

  // Rows may be wider than the header by cells that are always empty, and the header wider by cells without a name.
  void compare_widths(const Rows& header) {
    for (std::size_t r = layout_.first + layout_.header_rows; r < layout_.end; ++r) {
      if (!is_regular(cut_.rows[r])) continue;
      const auto cells = cut_.of(cut_.rows[r]);
      for (std::size_t c = layout_.header_cells; c < cells.size(); ++c)
        layout_.header_differs |= !cells[c].text.empty();
    }
    for (const auto& row : header)
      for (std::size_t c = layout_.num_columns; c < row.size(); ++c) layout_.header_differs |= !row[c].empty();
  }

  void count_kinds() {
    std::vector<bool> filled(layout_.num_columns, false);
    std::size_t rows = 0, typed = 0, values = 0;
    std::vector<std::size_t> empty(layout_.num_columns, 0);
    for (std::size_t r = layout_.first; r < layout_.end && rows < kRowsForTypes; ++r) {
      if (!is_regular(cut_.rows[r])) continue;
      ++rows;
      const auto cells = cut_.of(cut_.rows[r]);
      for (std::size_t c = 0; c < cells.size(); ++c) {
        const CellKind kind = kind_of_cell(cells[c].text, cells[c].quoted);
        // A column that is always empty comes from a delimiter of twice the length.
        if (kind == CellKind::empty)
          ++empty[c];
        else
          filled[c] = true;
        typed += kind == CellKind::value || kind == CellKind::words ? 1 : 0;
        values += kind == CellKind::value ? 1 : 0;
      }
    }
    for (std::size_t c = 0; c < filled.size(); ++c)
      if (filled[c]) typed += empty[c];
    const double all = static_cast<double>(std::max<std::size_t>(rows * layout_.num_columns, 1));
    layout_.share_typed = static_cast<double>(typed) / all;
    layout_.share_values = static_cast<double>(values) / all;
  }

  const Cut& cut_;
  Layout layout_;
};

bool has_known_name(const std::vector<std::string>& names) {
  return std::ranges::any_of(names, [](const std::string& name) { return vocabulary::is_known_name(name); });
}

bool is_rule(std::string_view line) {
  return line.size() >= 3 && line.find_first_not_of("-=_*+| \t") == std::string_view::npos &&
         line.find_first_of("-=_*") != std::string_view::npos;
}

bool has_word(std::string_view text, std::span<const std::string_view> words) {
  const std::string all = " " + vocabulary::words_of_name(text) + " ";
  return std::ranges::any_of(
      words, [&](std::string_view word) { return all.find(" " + std::string(word) + " ") != std::string::npos; });
}

// Words of lines below a table, in the languages of column names.
constexpr std::array<std::string_view, 12> kTotals = {"total", "totals", "subtotal", "totale",      "totaal", "sum",
                                                      "summe", "suma",   "somme",    "gesamtsumme", "gesamt", "soma"};
constexpr std::array<std::string_view, 30> kNotes = {
    "rows",        "row",      "records", "record", "selected",     "affected", "count",  "anzahl",
    "zeilen",      "zeile",    "lignes",  "filas",  "righe",        "rijen",    "linhas", "wiersze",
    "datensaetze", "end",      "ende",    "fin",    "eof",          "page",     "seite",  "generated",
    "erstellt",    "exported", "source",  "quelle", "confidential", "copyright"};

// Whether the row stands below the table and is none of its rows. Judged from the end of the file.
bool is_footer(const Cut& cut, const CutRow& row, std::string_view line, std::size_t num_columns) {
  if (is_rule(line)) return true;
  const auto cells = cut.of(row);
  const auto first = std::ranges::find_if(cells, [](const Cell& cell) { return !cell.text.empty(); });
  if (first == cells.end()) return false;
  // A row of totals leaves cells empty.
  if (row.num_cells == num_columns) return num_filled(cut, row) < num_columns && has_word(first->text, kTotals);
  return has_word(line, kTotals) || has_word(line, kNotes);
}

}  // namespace

Layout find_layout(const Cut& cut) { return Finder(cut).find(); }

SecondTable find_second_table(const Cut& cut, const Layout& layout) {
  if (layout.header_rows == 0) return {};
  const CutRow& header = cut.rows[layout.first];
  for (std::size_t r = layout.first + 1; r + 1 < cut.rows.size(); ++r) {
    const CutRow& row = cut.rows[r];
    if (row.line < layout.data_line || row.blank || row.broken || row.num_cells < 2) continue;
    // A row of names is filled, and holds no value.
    const auto cells = cut.of(row);
    if (num_filled(cut, row) < cells.size() ||
        std::ranges::any_of(cells, [](const Cell& cell) { return vocabulary::looks_like_data(cell.text); }))
      continue;
    Rows rows;
    for (std::size_t next = r; next < cut.rows.size() && rows.size() < kRowsForNames; ++next) {
      if (cut.rows[next].blank || cut.rows[next].num_cells != row.num_cells) break;
      rows.push_back(values_of(cut, cut.rows[next]));
    }
    const bool apart = cut.rows[r - 1].blank || cut.rows[r - 1].num_cells != row.num_cells;
    const bool names = is_above_values(rows, 0) && has_header(rows);
    if (rows.size() < 2 || !names || (!apart && rows.size() < kRowsBelowNames)) continue;
    const bool repeats = header.num_cells == row.num_cells && values_of(cut, header) == rows[0];
    // Beside other texts of the column a lone row without values may be a row of dummies.
    if (!apart && !repeats && !has_known_name(rows[0])) continue;
    return {row.line, row.num_cells, repeats};
  }
  return {};
}

std::size_t count_rows_of_earlier_table(const Cut& cut, const Layout& layout) {
  std::size_t most = 0;
  for (std::size_t r = 0; r < layout.first; ++r) {
    Rows rows;
    for (std::size_t next = r; next < layout.first && rows.size() < kRowsForNames; ++next) {
      const CutRow& row = cut.rows[next];
      if (row.blank || row.broken || row.num_cells < 2 || row.num_cells != cut.rows[r].num_cells) break;
      rows.push_back(values_of(cut, row));
    }
    // Names, and at least two rows of values below them.
    const auto is_value = [](const std::string& value) { return vocabulary::looks_like_data(value); };
    if (rows.size() >= 3 && std::ranges::none_of(rows[0], is_value) && has_header(rows) &&
        std::ranges::all_of(rows.begin() + 1, rows.end(),
                            [&](const auto& row) { return std::ranges::any_of(row, is_value); }))
      most = std::max(most, rows.size());
    if (!rows.empty()) r += rows.size() - 1;
  }
  return most;
}

std::uint32_t count_footer_lines(std::string_view tail, char line_end, const config::TextFormat& format,
                                 std::size_t num_columns) {
  const auto lines = lines_of({tail, true}, line_end, tail.size() + 1);
  std::uint32_t footers = 0;
  std::uint32_t num_lines = 0;
  for (auto line = lines.rbegin(); line != lines.rend() && num_lines < kMaxFooterLines; ++line) {
    const bool is_blank = line->find_first_not_of(" \t") == std::string_view::npos;
    // Blank lines at the very end do not count.
    if (is_blank && num_lines == 0) continue;
    ++num_lines;
    if (is_blank) continue;
    if (!format.comment.empty() && line->starts_with(format.comment)) continue;
    const Cut cut = cut_rows({*line, true}, format, 1);
    if (cut.rows.empty() || !is_footer(cut, cut.rows[0], *line, num_columns)) break;
    footers = num_lines;
  }
  return footers;
}

}  // namespace onefold::sniff
