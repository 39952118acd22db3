// Rows with named columns, read once from front to back, for callers that do not know yet what they hold. Local.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::tables {

class NamedRows {
 public:
  using Visit = std::function<void(std::span<const std::string_view>)>;
  virtual ~NamedRows() = default;
  /// Those that a job can map; nested and binary ones are left out.
  [[nodiscard]] virtual const std::vector<std::string>& columns() const = 0;
  /// Calls `visit` with the values of each row that can become a record, as a run reads them. After `begin_again` all
  /// rows come once more. Returns the number of the other rows.
  [[nodiscard]] virtual std::uint64_t read(const Visit& visit, const std::function<void()>& begin_again) = 0;
};

/// The shape of a file that is a Table, by its name; nothing for a text.
[[nodiscard]] std::optional<config::Shape> table_shape_of(std::string_view path);

/// Throws Error(input) if the file cannot be read.
[[nodiscard]] std::unique_ptr<NamedRows> rows_of_table(config::Shape shape, const std::string& path);

}  // namespace onefold::tables
