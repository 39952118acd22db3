// Texts in which every line is a row: JSON objects (NDJSON), and columns of fixed width. Local.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"
#include "onefold/config/job.hpp"

namespace onefold::tables {

/// Whether every line of a file of this shape is a row.
[[nodiscard]] constexpr bool is_lines(config::Shape shape) {
  return shape == config::Shape::ndjson || shape == config::Shape::fixed_width;
}

/// So many bytes behind a line must be readable.
inline constexpr std::size_t kLinePadding = 64;

/// The fields of one line. A value is valid until the next call of `take`, and as long as the line is.
class LineFields {
 public:
  virtual ~LineFields() = default;
  /// `line` is in UTF-8, without its line end, and followed by kLinePadding readable bytes.
  virtual void take(std::string_view line) = 0;
  [[nodiscard]] virtual std::size_t num_fields() const = 0;
  /// Without leading and trailing spaces and tabs. A view without data, not an empty one, is a missing value.
  [[nodiscard]] virtual std::string_view value(std::size_t field) = 0;
  [[nodiscard]] virtual std::optional<csv::Defect> defect() const = 0;
  /// Whether any line so far had this field, even if its value was missing.
  [[nodiscard]] virtual bool has_seen(std::size_t field) const = 0;
  /// Whether this line has several values in the field, joined by kElementSeparator.
  [[nodiscard]] virtual bool has_several(std::size_t field) const = 0;
  /// Whether this line has a value where an object with the field is expected, and so no value in the field.
  [[nodiscard]] virtual bool is_lost(std::size_t field) const = 0;
};

/// `columns`: of NDJSON the paths that are asked for; those of fixed width are in `text`.
[[nodiscard]] std::unique_ptr<LineFields> make_line_fields(config::Shape shape, const config::TextFormat& text,
                                                           const std::vector<std::string>& columns,
                                                           std::uint64_t max_field_bytes);

}  // namespace onefold::tables
