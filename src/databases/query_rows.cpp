#include "databases/query_rows.hpp"

#include <fmt/format.h>

#include <utility>

#include "databases/choose_columns.hpp"
#include "databases/naming_database.hpp"
#include "databases/password.hpp"
#include "databases/row_form.hpp"
#include "onefold/record/error.hpp"
#include "sql/sql_text.hpp"

namespace onefold::databases {

namespace {

class Visitor final : public RowTarget {
 public:
  Visitor(RowForm form, const QueryRows::Visit& visit, const std::function<void()>& begin_again)
      : form_(std::move(form)), visit_(visit), begin_again_(begin_again) {}
  void take(std::span<const std::string_view> values) override {
    if (form_.give(values))
      ++num_defective_;
    else
      visit_(form_.values());
  }
  void begin_again() override {
    num_defective_ = 0;
    begin_again_();
  }
  [[nodiscard]] std::uint64_t num_defective() const { return num_defective_; }

 private:
  RowForm form_;
  const QueryRows::Visit& visit_;
  const std::function<void()>& begin_again_;
  std::uint64_t num_defective_ = 0;
};

std::vector<std::string> names_of(const std::vector<ResultColumn>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

}  // namespace

QueryRows::QueryRows(const config::SourceConfig& source) : source_(source) {
  naming_database(source, [&] {
    client_ = connect({source.shape, source.database.connection, find_password(source)});
    const auto described = client_->describe(sql::query_of_part(source.database.query, 0, 1));
    all_names_ = names_of(described);
    positions_ = choose_columns(described, {});
    for (const std::size_t position : positions_) {
      columns_.push_back(described[position].name);
      kinds_.push_back(described[position].kind);
    }
  });
}

std::uint64_t QueryRows::read(const Visit& visit, const std::function<void()>& begin_again) {
  Visitor visitor(RowForm(kinds_, ClientSettings{}.max_field_bytes), visit, begin_again);
  naming_database(source_, [&] {
    const std::string query = sql::query_of_part(source_.database.query, 0, 1);
    (void)client_->describe(query);
    client_->fetch(query, positions_, visitor);
  });
  return visitor.num_defective();
}

bool QueryRows::accepts(const std::string& query) {
  try {
    // In a connection of its own: a statement that fails may end the transaction.
    const auto client = connect({source_.shape, source_.database.connection, find_password(source_)});
    return names_of(client->describe(sql::query_of_part(query, 0, 1))) == all_names_;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace onefold::databases
