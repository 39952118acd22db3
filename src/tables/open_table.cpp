#include "tables/open_table.hpp"

#include "onefold/record/error.hpp"
#include "tables/parquet_table.hpp"
#include "tables/row_file.hpp"
#include "tables/xlsx_table.hpp"

namespace onefold::tables {

std::unique_ptr<Table> open_table(config::Shape shape, const config::TextFormat& text, const std::string& path,
                                  std::uint64_t max_field_bytes) {
  switch (shape) {
    case config::Shape::xlsx:
      return open_xlsx(text, path, max_field_bytes);
    case config::Shape::odbc:
    case config::Shape::postgresql:
      return open_row_file(path);  // what ingest fetched
    case config::Shape::parquet:
      return open_parquet(path, max_field_bytes);
    default:
      throw Error(ExitCode::input, path + ": files of this format cannot be read; export it as CSV");
  }
}

}  // namespace onefold::tables
