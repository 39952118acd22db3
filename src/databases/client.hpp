// A connection to a database, whatever its driver. Local: each rank has its own.
//
// All queries run in one transaction that only reads. A client sends values as the database gives them;
// canonical_value() gives them one form for all databases. An Error names no value: it has the driver's own text only
// if connecting or preparing a query fails, else the SQLSTATE and the row.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "tables/canonical_value.hpp"

namespace onefold::databases {

using tables::ValueKind;

struct ResultColumn {
  std::string name;
  ValueKind kind = ValueKind::text;
};

/// Takes the rows of a query.
class RowTarget {
 public:
  virtual ~RowTarget() = default;
  /// A value longer than the limit of the client may be cut behind it. A missing value is empty.
  virtual void take(std::span<const std::string_view> values) = 0;
  /// The rows taken since the query began come once more, from the first one on.
  virtual void begin_again() = 0;
};

class DatabaseClient {
 public:
  virtual ~DatabaseClient() = default;
  /// The columns of a query, without running it.
  [[nodiscard]] virtual std::vector<ResultColumn> describe(const std::string& query) = 0;
  /// Runs a query. `columns`: positions of those that `target` gets, in this order.
  virtual void fetch(const std::string& query, std::span<const std::size_t> columns, RowTarget& target) = 0;
  /// The number that a query gives, which has one row and one column.
  [[nodiscard]] virtual std::uint64_t count(const std::string& query) = 0;
  /// What other clients need to see the same rows; empty if this database cannot share it.
  [[nodiscard]] virtual std::string share_snapshot() { return {}; }
  /// Sees the rows of another client from now on. Call before any query.
  virtual void use_snapshot(const std::string&) {}
};

struct ClientSettings {
  config::Shape shape = config::Shape::odbc;
  std::string connection;
  std::string password;  ///< empty: none
  std::uint64_t max_field_bytes = 1 << 20;
};

/// Throws Error(input) if the database cannot be reached, or this build cannot speak with it.
[[nodiscard]] std::unique_ptr<DatabaseClient> connect(const ClientSettings& settings);
[[nodiscard]] std::unique_ptr<DatabaseClient> connect_by_odbc(const ClientSettings& settings);
[[nodiscard]] std::unique_ptr<DatabaseClient> connect_by_libpq(const ClientSettings& settings);

/// A driver's message for one line of ours: no line breaks, not long, and without the password.
[[nodiscard]] std::string one_line(std::string_view message, const std::string& password);

}  // namespace onefold::databases
