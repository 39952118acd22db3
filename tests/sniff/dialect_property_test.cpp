// Tables written in dialects of every kind are read cell by cell as they were written.
#include <rapidcheck/gtest.h>

#include "sniff/dialect.hpp"
#include "support/written_table.hpp"

namespace onefold::sniff {
namespace {

test::WrittenDialect any_dialect() {
  test::WrittenDialect dialect;
  dialect.delimiter = *rc::gen::elementOf(
      std::vector<std::string>{",", ";", "\t", "|", "~", "^", "\x1f", "||", "::", " | ", "|~|", "\xC2\xA7", "#", "%"});
  dialect.quote = *rc::gen::elementOf(std::vector<char>{'"', '"', '"', '\'', '\0'});
  dialect.escape = *rc::gen::elementOf(std::vector<char>{'\0', '\0', '\\'});
  dialect.quotes_all = dialect.quote != '\0' && *rc::gen::arbitrary<bool>();
  dialect.line_end = *rc::gen::elementOf(std::vector<std::string>{"\n", "\r\n", "\r"});
  dialect.ends_in_line_end = *rc::gen::arbitrary<bool>();
  dialect.titles = *rc::gen::elementOf(std::vector<std::string>{
      "", "", "Customer export\n", "Customers of the north\nmade on 5 January 2024 by the system\n\n", "\n\n"});
  dialect.footers = *rc::gen::elementOf(std::vector<std::string>{"", "", "40 rows selected.\n", "\nTotal: 40\n", "\n\n"});
  dialect.header_rows = *rc::gen::inRange(0U, 3U);
  dialect.comment_after = *rc::gen::elementOf(std::vector<std::uint32_t>{0, 0, 0, 3});
  if (dialect.delimiter == "#") dialect.comment_after = 0;
  return dialect;
}

RC_GTEST_PROP(DialectProperty, tables_in_any_dialect_are_read_as_they_were_written, ()) {
  const auto dialect = any_dialect();
  const bool plain = dialect.quote == '\0' && dialect.escape == '\0';
  // What the dialect cannot write does not occur.
  const auto table = test::TableMaker(*rc::gen::inRange<std::uint64_t>(1, 1U << 20))
                         .make(*rc::gen::inRange<std::size_t>(12, 60), dialect.quote == '\0',
                               plain ? dialect.delimiter + "\"" : dialect.quote == '\0' ? "\"" : "");
  const std::string text = test::written(table, dialect);
  const auto guess = guess_dialect({text, true, {}});
  RC_LOG() << "delimiter " << guess.text.delimiter << " quote " << guess.text.quote << " escape " << guess.text.escape
           << " skip " << guess.text.skip_lines << " header " << guess.text.header_rows << " footer "
           << guess.text.footer_lines << " comment " << guess.text.comment << " fields " << guess.num_fields << "\n"
           << text;
  RC_ASSERT(guess.shape == config::Shape::csv);
  RC_ASSERT(guess.text.header_rows == dialect.header_rows);
  RC_ASSERT(guess.contradiction == "");
  const auto rows = rows_of(text, true, guess, 1000);
  RC_ASSERT(rows == table.rows);
}

}  // namespace
}  // namespace onefold::sniff
