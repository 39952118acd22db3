// Random dialects, and tables that they can write, for properties.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "support/written_table.hpp"

namespace onefold::test {

inline WrittenDialect any_dialect(bool may_quote = true) {
  WrittenDialect dialect;
  dialect.delimiter = *rc::gen::elementOf(
      std::vector<std::string>{",", ";", "\t", "|", "~", "^", "\x1f", "||", "::", " | ", "|~|", "\xC2\xA7", "#", "%"});
  if (may_quote) dialect.quote = *rc::gen::elementOf(std::vector<char>{'"', '"', '\''});
  if (!may_quote) dialect.quote = '\0';
  dialect.escape = *rc::gen::elementOf(std::vector<char>{'\0', '\0', '\\'});
  dialect.quotes_all = dialect.quote != '\0' && *rc::gen::arbitrary<bool>();
  dialect.line_end = *rc::gen::elementOf(std::vector<std::string>{"\n", "\r\n", "\r"});
  dialect.ends_in_line_end = *rc::gen::arbitrary<bool>();
  dialect.titles = *rc::gen::elementOf(std::vector<std::string>{
      "", "", "Customer export\n", "Customers of the north\nmade on 5 January 2024 by the system\n\n", "\n\n"});
  dialect.footers =
      *rc::gen::elementOf(std::vector<std::string>{"", "", "40 rows selected.\n", "\nTotal: 40\n", "\n\n"});
  dialect.header_rows = *rc::gen::inRange(0U, 3U);
  dialect.comment_after = *rc::gen::elementOf(std::vector<std::uint32_t>{0, 0, 0, 3});
  if (dialect.delimiter == "#") dialect.comment_after = 0;
  return dialect;
}

/// A table that the dialect can write: what it cannot write does not occur.
inline WrittenTable any_table(const WrittenDialect& dialect) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1U << 20);
  const auto num_rows = *rc::gen::inRange<std::size_t>(12, 60);
  std::string avoid;
  if (dialect.quote == '\0') avoid = dialect.escape == '\0' ? dialect.delimiter + "\"" : "\"";
  return TableMaker(seed).make(num_rows, dialect.quote == '\0', avoid);
}

}  // namespace onefold::test
