// The rows of a query for callers that do not know yet what they hold. Local; nothing is written to disk.
#pragma once

#include <memory>
#include <string>

#include "databases/client.hpp"
#include "onefold/config/job.hpp"
#include "tables/named_rows.hpp"

namespace onefold::databases {

class QueryRows final : public tables::NamedRows {
 public:
  /// Connects. Throws Error(input), which names the source, if the database cannot be reached or refuses the query.
  explicit QueryRows(const config::SourceConfig& source);

  [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
  [[nodiscard]] std::uint64_t read(const Visit& visit, const std::function<void()>& begin_again) override;
  /// Whether the database accepts this query and gives the same columns.
  [[nodiscard]] bool accepts(const std::string& query);

 private:
  const config::SourceConfig& source_;
  std::unique_ptr<DatabaseClient> client_;
  std::vector<std::size_t> positions_;
  std::vector<std::string> columns_;
  std::vector<ValueKind> kinds_;
  std::vector<std::string> all_names_;
};

}  // namespace onefold::databases
