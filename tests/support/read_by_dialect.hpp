// What must hold for the dialect that is guessed for a text, whatever the text is.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "onefold/config/read_job.hpp"
#include "rows/read_rows.hpp"
#include "sniff/dialect.hpp"
#include "sniff/source_keys.hpp"
#include "sniff/toml_text.hpp"

namespace onefold::test {

inline sniff::Rows read_by_dialect(std::string_view text, const sniff::Dialect& dialect) {
  rows::RowFormat format{dialect.text, dialect.num_fields};
  format.text.skip_lines = dialect.data_line - 1;
  sniff::Rows found;
  (void)rows::read_rows(text, true, format, [&](rows::Row& row) {
    std::vector<std::string> values;
    for (std::size_t f = 0; f < row.num_fields(); ++f) values.emplace_back(row.value(f));
    // In a table of one column, blank lines are rows of a run, and say nothing about the dialect.
    if (std::ranges::any_of(values, [](const auto& value) { return !value.empty(); }))
      found.push_back(std::move(values));
  });
  return found;
}

/// Why the dialect cannot be right: the rows that it was judged by are not those that a run would read, the keys of a
/// job do not say the same, or columns of fixed width overlap. Empty if nothing speaks against it. `text` is all of a
/// file; its bytes are UTF-8.
inline std::string fault_of(std::string_view text, const sniff::Dialect& dialect) {
  const std::string job = "[job]\nname = \"x\"\noutput = \"x.h5\"\n[[source]]\nname = \"x\"\nfiles = [\"x.csv\"]\n" +
                          sniff::source_keys(dialect, "x.csv") +
                          (dialect.has_header() ? "columns = { surname = \"b\" }\n" : "columns = { surname = 1 }\n") +
                          "[[blocking]]\non = [\"surname\"]\n";
  const auto source = config::parse_job(job, "job").sources.at(0);
  if (source.shape != dialect.shape) return "the shape of the job";
  if (dialect.shape != config::Shape::ndjson && source.text != dialect.text) return "the keys of the job";
  std::uint32_t last = 0;
  for (const auto& column : dialect.text.widths) {
    if (column.first <= last || column.last < column.first) return "the widths";
    last = column.last;
  }
  if (dialect.shape != config::Shape::csv) return "";
  if (dialect.names.size() > dialect.num_fields) return "the number of names";
  if (sniff::rows_of(text, true, dialect, text.size() + 1) != read_by_dialect(text, dialect)) return "the rows";
  return "";
}

}  // namespace onefold::test
