// The part of libduckdb that reads Parquet, loaded at run time: no header of it and no package is needed to build, and
// a run without Parquet files does not need the library. Local; one thread.
//
// The library is the file that the environment variable ONEFOLD_DUCKDB names, else libduckdb.so where the system looks
// for libraries, else in /usr/local/lib and /opt/duckdb. It may use kMemoryBytes and no disk, and loads nothing
// further.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::tables {

/// The declarations that we use of duckdb.h, versions 1.x.
struct DuckdbApi;

/// A database in memory that reads files, and shows times with a zone in UTC. Throws Error(input) if there is no
/// library or it is too old.
class Duckdb {
 public:
  static constexpr std::uint64_t kMemoryBytes = std::uint64_t{256} << 20;

  Duckdb();
  ~Duckdb();
  Duckdb(const Duckdb&) = delete;
  Duckdb& operator=(const Duckdb&) = delete;

  /// Some rows of a query all of whose columns are VARCHAR; valid until the next call.
  class Rows {
   public:
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    /// Brings the next rows; false at the end.
    [[nodiscard]] bool next_chunk();
    [[nodiscard]] std::size_t num_rows() const { return num_rows_; }
    /// Empty if it is NULL.
    [[nodiscard]] std::string_view value(std::size_t column, std::size_t row) const;

   private:
    friend class Duckdb;
    struct State;
    Rows(std::unique_ptr<State> state, std::string what);
    std::unique_ptr<State> state_;
    std::string what_;
    std::size_t num_rows_ = 0;
  };
  /// `what` begins messages. Throws Error(input), Error(limit) if the memory is not enough.
  [[nodiscard]] std::unique_ptr<Rows> query(const std::string& sql, const std::string& what);

 private:
  struct Connection;
  void show_times_in_utc();
  std::unique_ptr<Connection> connection_;
};

/// A text as a literal of SQL.
[[nodiscard]] std::string sql_literal(std::string_view text);
/// The name of a column in SQL.
[[nodiscard]] std::string sql_name(std::string_view name);

}  // namespace onefold::tables
