#include "sniff/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "csv/dialect.hpp"
#include "ingest/text_start.hpp"
#include "sniff/candidates.hpp"
#include "sniff/cell_kind.hpp"
#include "sniff/cut_rows.hpp"
#include "sniff/fixed_width.hpp"
#include "sniff/layout.hpp"
#include "vocabulary/column_names.hpp"
#include "vocabulary/value_shapes.hpp"

namespace onefold::sniff {

namespace {

constexpr std::size_t kMaxRows = 20'000;
// All candidates are tried on so much text; the better ones on all of it.
constexpr std::size_t kFirstBytes = std::size_t{32} << 10;
constexpr std::size_t kNumBetter = 4;
// Merits that differ by less are equal: the more usual format is taken.
constexpr double kEqual = 1e-6;
// Two formats of about the same merit that cut the rows in different places leave doubt.
constexpr double kDoubtful = 0.97;
// Rows above a table that are more than one in so many of it are no titles.
constexpr std::size_t kFewAbove = 10;
constexpr const char* kNoDelimiter = "\x1f";
// Of a text that is read as one column: all cells are words, or all are values.
constexpr double kOneColumn = 0.35, kOneColumnOfValues = 0.4;
// From here on rows of several cells are a table beyond doubt, and no columns of blanks are looked for.
constexpr double kClear = 0.8;

struct Trial {
  Candidate candidate;
  Cut cut;
  Layout layout;
  double merit = 0;
};

// A single name above two columns: rather the name of one column whose values contain the delimiter.
bool has_lone_name_above(const Trial& trial) {
  const auto& layout = trial.layout;
  if (layout.num_columns != 2) return false;
  std::size_t num_above = 0;
  bool is_name = false;
  for (std::size_t r = 0; r < layout.first; ++r) {
    const CutRow& row = trial.cut.rows[r];
    if (row.blank) continue;
    ++num_above;
    const std::string name(trial.cut.of(row).front().text);
    is_name = row.num_cells == 1 &&
              (vocabulary::is_known_name(name) || (name.find(' ') == name.npos && !vocabulary::looks_like_data(name)));
  }
  return num_above == 1 && is_name;
}

double merit_of(const Trial& trial) {
  const Layout& layout = trial.layout;
  if (layout.num_columns < 2) return 0;
  const double columns = 1.0 - 1.0 / static_cast<double>(layout.num_columns);
  return std::pow(layout.share_regular, 3) * std::pow(layout.share_typed, 2) * columns *
         std::sqrt(layout.share_inside) * trial.candidate.prior * (has_lone_name_above(trial) ? 0.5 : 1);
}

// The delimiter that the first line names; empty if it names none.
std::string_view sep_line_of(std::string_view text, char line_end) {
  return csv::delimiter_of_sep_line(text.substr(0, text.find(line_end)));
}

// Whether a run reads the text by this delimiter: one that a line such as "sep=;" names takes precedence over commas.
bool is_heeded(std::string_view text, const config::TextFormat& format) {
  return ingest::start_of_text(format, text.substr(0, ingest::kStartBytes)).dialect.delimiter == format.delimiter;
}

Trial try_out(const Stretch& stretch, Candidate candidate, const std::string& comment) {
  Trial trial{std::move(candidate), {}, {}, 0};
  trial.candidate.text.comment = comment;
  // A run skips a line such as "sep=;".
  const char line_end = stretch.line_end == '\0' ? line_end_of(stretch.text, trial.candidate.text) : stretch.line_end;
  const bool has_sep_line = !sep_line_of(stretch.text, line_end).empty();
  trial.cut = cut_rows({without_lines(stretch.text, has_sep_line ? 1 : 0, line_end), stretch.is_all, line_end},
                       trial.candidate.text, kMaxRows);
  for (CutRow& row : trial.cut.rows)
    if (has_sep_line) ++row.line, ++row.last_line;
  if (trial.cut.rows.empty()) return trial;
  trial.layout = find_layout(trial.cut);
  trial.merit = merit_of(trial);
  return trial;
}

// Best first; of equal ones the more usual one.
std::vector<Trial> try_all(const Excerpt& excerpt, const std::string& comment) {
  std::string_view text = excerpt.beginning;
  std::vector<Trial> trials;
  const bool in_two_steps = text.size() > 2 * kFirstBytes;
  const auto by_merit = [](const Trial& a, const Trial& b) { return a.merit > b.merit * (1 + kEqual); };
  const Stretch all{text, excerpt.is_all};
  const Stretch first = in_two_steps ? Stretch{text.substr(0, kFirstBytes), false} : all;
  for (auto& candidate : candidates_of(all))
    if (is_heeded(text, candidate.text)) trials.push_back(try_out(first, std::move(candidate), comment));
  std::ranges::stable_sort(trials, by_merit);
  if (in_two_steps) {
    if (trials.size() > kNumBetter) trials.resize(kNumBetter);
    for (auto& trial : trials) trial = try_out(all, trial.candidate, comment);
    std::ranges::stable_sort(trials, by_merit);
  }
  return trials;
}

// The text as a single column: by a delimiter that does not occur.
Trial as_one_column(const Excerpt& excerpt, const std::string& comment) {
  Candidate candidate;
  candidate.text.delimiter = kNoDelimiter;
  for (const std::string_view unused : {",", ";", "\t", "|"}) {
    config::TextFormat text;
    text.delimiter = unused;
    if (excerpt.beginning.find(unused) != std::string_view::npos || !is_heeded(excerpt.beginning, text)) continue;
    candidate.text.delimiter = unused;
    break;
  }
  Trial trial = try_out({excerpt.beginning, excerpt.is_all}, candidate, comment);
  const auto first = std::ranges::find_if(trial.cut.rows, [](const CutRow& row) { return !row.blank; });
  if (first == trial.cut.rows.end()) return trial;
  const Cell& cell = trial.cut.of(*first).front();
  const bool plain = kind_of_cell(cell.text, cell.quoted) != CellKind::odd;
  trial.merit = kOneColumn * trial.layout.share_typed;
  if (plain && (trial.layout.header_rows > 0 || trial.layout.share_values > 0.9))
    trial.merit += kOneColumnOfValues * trial.layout.share_values;
  return trial;
}

bool is_rule_of_dashes(const Cut& cut, const CutRow& row) {
  bool has_dashes = false;
  for (const Cell& cell : cut.of(row)) {
    if (cell.text.find_first_not_of("-=+: ") != std::string_view::npos) return false;
    has_dashes |= cell.text.find("--") != std::string_view::npos;
  }
  return has_dashes;
}

/// Lines that begin with a mark of comments: whether they fit the table.
struct Marked {
  std::size_t fitting = 0;
  std::size_t other = 0;
  bool is_header = false;
};

Marked examine_marked(std::string_view text, const Trial& trial, std::string_view mark) {
  Marked marked;
  const auto lines = lines_of({text, true}, trial.cut.line_end, text.size());
  for (std::size_t r = 0; r < trial.cut.rows.size(); ++r) {
    const CutRow& row = trial.cut.rows[r];
    if (row.line > lines.size() || !lines[row.line - 1].starts_with(mark)) continue;
    const bool fits = !row.broken && row.num_cells == trial.layout.num_columns && trial.layout.num_columns > 1 &&
                      !is_rule_of_dashes(trial.cut, row);
    ++(fits ? marked.fitting : marked.other);
    marked.is_header |= fits && r == trial.layout.first && trial.layout.header_rows > 0;
  }
  return marked;
}

std::string count_of(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

class Guess {
 public:
  explicit Guess(const Excerpt& excerpt) : excerpt_(excerpt) {}

  Dialect guess() {
    if (is_ndjson()) return std::move(dialect_);
    std::vector<Trial> trials = try_all(excerpt_, "");
    const std::string comment = find_comment(trials);
    if (!comment.empty()) trials = try_all(excerpt_, comment);
    Trial single = as_one_column(excerpt_, comment);
    const bool several = !trials.empty() && trials.front().merit > single.merit;
    const bool clear = several && trials.front().candidate.prior >= 0.9 &&
                       trials.front().layout.share_regular >= kClear && trials.front().layout.share_typed >= kClear;
    if (!clear && is_fixed_width()) return std::move(dialect_);
    Trial best = several ? std::move(trials.front()) : std::move(single);
    find_footers(best);
    take(best);
    // Lines full of delimiters that agree in nothing are no column of values.
    if (!several && best.layout.share_typed < kClear)
      dialect_.contradiction =
          "no delimiter cuts the lines into rows with the same number of columns, and they do not look like one "
          "column; "
          "is it a table?";
    if (several) note_rivals(best, trials);
    explain(best);
    look_for_second_table(best);
    return std::move(dialect_);
  }

 private:
  void because(std::string key, std::string why) { dialect_.reasons.push_back({std::move(key), std::move(why)}); }

  bool is_ndjson() {
    const auto lines = lines_of({excerpt_.beginning, excerpt_.is_all}, 200);
    std::size_t present = 0, objects = 0;
    for (const auto line : lines) {
      const auto begin = line.find_first_not_of(" \t");
      if (begin == std::string_view::npos) continue;
      ++present;
      objects +=
          line[begin] == '{' && line.find_last_not_of(" \t") != line.npos && line[line.find_last_not_of(" \t")] == '}';
    }
    if (present == 0 || objects * 10 < present * 9) return false;
    dialect_.shape = config::Shape::ndjson;
    dialect_.text.header_rows = 0;
    because("format", "every line is a JSON object");
    return true;
  }

  bool is_fixed_width() {
    // By a delimiter that does not occur, every line is one cell.
    const char line_end = line_end_of(excerpt_.beginning, {});
    config::TextFormat whole_lines;
    whole_lines.delimiter = kNoDelimiter;
    const auto end = excerpt_.is_all ? excerpt_.beginning : excerpt_.end;
    const std::uint32_t footer_lines = count_footer_lines(end, line_end, whole_lines, 2);
    auto lines = lines_of({excerpt_.beginning, excerpt_.is_all}, line_end, kMaxRows);
    if (excerpt_.is_all) {
      while (!lines.empty() && lines.back().find_first_not_of(" \t") == std::string_view::npos) lines.pop_back();
      lines.resize(lines.size() - std::min<std::size_t>(lines.size(), footer_lines));
    }
    auto found = find_fixed_widths(lines);
    if (found.columns.empty()) return false;
    dialect_.text.footer_lines = footer_lines;
    if (footer_lines > 0) because("footer_lines", "totals or notes below the last row");
    dialect_.shape = config::Shape::fixed_width;
    dialect_.num_fields = found.columns.size();
    dialect_.share_regular = 1;
    dialect_.text.header_rows = 0;
    dialect_.text.skip_lines = found.skip_lines;
    for (const auto& column : found.columns) dialect_.names.push_back(column.name);
    dialect_.text.widths = std::move(found.columns);
    because("widths", found.why);
    if (found.skip_lines > 0)
      because("skip_lines", found.has_names ? "names and what stands above them" : "titles above the first row");
    return true;
  }

  // A mark whose lines do not fit the table that the others make.
  std::string find_comment(const std::vector<Trial>& trials) {
    if (trials.empty()) return "";
    const Trial& best = trials.front();
    for (const auto& mark : comments_of({excerpt_.beginning, excerpt_.is_all})) {
      const Marked marked = examine_marked(excerpt_.beginning, best, mark);
      if (marked.other == 0 || marked.is_header) continue;
      if (marked.fitting > 0 && 3 * marked.fitting > best.layout.end - best.layout.first) continue;
      if (marked.fitting > 0)
        dialect_.doubts.push_back(
            {"comments_like_rows",
             fmt::format("{} that begin with \"{}\" {} cut like a row and skipped as comments; if they are rows, "
                         "leave out comment",
                         count_of(marked.fitting, "line"), mark, marked.fitting == 1 ? "is" : "are")});
      because("comment", fmt::format("begins lines that fit no row ({} of them)", marked.other + marked.fitting));
      return mark;
    }
    return "";
  }

  void take(const Trial& trial) {
    const Layout& layout = trial.layout;
    dialect_.text = trial.candidate.text;
    dialect_.text.footer_lines = footer_lines_;
    dialect_.num_fields = layout.num_columns;
    dialect_.share_regular = layout.share_regular;
    dialect_.text.header_rows = layout.header_rows;
    dialect_.text.skip_lines = layout.has_titles ? layout.line - 1 : 0;
    dialect_.names = layout.names;
    dialect_.data_line = layout.data_line;
    dialect_.has_quoted_cells = std::ranges::any_of(trial.cut.cells, &Cell::quoted);
    if (layout.header_differs) number_columns(trial);
  }

  // Names and values do not fit together, so that columns are known by number; names help to guess what they hold.
  void number_columns(const Trial& trial) {
    dialect_.text.header_rows = 0;
    dialect_.text.skip_lines = trial.layout.data_line - 1;
    auto& names = dialect_.names;
    // Some tools write row numbers without a name for them.
    const bool has_row_numbers =
        trial.layout.header_cells + 1 == trial.layout.num_columns && begins_with_numbers(trial);
    if (has_row_numbers) names.insert(names.begin(), "column_0"), names.pop_back();
    names.resize(dialect_.num_fields);
    dialect_.doubts.push_back(
        {"header_differs",
         fmt::format("the header has {}, the rows have {}: columns are numbered from 1, and the header "
                     "is skipped{}",
                     count_of(trial.layout.header_cells, "cell"), trial.layout.num_columns,
                     has_row_numbers ? ". The first column numbers the rows" : "")});
  }
  [[nodiscard]] static bool begins_with_numbers(const Trial& trial) {
    std::set<std::string_view> seen;
    for (std::size_t r = trial.layout.first; r < trial.layout.end; ++r) {
      const CutRow& row = trial.cut.rows[r];
      if (row.line < trial.layout.data_line || row.blank || row.broken || row.num_cells != trial.layout.num_columns)
        continue;
      const std::string_view number = trial.cut.of(row).front().text;
      if (!vocabulary::is_all_digits(number) || !seen.insert(number).second) return false;
    }
    return true;
  }

  void note_rivals(const Trial& best, std::span<const Trial> trials) {
    for (const auto& trial : trials.subspan(1)) {
      const auto& delimiter = trial.candidate.text.delimiter;
      const auto& taken = best.candidate.text.delimiter;
      if (trial.merit < kDoubtful * best.merit || delimiter == taken) continue;
      // One delimiter within the other, and blanks around it, cut the same cells.
      if (taken.find(delimiter) != std::string::npos || delimiter.find(taken) != std::string::npos) continue;
      dialect_.doubts.push_back(
          {"delimiter_in_doubt",
           fmt::format("rows can be cut by {} into {} and by {} into {} equally well; {} is taken",
                       name_of_delimiter(taken), count_of(best.layout.num_columns, "column"),
                       name_of_delimiter(delimiter), count_of(trial.layout.num_columns, "column"),
                       name_of_delimiter(taken))});
      return;
    }
  }

  void explain(const Trial& trial) {
    const Layout& layout = trial.layout;
    const auto& text = dialect_.text;
    if (layout.num_columns == 1) {
      because("delimiter", "a file of one column; no line holds this");
      dialect_.doubts.push_back({"one_column",
                                 "no delimiter cuts the lines into rows of several cells, so that every "
                                 "line is a row of one column; is it a table?"});
    } else {
      because("delimiter", fmt::format("cuts {:.1f} % of the rows at the beginning into {} cells",
                                       100 * layout.share_regular, layout.num_columns));
    }
    because("quote", text.quote == '\0' ? "quotes are part of the values" : "surrounds cells");
    if (text.escape != '\0') because("escape", "stands before quotes and delimiters that are part of a value");
    if (text.skip_lines > 0)
      because("skip_lines", layout.header_differs ? "the header, which does not fit the rows, and what stands above it"
                            : text.header_rows == 0 ? "titles above the first row"
                                                    : "titles above the header");
    const auto lines = lines_of({excerpt_.beginning, true}, 1);
    const std::string_view said = lines.empty() ? std::string_view() : csv::delimiter_of_sep_line(lines[0]);
    if (!said.empty() && said != text.delimiter)
      dialect_.doubts.push_back(
          {"delimiter_in_doubt", fmt::format("the first line says that the delimiter is {}, but the rows are cut by {}",
                                             name_of_delimiter(said), name_of_delimiter(text.delimiter))});
    because("header", layout.header_differs   ? "columns are numbered from 1"
                      : text.header_rows == 0 ? "the first row looks like the others: columns are numbered from 1"
                      : text.header_rows == 1 ? "names of columns"
                                              : fmt::format("{} rows of names, one above the other", text.header_rows));
    if (text.header_rows > 0 && layout.header_cells != layout.num_columns)
      because("header_width", fmt::format("the header has {}, the rows have {}", count_of(layout.header_cells, "cell"),
                                          layout.num_columns));
  }

  void look_for_second_table(const Trial& trial) {
    const std::size_t above = count_rows_of_earlier_table(trial.cut, trial.layout);
    if (above > 0 && above * kFewAbove >= trial.layout.end - trial.layout.first)
      dialect_.contradiction = fmt::format(
          "holds two tables, one below the other: the second begins on line {}; give each table a file of its own",
          trial.layout.line);
    else if (above > 0)
      dialect_.doubts.push_back({"titles_like_rows", fmt::format("{} above line {} look like a table of their own, and "
                                                                 "are skipped as titles",
                                                                 count_of(above, "row"), trial.layout.line)});
    const auto second = find_second_table(trial.cut, trial.layout);
    if (second.line == 0) return;
    if (second.repeats_names)
      dialect_.doubts.push_back({"header_repeated", fmt::format("line {} repeats the names of the columns, and a run "
                                                                "reads it as a row; take such lines out",
                                                                second.line)});
    else
      dialect_.contradiction = fmt::format(
          "holds two tables, one below the other: names of {} stand on line {} again; give each table a file of its "
          "own",
          count_of(second.num_columns, "column"), second.line);
  }

  // A row of totals may be as wide as the rows: the table is what stands above it.
  void find_footers(Trial& trial) {
    const auto end = excerpt_.is_all ? excerpt_.beginning : excerpt_.end;
    footer_lines_ = count_footer_lines(end, trial.cut.line_end, trial.candidate.text, trial.layout.num_columns);
    if (footer_lines_ == 0) return;
    because("footer_lines", "totals or notes below the last row");
    if (!excerpt_.is_all) return;
    const auto rows = without_footer(excerpt_.beginning, footer_lines_, trial.cut.line_end);
    Trial again = try_out({rows, true, trial.cut.line_end}, trial.candidate, trial.candidate.text.comment);
    if (again.cut.rows.empty() || again.layout.num_columns != trial.layout.num_columns) return;
    again.merit = trial.merit;
    trial = std::move(again);
  }

  const Excerpt& excerpt_;
  Dialect dialect_;
  std::uint32_t footer_lines_ = 0;
};

}  // namespace

std::string Dialect::why(std::string_view key) const {
  const auto reason = std::ranges::find(reasons, key, &Reason::key);
  return reason == reasons.end() ? "" : reason->why;
}

void Dialect::set_reason(std::string_view key, std::string why) {
  std::erase_if(reasons, [&](const Reason& reason) { return reason.key == key; });
  reasons.push_back({std::string(key), std::move(why)});
}

Dialect guess_dialect(const Excerpt& excerpt) { return Guess(excerpt).guess(); }

Rows rows_of(std::string_view beginning, bool is_all, const Dialect& dialect, std::size_t max_rows) {
  Rows rows;
  const char line_end = line_end_of(beginning, dialect.text);
  if (is_all) beginning = without_footer(beginning, dialect.text.footer_lines, line_end);
  // As in a run, a quote above the first row opens nothing.
  const std::uint32_t num_above = sep_line_of(beginning, line_end).empty() ? 0 : 1;
  beginning = without_lines(beginning, std::max(dialect.data_line - 1, num_above), line_end);
  const Cut cut = cut_rows({beginning, is_all, line_end}, dialect.text, max_rows, dialect.num_fields);
  for (const CutRow& row : cut.rows) {
    if (row.blank) continue;
    if (row.broken || row.num_cells != dialect.num_fields || rows.size() >= max_rows) continue;
    auto& values = rows.emplace_back();
    for (const Cell& cell : cut.of(row)) values.emplace_back(cell.text);
  }
  return rows;
}

std::string name_of_delimiter(std::string_view delimiter) {
  if (delimiter == ",") return "comma";
  if (delimiter == ";") return "semicolon";
  if (delimiter == "\t") return "tab";
  if (delimiter == "|") return "bar";
  if (delimiter == " ") return "blank";
  std::string name;
  for (const char c : delimiter)
    name += static_cast<unsigned char>(c) < 0x20 ? fmt::format("\\u{:04X}", static_cast<int>(c)) : std::string(1, c);
  return "\"" + name + "\"";
}

}  // namespace onefold::sniff
