#include "tables/open_table.hpp"

#include "onefold/record/error.hpp"

namespace onefold::tables {

std::unique_ptr<Table> open_table(config::Shape shape, const config::TextFormat&, const std::string& path) {
  switch (shape) {
    default:
      throw Error(ExitCode::input, path + ": files of this format cannot be read; export it as CSV");
  }
}

}  // namespace onefold::tables
