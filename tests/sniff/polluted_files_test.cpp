// Every kind of pollution that Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: Pollock: A Data Loading Benchmark
// (VLDB 2023) describes, on a table of our own: the file is read as it was meant, cell by cell; or a row that cannot be
// read is set aside and named; or the file is refused with the true cause. docs/reading.md has the list of kinds.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "onefold/record/error.hpp"
#include "sniff/input.hpp"
#include "support/encoded.hpp"

namespace onefold::sniff {
namespace {

using Cells = std::vector<std::vector<std::string>>;

const std::vector<std::string> kHeader = {"id", "name", "birth_date", "city", "phone", "amount"};

Cells some_customers() {
  const std::vector<std::string> names = {"Anna Miller", "O'Brien, Pat", "Zo\u00eb Grant", "Lee \"Bo\" Chan",
                                          "Max Roe"};
  const std::vector<std::string> cities = {"Leeds", "Bath, Somerset", "York", "", "Ely"};
  Cells rows;
  for (std::size_t i = 0; i < 40; ++i)
    rows.push_back({std::to_string(1001 + i), names[i % names.size()],
                    "19" + std::to_string(50 + i) + "-03-1" + std::to_string(i % 10), cities[i * 3 % cities.size()],
                    "0113 496 0" + std::to_string(100 + i), std::to_string(12 + i) + ".50"});
  return rows;
}

/// How a table is written.
struct Form {
  std::string delimiter = ",";
  std::string line_end = "\r\n";
  char quote = '"';
  char escape = '"';
  bool quotes_all = false;
};

std::string cell_in(const std::string& cell, const Form& form) {
  const bool needs = form.quotes_all || cell.find(form.delimiter) != std::string::npos ||
                     cell.find(form.quote) != std::string::npos || cell.find('\n') != std::string::npos;
  if (!needs) return cell;
  std::string out(1, form.quote);
  for (const char c : cell) {
    if (c == form.quote || (c == form.escape && form.escape != form.quote)) out += form.escape;
    out += c;
  }
  return out + form.quote;
}

std::string line_of(const std::vector<std::string>& cells, const Form& form = {}) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? form.delimiter : "") + cell_in(cells[i], form);
  return line + form.line_end;
}

std::string text_of(const Cells& rows, const Form& form = {}, const std::vector<std::string>& header = kHeader) {
  std::string text = header.empty() ? "" : line_of(header, form);
  for (const auto& row : rows) text += line_of(row, form);
  return text;
}

/// A line of a text whose lines end in CR LF, by its number from 1.
std::string with_line(std::string text, std::size_t number, const std::function<std::string(std::string)>& change) {
  std::size_t begin = 0;
  for (std::size_t n = 1; n < number; ++n) begin = text.find("\r\n", begin) + 2;
  const std::size_t end = text.find("\r\n", begin);
  return text.replace(begin, end - begin, change(text.substr(begin, end - begin)));
}

struct Polluted {
  std::string kind;
  std::string text;
  Cells rows;                                ///< as they were meant
  std::uint64_t line_set_aside = 0;          ///< 0: none
  std::vector<std::string> names = kHeader;  ///< of the columns; empty: there is no header
  std::string refusal = {};                  ///< part of the message; empty: it is read
  std::uint64_t num_set_aside = 1;
};

Cells without(Cells rows, std::size_t row) {
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
  return rows;
}

