// The rows of a query for callers that do not know yet what they hold. Local; nothing is written to disk.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "databases/client.hpp"
#include "onefold/config/job.hpp"

namespace onefold::databases {

class QueryRows {
 public:
  using Visit = std::function<void(std::span<const std::string_view>)>;
  /// Connects. Throws Error(input), which names the source, if the database cannot be reached or refuses the query.
  explicit QueryRows(const config::SourceConfig& source);

  /// Those that a job can map; binary ones are left out.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Calls `visit` with the values of each row that can become a record, as a run reads them. After `begin_again` all
  /// rows come once more. Returns the number of the other rows.
  [[nodiscard]] std::uint64_t read(const Visit& visit, const std::function<void()>& begin_again);
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
