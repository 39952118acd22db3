#include "tables/named_rows.hpp"

#include <utility>

#include "onefold/record/error.hpp"
#include "tables/open_table.hpp"

namespace onefold::tables {

namespace {

class RowsOfTable final : public NamedRows {
 public:
  explicit RowsOfTable(std::unique_ptr<Table> table) : table_(std::move(table)) {
    for (std::size_t field = 0; field < table_->columns().size(); ++field) {
      if (!can_be_read(field)) continue;
      fields_.push_back(field);
      columns_.push_back(table_->columns()[field]);
    }
  }
  [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
  [[nodiscard]] std::uint64_t read(const Visit& visit, const std::function<void()>&) override {
    const auto rows = table_->read({0, table_->num_units()}, fields_);
    std::vector<std::string_view> values(fields_.size());
    std::uint64_t num_defective = 0;
    while (rows->next()) {
      if (rows->defect()) {
        ++num_defective;
        continue;
      }
      for (std::size_t i = 0; i < fields_.size(); ++i) values[i] = rows->value(fields_[i]);
      visit(values);
    }
    return num_defective;
  }

 private:
  [[nodiscard]] bool can_be_read(std::size_t field) {
    try {
      (void)table_->read({0, 0}, {field});
      return true;
    } catch (const Error& error) {
      if (error.code() != ExitCode::input) throw;
      return false;
    }
  }

  std::unique_ptr<Table> table_;
  std::vector<std::size_t> fields_;
  std::vector<std::string> columns_;
};

}  // namespace

std::optional<config::Shape> table_shape_of(std::string_view path) {
  const std::size_t point = path.rfind('.');
  std::string ending(point == std::string_view::npos ? "" : path.substr(point));
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (ending == ".parquet") return config::Shape::parquet;
  if (ending == ".xlsx" || ending == ".xlsm") return config::Shape::xlsx;
  return std::nullopt;
}

std::unique_ptr<NamedRows> rows_of_table(config::Shape shape, const std::string& path) {
  config::TextFormat text;
  if (shape != config::Shape::xlsx) text.header_rows = 0;
  return std::make_unique<RowsOfTable>(open_table(shape, text, path));
}

}  // namespace onefold::tables