std::vector<Polluted> files_that_are_whole() {
  const Cells rows = some_customers();
  std::vector<Polluted> files;
  const auto add = [&](const std::string& kind, std::string text) { files.push_back({kind, std::move(text), rows}); };
  add("none", text_of(rows));
  std::string text = text_of(rows);
  add("no line end after the last row", text.substr(0, text.size() - 2));
  add("two line ends after the last row", text + "\r\n");
  add("lines end in LF", text_of(rows, {.line_end = "\n"}));
  add("lines end in CR", text_of(rows, {.line_end = "\r"}));
  for (const std::string delimiter : {";", "\t", "|", ", ", "::"})
    add("delimiter " + name_of_delimiter(delimiter), text_of(rows, {.delimiter = delimiter}));
  add("delimiter blank", text_of(rows, {.delimiter = " ", .quotes_all = true}));
  add("quote '", text_of(rows, {.quote = '\'', .escape = '\''}));
  add("escape backslash", text_of(rows, {.escape = '\\'}));
  add("all cells quoted", text_of(rows, {.quotes_all = true}));
  add("byte-order mark", "\xEF\xBB\xBF" + text);
  add("encoding Windows-1252", test::as_latin1(text));
  add("encoding UTF-16 with mark", test::as_utf16("\uFEFF" + text, false));
  add("encoding UTF-16 big-endian with mark", test::as_utf16("\uFEFF" + text, true));
  add("titles above the header", "Customers of the shop\r\nas of 2026-03-01\r\n\r\n" + text);
  add("titles filled up with delimiters", "Customers of the shop,,,,,\r\n,,,,,\r\n" + text);
  add("a footnote", text + "\r\nSource: the shop's own books\r\n");
  add("a footer with delimiters", text + "Total,,,,,1280.00\r\n");
  add("blank lines between rows", with_line(text, 9, [](const std::string& line) { return line + "\r\n"; }));
  add("lines of delimiters between rows",
      with_line(text, 9, [](const std::string& line) { return line + "\r\n,,,,,"; }));
  add("the header stands again", with_line(text, 20, [&](const std::string& line) {
        return line + "\r\n" + line_of(kHeader).substr(0, line_of(kHeader).size() - 2);
      }));
  add("delimiters behind all rows", [&] {
    std::string out;
    for (const auto& row : rows) {
      auto wide = row;
      wide.emplace_back();
      out += line_of(wide);
    }
    return line_of(kHeader) + out;
  }());
  return files;
}

std::vector<Polluted> files_of_other_headers() {
  const Cells rows = some_customers();
  std::vector<Polluted> files;
  files.push_back({.kind = "no header", .text = text_of(rows, {}, {}), .rows = rows, .names = {}});
  files.push_back({.kind = "one row", .text = text_of({rows[0]}), .rows = {rows[0]}});
  files.push_back({.kind = "two rows of header",
                   .text = line_of({"customer", "", "", "address", "", "account"}) + text_of(rows),
                   .rows = rows,
                   .names = {"customer id", "customer name", "customer birth_date", "address city", "address phone",
                             "account amount"}});
  files.push_back({.kind = "three rows of header",
                   .text = line_of({"export", "", "", "export", "", ""}) +
                           line_of({"customer", "", "", "address", "", "account"}) + text_of(rows),
                   .rows = rows,
                   .names = {"export customer id", "export customer name", "export customer birth_date",
                             "export address city", "export address phone", "export account amount"}});
  files.push_back({.kind = "a name stands twice",
                   .text = text_of(rows, {}, {"id", "name", "birth_date", "name", "phone", "amount"}),
                   .rows = rows,
                   .names = {"id", "name", "birth_date", "name_2", "phone", "amount"}});
  files.push_back({.kind = "a column has no name",
                   .text = text_of(rows, {}, {"id", "name", "birth_date", "", "phone", "amount"}),
                   .rows = rows,
                   .names = {"id", "name", "birth_date", "column_4", "phone", "amount"}});
  files.push_back({.kind = "no bytes", .text = "", .rows = {}, .refusal = "is empty"});
  files.push_back({.kind = "header only", .text = text_of({}), .rows = {}, .refusal = "has a header and no rows"});
  return files;
}

std::vector<Polluted> files_with_a_row_of_another_kind() {
  const Cells rows = some_customers();
  const std::string text = text_of(rows);
  constexpr std::size_t kLine = 12;  // of row 10
  std::vector<Polluted> files;
  const auto add = [&](const std::string& kind, const std::function<std::string(std::string)>& change, bool is_read) {
    files.push_back({.kind = kind,
                     .text = with_line(text, kLine, change),
                     .rows = is_read ? rows : without(rows, kLine - 2),
                     .line_set_aside = is_read ? 0 : kLine});
  };
  add(
      "a row has a delimiter more", [](const std::string& line) { return line + ",x"; }, false);
  add(
      "a row has an empty cell more", [](const std::string& line) { return line + ","; }, false);
  add(
      "a row has a delimiter fewer", [](std::string line) { return line.replace(line.rfind(','), 1, ""); }, false);
  add(
      "a row has another delimiter",
      [](std::string line) {
        std::ranges::replace(line, ',', ';');
        return line;
      },
      false);
  add(
      "a quote more in a cell", [](std::string line) { return line.insert(line.find("Anna") + 2, "\""); }, false);
  add(
      "a quote more at the beginning of a cell", [](std::string line) { return line.insert(line.find("Anna"), "\""); },
      false);
  add(
      "a row has other quotes",
      [](std::string line) { return line.insert(line.find("Anna"), "'").insert(line.find(" Miller") + 7, "'"); }, true);
  files.back().rows[10][1] = "'Anna Miller'";
  add(
      "a row ends in LF",
      [&](const std::string& line) { return line + "\n" + line_of(rows[11]).substr(0, line_of(rows[11]).size() - 2); },
      true);
  files.back().rows.insert(files.back().rows.begin() + 11, rows[11]);
  return files;
}

