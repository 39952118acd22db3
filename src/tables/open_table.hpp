// Opens a table by its shape. Local.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tables/table.hpp"

namespace onefold::tables {

/// Whether a file of this shape is a Table, not a text that is cut by bytes.
[[nodiscard]] constexpr bool is_table(config::Shape shape) {
  return shape == config::Shape::parquet || shape == config::Shape::xlsx || config::is_database(shape);
}

/// A longer value is a defect of its row: field_too_long. Throws Error(input), which begins with the path, if the file
/// cannot be read as a table of this shape.
[[nodiscard]] std::unique_ptr<Table> open_table(config::Shape shape, const config::TextFormat& text,
                                                const std::string& path,
                                                std::uint64_t max_field_bytes = csv::ParserLimits{}.max_field_bytes);

}  // namespace onefold::tables
