// Tables written in dialects of every kind are read cell by cell as they were written.
#include <rapidcheck/gtest.h>

#include "sniff/dialect.hpp"
#include "support/any_dialect.hpp"
#include "support/read_by_dialect.hpp"

namespace onefold::sniff {
namespace {

RC_GTEST_PROP(DialectProperty, tables_in_any_dialect_are_read_as_they_were_written, (bool may_quote)) {
  const auto dialect = test::any_dialect(may_quote);
  const auto table = test::any_table(dialect);
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

// Of any text, however little it is a table, a run reads the rows by which the dialect was judged.
RC_GTEST_PROP(DialectProperty, any_text_gives_a_dialect_by_which_a_run_reads_the_same_rows, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
      std::vector<std::string>{"\"", "'", ",",    ";", "|",          "\t",       " ", "\n", "\r\n",  "\r",    "\\", "#",
                               "--", "a", "Name", "1", "2020-01-02", "\xC3\xA9", "{", "}",  "sep=;", "Total", "id"}));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  const auto dialect = guess_dialect({text, true, {}});
  RC_LOG() << "delimiter " << dialect.text.delimiter << " quote " << dialect.text.quote << " data line "
           << dialect.data_line << " footer " << dialect.text.footer_lines << " fields " << dialect.num_fields << "\n"
           << text;
  RC_ASSERT(test::fault_of(text, dialect) == "");
}

}  // namespace
}  // namespace onefold::sniff
