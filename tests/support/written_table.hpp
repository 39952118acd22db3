// Tables of made-up people, written in any dialect: what was written is known cell by cell. By formula from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/hash.hpp"

namespace onefold::test {

/// How a table is written.
struct WrittenDialect {
  std::string delimiter = ",";
  char quote = '"';         ///< '\0': nothing is quoted
  char escape = '\0';       ///< '\0': quotes are doubled
  bool quotes_all = false;  ///< every cell, not only those that need it
  std::string line_end = "\n";
  bool ends_in_line_end = true;
  std::string titles;   ///< lines above the header, each with "\n" at its end
  std::string footers;  ///< lines below the last row, likewise
  std::uint32_t header_rows = 1;
  std::uint32_t comment_after = 0;  ///< a comment line follows after so many rows; 0: none
};

struct WrittenTable {
  std::vector<std::vector<std::string>> header;  ///< rows of names
  std::vector<std::vector<std::string>> rows;
};

class TableMaker {
 public:
  explicit TableMaker(std::uint64_t seed) : seed_(seed) {}

  /// `plain`: without line feeds, quotes, apostrophes at the ends, and everything in `avoid`.
  WrittenTable make(std::size_t num_rows, bool plain, std::string_view avoid) {
    WrittenTable table;
    table.header = {{"Person", "", "", "", "Contact", "", "", "", "Other", ""},
                    {"customer_id", "first_name", "last_name", "birth_date", "email", "street", "city", "postcode",
                     "balance", "remarks"}};
    for (std::size_t r = 0; r < num_rows; ++r) table.rows.push_back(row(r, plain));
    if (avoid.empty()) return table;
    for (auto& cells : table.rows)
      for (auto& cell : cells)
        for (auto at = cell.find_first_of(avoid); at != std::string::npos; at = cell.find_first_of(avoid))
          cell.erase(at, 1);
    // What is left must not end in blanks, which no reader keeps.
    for (auto& cells : table.rows)
      for (auto& cell : cells) {
        while (!cell.empty() && cell.back() == ' ') cell.pop_back();
        while (!cell.empty() && cell.front() == ' ') cell.erase(0, 1);
      }
    return table;
  }

 private:
  std::uint64_t draw(std::uint64_t bound) { return scale_to(mix(seed_, ++drawn_), bound); }
  const char* one_of(std::initializer_list<const char*> texts) { return *(texts.begin() + draw(texts.size())); }
  std::string digits(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('0' + draw(10));
    return text;
  }
  std::string two(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

  std::vector<std::string> row(std::size_t r, bool plain) {
    const std::string given = one_of({"Ann", "Bob", "Zo\xC3\xAB", "J\xC3\xBCrgen", "Mary-Jane", "Ren\xC3\xA9", "Li"});
    const std::string surname =
        one_of({"O'Brien", "Smith", "de la Cruz", "M\xC3\xBCller", "D'Angelo", "Jones", "Wei\xC3\x9F", "van Dam"});
    const std::string number = std::to_string(1 + draw(180));
    const std::string street = one_of({"High Street ", "Park Avenue, Flat ", "Hauptstr. ", "Mill Lane No. "}) + number;
    const std::string birth = std::to_string(1930 + draw(80)) + "-" + two(1 + draw(12)) + "-" + two(1 + draw(28));
    const std::string email = draw(5) == 0 ? "" : "p" + std::to_string(r) + "." + digits(3) + "@mail.example";
    const std::string balance = std::to_string(draw(2000)) + (draw(2) == 0 ? "," : ".") + digits(2);
    std::string remarks;
    if (plain) {
      remarks = one_of({"", "", "good customer", "calls again, perhaps", "moved in 2019", "pays late; always"});
    } else {
      remarks = one_of({"", "", "good customer", "said \"call me\" twice", "two lines:\nof text",
                        "a \"quote\", a comma", "\"all quoted\"", "semi; colon, comma", "it's hers", "a | b, c"});
    }
    return {std::to_string(100'000 + r),
            given,
            surname,
            draw(9) == 0 ? "" : birth,
            email,
            street,
            one_of({"Leeds", "K\xC3\xB6ln", "Lyon", "Frankfurt am Main"}),
            digits(5),
            balance,
            remarks};
  }

  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

inline std::string written_cell(const std::string& cell, const WrittenDialect& dialect) {
  std::string text;
  const auto escaped = [&](std::string_view special) {
    text.clear();
    for (std::size_t i = 0; i < cell.size(); ++i) {
      if (special.find(cell[i]) != std::string_view::npos) text += dialect.escape;
      text += cell[i];
    }
  };
  if (dialect.quote == '\0') {
    if (dialect.escape == '\0') return cell;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      const bool special = cell[i] == dialect.escape || cell[i] == '\n' || cell[i] == '\r' ||
                           std::string_view(cell).substr(i).starts_with(dialect.delimiter);
      if (special) text += dialect.escape;
      text += cell[i];
    }
    return text;
  }
  const bool needs = cell.find(dialect.quote) != cell.npos || cell.find(dialect.delimiter) != cell.npos ||
                     cell.find(dialect.delimiter.front()) != cell.npos || cell.find_first_of("\r\n") != cell.npos ||
                     (dialect.escape != '\0' && cell.find(dialect.escape) != cell.npos);
  if (!needs && !dialect.quotes_all) return cell;
  escaped(dialect.escape == '\0' ? "" : std::string{dialect.escape, dialect.quote});
  if (dialect.escape == '\0') {
    text.clear();
    for (const char c : cell) {
      if (c == dialect.quote) text += c;
      text += c;
    }
  }
  return dialect.quote + text + dialect.quote;
}

inline std::string written(const WrittenTable& table, const WrittenDialect& dialect) {
  std::string text;
  const auto write_row = [&](const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c)
      text += (c == 0 ? "" : dialect.delimiter) + written_cell(cells[c], dialect);
    text += dialect.line_end;
  };
  const auto write_lines = [&](std::string_view lines) {
    for (const char c : lines) text += c == '\n' ? dialect.line_end : std::string(1, c);
  };
  write_lines(dialect.titles);
  for (std::size_t h = table.header.size() - dialect.header_rows; h < table.header.size(); ++h)
    write_row(table.header[h]);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    write_row(table.rows[r]);
    if (dialect.comment_after == r + 1) write_lines("# checked by hand\n");
  }
  write_lines(dialect.footers);
  if (!dialect.ends_in_line_end) text.resize(text.size() - dialect.line_end.size());
  return text;
}

}  // namespace onefold::test