std::vector<Polluted> files_of_several_tables() {
  const Cells rows = some_customers();
  std::vector<Polluted> files;
  // Its three rows are no rows of the first table.
  files.push_back({.kind = "a second table with fewer columns",
                   .text = text_of(rows) + "\r\ncode,meaning\r\n1,open\r\n2,closed\r\n",
                   .rows = rows,
                   .line_set_aside = 43,
                   .num_set_aside = 3});
  files.push_back({.kind = "a second table with more columns",
                   .text = text_of(rows) + "\r\na,b,c,d,e,f,g,h\r\n1,2,3,4,5,6,7,8\r\n2,3,4,5,6,7,8,9\r\n",
                   .rows = rows,
                   .refusal = "holds two tables, one below the other: names of 8 columns stand on line 43"});
  files.push_back({.kind = "a second table with as many columns",
                   .text = text_of(rows) + "\r\n" + line_of({"a", "b", "c", "d", "e", "f"}) + "1,2,3,4,5,6\r\n",
                   .rows = rows,
                   .refusal = "holds two tables, one below the other: names of 6 columns stand on line 43"});
  return files;
}

class PollutedFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("polluted_files_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void expect(const std::vector<Polluted>& files) const {
    for (const Polluted& file : files) {
      SCOPED_TRACE(file.kind);
      const std::string path = folder_ / "customers.csv";
      std::ofstream(path, std::ios::binary) << file.text;
      std::optional<Input> input;
      std::string message;
      try {
        input.emplace(read_input({path}));
        message = input->tables[0].dialect.contradiction;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input);
        message = error.what();
      }
      EXPECT_EQ(message.empty(), file.refusal.empty()) << message;
      EXPECT_NE(message.find(file.refusal), std::string::npos) << message;
      if (!file.refusal.empty() || !input) continue;
      const Table& table = input->tables[0];
      EXPECT_EQ(table.has_names() ? table.columns : std::vector<std::string>{}, file.names);
      EXPECT_EQ(table.num_malformed, file.line_set_aside == 0 ? 0U : file.num_set_aside) << table.first_malformed();
      if (file.line_set_aside > 0) {
        EXPECT_EQ(table.first_malformed_line, file.line_set_aside);
      }
      Cells rows;
      // A run leaves out a header that stands again.
      for (const auto& row : input->sample)
        if (row.values != kHeader) rows.push_back(row.values);
      for (auto& row : rows)
        while (row.size() > kHeader.size() && row.back().empty()) row.pop_back();
      EXPECT_EQ(rows.size(), file.rows.size());
      for (std::size_t r = 0; r < std::min(rows.size(), file.rows.size()); ++r) {
        EXPECT_EQ(rows[r], file.rows[r]) << "row " << r;
        if (rows[r] != file.rows[r]) break;
      }
    }
  }
  std::filesystem::path folder_;
};

TEST_F(PollutedFiles, in_other_dialects_with_text_around_the_table_are_read_cell_by_cell) {
  expect(files_that_are_whole());
}
TEST_F(PollutedFiles, with_other_headers_or_without_rows) { expect(files_of_other_headers()); }
TEST_F(PollutedFiles, with_a_row_of_another_kind_set_it_aside_or_read_it) {
  expect(files_with_a_row_of_another_kind());
}
TEST_F(PollutedFiles, of_several_tables_are_refused_or_their_first_one) { expect(files_of_several_tables()); }

}  // namespace
}  // namespace onefold::sniff
