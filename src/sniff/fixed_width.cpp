#include "sniff/fixed_width.hpp"

#include <algorithm>

#include "csv/csv_parser.hpp"
#include "ingest/text_start.hpp"
#include "sniff/cell_kind.hpp"
#include "sniff/header.hpp"
#include "vocabulary/column_names.hpp"
#include "vocabulary/value_shapes.hpp"

namespace onefold::sniff {

namespace {

constexpr std::size_t kLinesForWidths = 1000;
constexpr std::size_t kMaxCharacters = 10'000;
constexpr std::size_t kLeastLines = 3;
constexpr std::size_t kBeyondLastColumn = 1000;

/// Characters [first, end), from 0.
struct Extent {
  std::size_t first = 0;
  std::size_t end = 0;
};

bool continues_character(char c) { return (c & 0xC0) == 0x80; }

std::string_view characters(std::string_view line, Extent extent) {
  std::size_t begin = line.size(), end = line.size(), character = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (continues_character(line[i])) continue;
    if (character == extent.first) begin = i;
    if (character == extent.end) {
      end = i;
      break;
    }
    ++character;
  }
  return begin < end ? csv::without_outer_blanks(line.substr(begin, end - begin)) : std::string_view();
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

// A line of dashes and blanks, with at least two groups of dashes.
bool is_rule_of_columns(std::string_view line) {
  return line.find_first_not_of("-= ") == std::string_view::npos && line.find(' ') != std::string_view::npos &&
         line.find_first_of("-=") != std::string_view::npos && csv::without_outer_blanks(line).find(' ') != line.npos;
}

std::vector<Extent> extents_of(const std::vector<bool>& is_taken) {
  std::vector<Extent> extents;
  for (std::size_t i = 0; i < is_taken.size(); ++i) {
    if (!is_taken[i]) continue;
    if (i == 0 || !is_taken[i - 1]) extents.push_back({i, i});
    extents.back().end = i + 1;
  }
  return extents;
}

// The positions at which a line has something else than a blank.
std::vector<bool> positions_taken(const std::vector<std::string_view>& lines, std::size_t first) {
  std::vector<bool> taken;
  for (std::size_t i = first; i < lines.size(); ++i) {
    std::size_t character = 0;
    for (const char c : lines[i]) {
      if (continues_character(c)) continue;
      if (character >= taken.size()) taken.resize(character + 1, false);
      if (c != ' ') taken[character] = true;
      ++character;
    }
  }
  return taken;
}

// Words that few lines have, one blank behind the column before them, belong to it: a second given name.
void join_rare_words(const std::vector<std::string_view>& lines, std::size_t first, std::vector<Extent>& extents) {
  for (std::size_t c = 1; c < extents.size();) {
    std::size_t filled = 0;
    bool is_value = false;
    for (std::size_t i = first; i < lines.size(); ++i) {
      const auto cell = characters(lines[i], extents[c]);
      filled += cell.empty() ? 0 : 1;
      is_value |= vocabulary::looks_like_data(cell);
    }
    const bool joins = extents[c].first == extents[c - 1].end + 1 && 2 * filled <= lines.size() - first && !is_value;
    if (!joins) {
      ++c;
      continue;
    }
    extents[c - 1].end = extents[c].end;
    extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(c));
  }
}

// Whether the values end at the same position, and begin at different ones: most numbers of a report.
bool is_right_aligned(const std::vector<std::string_view>& lines, std::size_t first, Extent extent) {
  bool begins_differ = false;
  for (std::size_t i = first; i < lines.size(); ++i) {
    const auto cell = characters(lines[i], extent);
    if (cell.empty()) continue;
    if (characters(lines[i], {extent.end - 1, extent.end}).empty()) return false;
    begins_differ |= characters(lines[i], {extent.first, extent.first + 1}).empty();
  }
  return begins_differ;
}

// A later value may be longer than those of the examined lines, so columns reach into the gaps between them.
void widen(const std::vector<std::string_view>& lines, std::size_t first, std::vector<Extent>& extents) {
  std::vector<bool> grows_left;
  for (const Extent extent : extents) grows_left.push_back(is_right_aligned(lines, first, extent));
  extents.front().first = 0;
  for (std::size_t c = 0; c + 1 < extents.size(); ++c)
    if (grows_left[c] && grows_left[c + 1])
      extents[c + 1].first = extents[c].end;
    else
      extents[c].end = extents[c + 1].first;
  extents.back().end += kBeyondLastColumn;
}

FixedWidths describe(const std::vector<Extent>& extents, std::string_view names_line, std::uint32_t skip_lines) {
  FixedWidths found;
  found.skip_lines = skip_lines;
  found.has_names = !names_line.empty();
  Rows header(1);
  for (const Extent extent : extents) header[0].emplace_back(characters(names_line, extent));
  const auto names = ingest::name_columns(header).names;
  for (std::size_t c = 0; c < extents.size(); ++c)
    found.columns.push_back(
        {names[c], static_cast<std::uint32_t>(extents[c].first + 1), static_cast<std::uint32_t>(extents[c].end)});
  return found;
}

// Columns as wide as the dashes below their names.
FixedWidths by_rule(const std::vector<std::string_view>& lines) {
  for (std::size_t i = 1; i < std::min<std::size_t>(lines.size(), 20); ++i) {
    if (!is_rule_of_columns(lines[i]) || is_blank(lines[i - 1])) continue;
    auto extents = extents_of(positions_taken({lines[i]}, 0));
    std::size_t longest = 0;
    for (std::size_t next = i + 1; next < lines.size(); ++next)
      longest = std::max(longest, num_characters(lines[next]));
    extents.back().end = std::max(extents.back().end, longest);
    widen(lines, i + 1, extents);
    FixedWidths found = describe(extents, lines[i - 1], static_cast<std::uint32_t>(i + 1));
    found.why = "a rule of dashes below the names shows the columns";
    return found;
  }
  return {};
}

// Whether the lines, cut so, hold columns of values: numbers, dates, addresses. Words alone break by chance.
bool holds_values(const std::vector<std::string_view>& lines, std::size_t first, const std::vector<Extent>& extents) {
  std::size_t num_columns = 0;
  for (const Extent extent : extents) {
    std::size_t present = 0, values = 0;
    for (std::size_t i = first; i < lines.size(); ++i) {
      const auto cell = characters(lines[i], extent);
      if (cell.empty()) continue;
      ++present;
      values += kind_of_cell(cell, false) == CellKind::value || vocabulary::looks_like_data(cell) ? 1 : 0;
    }
    num_columns += present > 0 && values * 10 >= present * 9 ? 1 : 0;
  }
  return num_columns >= 1;
}

FixedWidths by_blanks(const std::vector<std::string_view>& lines) {
  // Titles end where the lines begin to agree; a line of names is part of the table.
  for (std::size_t first = 0; first < std::min<std::size_t>(10, lines.size()); ++first) {
    if (lines.size() - first < kLeastLines || is_blank(lines[first])) continue;
    auto extents = extents_of(positions_taken(lines, first));
    // Filled up with blanks: some lines have several between two columns, or end in blanks.
    const bool filled = std::ranges::any_of(lines, [](std::string_view l) { return l.find("  ") != l.npos; });
    if (extents.size() < 2 || !filled) continue;
    if (!holds_values(lines, first + 1, extents)) continue;
    join_rare_words(lines, first, extents);
    widen(lines, first, extents);
    Rows rows;
    for (std::size_t i = first; i < lines.size(); ++i) {
      auto& row = rows.emplace_back();
      for (const Extent extent : extents) row.emplace_back(characters(lines[i], extent));
    }
    const bool named = has_header(rows);
    FixedWidths found = describe(extents, named ? lines[first] : std::string_view(),
                                 static_cast<std::uint32_t>(first + (named ? 1 : 0)));
    found.why = "every line has blanks at the same positions";
    return found;
  }
  return {};
}

}  // namespace

std::size_t num_characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_character));
}

FixedWidths find_fixed_widths(std::vector<std::string_view> lines) {
  if (lines.size() > kLinesForWidths) lines.resize(kLinesForWidths);
  while (!lines.empty() && is_blank(lines.back())) lines.pop_back();
  if (std::ranges::any_of(
          lines, [](std::string_view line) { return line.size() > kMaxCharacters || line.find('\t') != line.npos; }))
    return {};
  FixedWidths found = by_rule(lines);
  if (found.columns.empty()) found = by_blanks(lines);
  return found;
}

}  // namespace onefold::sniff
