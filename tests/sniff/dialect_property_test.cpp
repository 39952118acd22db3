// Tables written in dialects of every kind are read cell by cell as they were written.
#include <rapidcheck/gtest.h>

#include "sniff/dialect.hpp"
#include "support/any_dialect.hpp"

namespace onefold::sniff {
namespace {

RC_GTEST_PROP(DialectProperty, tables_in_any_dialect_are_read_as_they_were_written, ()) {
  const auto dialect = test::any_dialect();
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

}  // namespace
}  // namespace onefold::sniff
