#include "inspect/page_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "document/nearest_name.hpp"
#include "record/probability_text.hpp"

namespace onefold::inspect {

namespace {

constexpr std::size_t kMaxCellBytes = 48;
constexpr std::size_t kTerminalWidth = 118;

std::string shown_cell(std::string_view text) { return config::printable(text, kMaxCellBytes); }

// Characters of a text in UTF-8: bytes that do not continue one.
std::size_t num_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

using Row = std::vector<std::string>;

// Rows as columns of equal width, two blanks apart. The first row is the header.
std::string table_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], num_characters(row[c]));
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      line += row[c];
      line.append(widths[c] - num_characters(row[c]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += "  " + line + "\n";
  }
  return out;
}

std::string_view mark_of(Difference difference) {
  switch (difference) {
    case Difference::other:
      return "* ";
    case Difference::spelling:
      return "~ ";
    default:
      return "  ";
  }
}

std::string golden_text(const CustomerPage& page) {
  std::vector<Row> rows = {{"attribute", "value", "cleansed", "from", "rule", "different values", "else"}};
  for (const PageGolden& golden : page.golden) {
    std::string rule = golden.is_override ? "set by a steward" : golden.rule;
    if (golden.trust) rule += fmt::format(" {:.1f}", *golden.trust);
    rows.push_back({golden.attribute, golden.value.empty() ? "-" : shown_cell(golden.value),
                    shown_cell(golden.cleansed), shown_cell(golden.from), rule,
                    golden.distinct ? fmt::format("{}", *golden.distinct) : "", shown_cell(golden.runner_up)});
  }
  // Columns that say nothing are left out.
  for (std::size_t c = rows.front().size(); c-- > 2;)
    if (std::all_of(rows.begin() + 1, rows.end(), [&](const Row& row) { return row[c].empty(); }))
      for (Row& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
  return table_of(rows);
}

// As many records side by side as fit into the width of a terminal.
std::string records_text(const CustomerPage& page) {
  std::string out;
  std::vector<Row> columns;  // [record][row]
  for (std::size_t r = 0; r < page.records.size(); ++r) {
    const PageRecord& record = page.records[r];
    Row column = {fmt::format("{}{} {}", record.is_asked ? ">" : "", r + 1, shown_cell(record.name)),
                  "  " + record.updated};
    for (const PageCell& cell : record.cells)
      column.push_back(std::string(mark_of(cell.difference)) + (cell.value.empty() ? "-" : shown_cell(cell.value)));
    columns.push_back(std::move(column));
  }
  Row names = {"record", "updated"};
  if (page.has_values)
    for (const PageGolden& golden : page.golden) names.push_back(golden.attribute);
  const auto width_of = [](const Row& column) {
    std::size_t width = 0;
    for (const auto& cell : column) width = std::max(width, num_characters(cell));
    return width + 2;
  };
  for (std::size_t begin = 0, end = 0; begin < columns.size(); begin = end) {
    std::size_t width = 2 + width_of(names);
    for (end = begin; end < columns.size() && (end == begin || width + width_of(columns[end]) <= kTerminalWidth); ++end)
      width += width_of(columns[end]);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < names.size(); ++i) {
      Row row = {names[i]};
      for (std::size_t c = begin; c < end; ++c) row.push_back(columns[c][i]);
      rows.push_back(std::move(row));
    }
    out += (begin > 0 ? "\n" : "") + table_of(rows);
  }
  return out;
}

std::string links_text(const CustomerPage& page) {
  std::vector<Row> rows = {{"records", "weight", "probability", "rule", "evidence"}};
  for (const PageLink& link : page.links) {
    const std::string records = fmt::format("{} - {}", link.left + 1, link.right + 1);
    if (link.must_link)
      rows.push_back({records, "", "", "a must-link", ""});
    else
      rows.push_back({records, fmt::format("{:.3f}{}", link.weight_log2, link.is_weakest ? " weakest" : ""),
                      probability_text(link.probability), link.rule, link.evidence});
  }
  return table_of(rows);
}

std::string neighbours_text(const CustomerPage& page) {
  std::vector<Row> rows = {{"record", "other", "its customer", "weight", "probability", "why two"}};
  for (const PageNeighbour& one : page.neighbours)
    rows.push_back({shown_cell(one.record), shown_cell(one.other), one.other_pin,
                    fmt::format("{:.3f}", one.weight_log2), probability_text(one.probability), one.reason});
  return table_of(rows);
}

std::string decisions_text(const CustomerPage& page) {
  std::vector<Row> rows = {{"decision", "about", "who", "when", "why", "status"}};
  for (const PageDecision& one : page.decisions)
    rows.push_back({one.kind, shown_cell(one.about), shown_cell(one.who), one.when, shown_cell(one.why), one.status});
  return table_of(rows);
}

std::string history_text(const CustomerPage& page) {
  std::vector<Row> rows = {{"run", "event", "records", "other PIN"}};
  for (const PageEvent& one : page.history)
    rows.push_back({shown_cell(one.run), one.event, one.records, one.other_pin});
  return table_of(rows);
}

}  // namespace

std::string summary_of(const CustomerPage& page) {
  std::string text = fmt::format("{} record{}, {} link{}", page.num_records, page.num_records == 1 ? "" : "s",
                                 page.num_links, page.num_links == 1 ? "" : "s");
  if (page.num_bridges && *page.num_bridges > 0)
    text += fmt::format("; {} of these {}, without which it would be two customers", *page.num_bridges,
                        *page.num_bridges == 1 ? "is a bridge" : "are bridges");
  return text;
}

std::string why_no_values(const CustomerPage& page) {
  return page.has_values ? "" : "The result keeps no values of its records: [output] values = \"none\".";
}

std::string text_of(const CustomerPage& page) {
  std::string out = fmt::format("Customer {}: {}\n", page.pin, summary_of(page));
  if (!page.forwarded_from.empty())
    out += fmt::format("The PIN {} is retired; this customer has most of its records.\n", page.forwarded_from);
  const auto section = [&](std::string_view title, const std::string& text) {
    out += fmt::format("\n{}\n{}", title, text);
  };
  section("Golden record", golden_text(page));
  section("Records", records_text(page));
  if (page.has_values) out += "  *: differs from the golden value; ~: is only written differently\n";
  if (!page.has_values) out += "  " + why_no_values(page) + "\n";
  if (page.records.size() < page.num_records)
    out += fmt::format("  {} more records are not shown\n", page.num_records - page.records.size());
  if (!page.links.empty())
    section(fmt::format("Why they are one: links from weight {:.3f} (probability {})", page.threshold_weight_log2,
                        page.threshold),
            links_text(page));
  if (!page.neighbours.empty()) section("Cuts and near misses", neighbours_text(page));
  if (page.neighbours.size() < page.num_neighbours)
    out += fmt::format("  {} more are not shown\n", page.num_neighbours - page.neighbours.size());
  if (!page.decisions.empty()) section("Decisions", decisions_text(page));
  if (!page.history.empty()) section("History", history_text(page));
  return out;
}

}  // namespace onefold::inspect
