#include "csv/csv_rows.hpp"

#include <algorithm>

#include "csv/byte_order_mark.hpp"
#include "onefold/record/error.hpp"

namespace onefold::csv {

namespace {

constexpr std::size_t kChunkBytes = 1U << 20;

std::string_view without_byte_order_mark(std::string_view content) {
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  return content;
}

Dialect dialect_of(std::string_view content) {
  Dialect dialect;
  const std::string_view header = content.substr(0, content.find_first_of("\r\n"));
  for (const char* delimiter : {",", ";", "\t"})
    if (header.find(delimiter) != std::string_view::npos) {
      dialect.delimiter = delimiter;
      break;
    }
  if (ends_lines_with_carriage_returns(content.substr(0, kChunkBytes), dialect.quote)) dialect.line_end = '\r';
  return dialect;
}

}  // namespace

CsvRows::CsvRows(std::string_view content, std::string_view path)
    : rest_(without_byte_order_mark(content)), path_(path), parser_(dialect_of(rest_), {}, 0, 1) {
  refuse_utf16(content, std::string(path) + ": ");
}

std::string CsvRows::place() const { return std::string(path_) + " line " + std::to_string(line()); }

void CsvRows::fail(const std::string& what) const { throw Error(ExitCode::input, place() + ": " + what); }

void CsvRows::feed() {
  const std::size_t num_bytes = std::min(kChunkBytes, rest_.size());
  if (num_bytes == 0) return parser_.finish();
  const auto chunk = parser_.prepare(num_bytes);
  std::copy_n(rest_.begin(), num_bytes, chunk.begin());
  parser_.commit(num_bytes);
  rest_.remove_prefix(num_bytes);
}

bool CsvRows::next(std::vector<std::string>& fields) {
  while (true) {
    switch (parser_.next()) {
      case CsvParser::Step::need_bytes:
        feed();
        break;
      case CsvParser::Step::row:
        if (parser_.kind() != RowKind::row) break;
        if (parser_.quote_fault() == QuoteFault::unclosed) fail("a quote is opened in this row and never closed");
        if (parser_.has_stray_quote())
          fail("a quote stands inside a field; quote the whole field, and double the quotes in it");
        fields.resize(parser_.num_fields());
        for (std::size_t f = 0; f < fields.size(); ++f) fields[f] = parser_.value(f);
        return true;
      case CsvParser::Step::end:
        return false;
      case CsvParser::Step::row_too_long:
        fail("the row is too long; is a closing quote missing?");
    }
  }
}

}  // namespace onefold::csv
