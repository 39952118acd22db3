// Rows of a file in another encoding than UTF-8, parsed as they are stored: values are decoded as they are asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bytes/encoding.hpp"
#include "csv/csv_parser.hpp"

namespace onefold::tables {

/// Has the members of RowReader that ingest uses.
class DecodedRow {
 public:
  DecodedRow(csv::CsvParser& parser, const std::string& encoding) : parser_(parser), decoder_(encoding) {
    parser.expect_other_encoding();
  }
  /// A row with bytes that the encoding does not have, in any field, is as defective as one that is not UTF-8.
  [[nodiscard]] std::optional<csv::Defect> defect() {
    if (const auto defect = parser_.defect()) return defect;
    for (std::size_t f = 0; f < parser_.num_fields(); ++f)
      if (!decoder_.has(parser_.value(f))) return csv::Defect::invalid_utf8;
    return std::nullopt;
  }
  [[nodiscard]] std::string_view value(std::size_t field) {
    return decoder_.decode(parser_.value(field)).value_or(std::string_view());
  }
  [[nodiscard]] std::size_t num_fields() const { return parser_.num_fields(); }
  [[nodiscard]] std::uint64_t line() const { return parser_.line(); }
  [[nodiscard]] std::uint64_t last_line() const { return parser_.last_line(); }
  [[nodiscard]] csv::QuoteFault quote_fault() const { return parser_.quote_fault(); }
  [[nodiscard]] std::uint64_t num_row_bytes() const { return parser_.num_row_bytes(); }

 private:
  csv::CsvParser& parser_;
  bytes::ValueDecoder decoder_;
};

}  // namespace onefold::tables
