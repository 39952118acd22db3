// ODBC. Rows come in blocks, column by column, into buffers of a bounded width. If a value is wider than that, the
// query is run again row by row, and each value is read in pieces: drivers cannot go back to a row of a block, and the
// widths that they state need not hold (SQLite). Memory: kBlockBytes.
#include "databases/client.hpp"

#ifdef ONEFOLD_HAS_ODBC

#include <fmt/format.h>
#include <sql.h>
#include <sqlext.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "onefold/record/error.hpp"
#include "sql/connection_text.hpp"

namespace onefold::databases {

namespace {

constexpr std::size_t kBlockBytes = 8U << 20;
constexpr std::size_t kMaxBlockRows = 1000;
constexpr std::size_t kLeastWidth = 64;  // bytes of a bound value
constexpr std::size_t kMostWidth = 1024;
constexpr std::size_t kPieceBytes = 64U << 10;
constexpr std::uintptr_t kLoginSeconds = 60;

bool succeeded(SQLRETURN code) { return code == SQL_SUCCESS || code == SQL_SUCCESS_WITH_INFO; }

SQLPOINTER as_pointer(std::uintptr_t value) { return reinterpret_cast<SQLPOINTER>(value); }

SQLCHAR* as_sql(const std::string& text) {
  return reinterpret_cast<SQLCHAR*>(const_cast<char*>(text.c_str()));  // the interface is older than const
}

struct Diagnosis {
  std::string state;
  std::string text;
};

Diagnosis diagnosis_of(SQLSMALLINT kind, SQLHANDLE handle) {
  std::array<SQLCHAR, 6> state{};
  std::array<SQLCHAR, 1024> text{};
  SQLINTEGER native = 0;
  SQLSMALLINT length = 0;
  if (!succeeded(SQLGetDiagRec(kind, handle, 1, state.data(), &native, text.data(),
                               static_cast<SQLSMALLINT>(text.size()), &length)))
    return {"HY000", "the driver gives no reason"};
  return {reinterpret_cast<const char*>(state.data()), reinterpret_cast<const char*>(text.data())};
}

/// UTF-16 of SQL_C_WCHAR as UTF-8. A lone surrogate becomes bytes that are not UTF-8, so that the row is set aside.
void append_utf8(std::string& out, const char* bytes, std::size_t num_bytes) {
  const auto unit_at = [&](std::size_t i) {
    std::uint16_t unit = 0;
    std::memcpy(&unit, bytes + 2 * i, sizeof unit);
    return std::uint32_t{unit};
  };
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  const std::size_t num_units = num_bytes / 2;
  for (std::size_t i = 0; i < num_units; ++i) {
    std::uint32_t code = unit_at(i);
    if (code >= 0xd800 && code < 0xdc00 && i + 1 < num_units && (unit_at(i + 1) & 0xfc00U) == 0xdc00)
      code = 0x10000 + ((code - 0xd800) << 10U) + (unit_at(++i) - 0xdc00);
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xc0U | (code >> 6U)), put(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
      put(0xe0U | (code >> 12U)), put(0x80U | ((code >> 6U) & 0x3fU)), put(0x80U | (code & 0x3fU));
    } else {
      put(0xf0U | (code >> 18U)), put(0x80U | ((code >> 12U) & 0x3fU)), put(0x80U | ((code >> 6U) & 0x3fU)),
          put(0x80U | (code & 0x3fU));
    }
  }
}

ValueKind kind_of_type(SQLSMALLINT type) {
  switch (type) {
    case SQL_NUMERIC:
    case SQL_DECIMAL:
    case SQL_INTEGER:
    case SQL_SMALLINT:
    case SQL_TINYINT:
    case SQL_BIGINT:
    case SQL_FLOAT:
    case SQL_REAL:
    case SQL_DOUBLE:
      return ValueKind::number;
    case SQL_TYPE_TIMESTAMP:
    case SQL_TYPE_DATE:
      return ValueKind::moment;
    case SQL_BIT:
      return ValueKind::boolean;
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
      return ValueKind::binary;
    default:
      return ValueKind::text;
  }
}

/// Wide text is asked for as UTF-16: a driver would replace what its own character set lacks.
bool is_wide(SQLSMALLINT type) { return type == SQL_WCHAR || type == SQL_WVARCHAR || type == SQL_WLONGVARCHAR; }

struct OdbcColumn {
  ResultColumn column;
  SQLSMALLINT type = SQL_VARCHAR;
  SQLULEN size = 0;  ///< characters; 0: unknown
};

/// A fetched column of a block.
struct BoundColumn {
  SQLUSMALLINT position = 0;
  bool wide = false;
  std::size_t width = 0;
  std::vector<char> bytes;      // [row * width]
  std::vector<SQLLEN> lengths;  // [row]

  /// Whether the value of a row may not have fitted into its buffer. Some drivers state the length of what is left.
  [[nodiscard]] bool is_cut(std::size_t row) const {
    const SQLLEN length = lengths[row];
    return length == SQL_NO_TOTAL || (length >= 0 && static_cast<std::size_t>(length) + (wide ? 2 : 1) >= width);
  }
};

class Statement {
 public:
  explicit Statement(SQLHDBC connection) {
    if (!succeeded(SQLAllocHandle(SQL_HANDLE_STMT, connection, &handle_))) handle_ = SQL_NULL_HSTMT;
  }
  ~Statement() {
    if (handle_ != SQL_NULL_HSTMT) SQLFreeHandle(SQL_HANDLE_STMT, handle_);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  [[nodiscard]] SQLHSTMT get() const { return handle_; }

 private:
  SQLHSTMT handle_ = SQL_NULL_HSTMT;
};

class OdbcClient final : public DatabaseClient {
 public:
  explicit OdbcClient(const ClientSettings& settings)
      : password_(settings.password), max_field_bytes_(settings.max_field_bytes) {
    try {
      open(settings);
    } catch (...) {
      close();
      throw;
    }
  }
  ~OdbcClient() override { close(); }
  OdbcClient(const OdbcClient&) = delete;
  OdbcClient& operator=(const OdbcClient&) = delete;

  std::vector<ResultColumn> describe(const std::string& query) override {
    const Statement statement(connection_);
    std::vector<ResultColumn> columns;
    for (const OdbcColumn& column : prepare(statement.get(), query)) columns.push_back(column.column);
    return columns;
  }

  void fetch(const std::string& query, std::span<const std::size_t> columns, RowTarget& target) override {
    if (fetch_blocks(query, columns, target)) return;
    target.begin_again();
    fetch_singly(query, columns, target);
  }

  std::uint64_t count(const std::string& query) override {
    const Statement statement(connection_);
    prepare(statement.get(), query);
    execute(statement.get());
    std::string digits;
    if (SQLFetch(statement.get()) == SQL_SUCCESS) read_value(statement.get(), 1, false, digits);
    std::string_view text = digits;
    // DECIMAL(38,0) of some databases.
    text = text.substr(0, text.find('.'));
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string_view::npos)
      throw Error(ExitCode::input, "the query that counts the rows gives no number");
    return std::stoull(std::string(text));
  }

 private:
  void open(const ClientSettings& settings) {
    if (!succeeded(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment_)) ||
        !succeeded(SQLSetEnvAttr(environment_, SQL_ATTR_ODBC_VERSION, as_pointer(SQL_OV_ODBC3), 0)) ||
        !succeeded(SQLAllocHandle(SQL_HANDLE_DBC, environment_, &connection_)))
      throw Error(ExitCode::input, "ODBC does not start on this machine: is unixODBC installed?");
    SQLSetConnectAttr(connection_, SQL_ATTR_LOGIN_TIMEOUT, as_pointer(kLoginSeconds), 0);
    SQLSetConnectAttr(connection_, SQL_ATTR_ACCESS_MODE, as_pointer(SQL_MODE_READ_ONLY), 0);
    std::string text = settings.connection;
    const auto add = [&](const std::string& pair) {
      if (!text.empty() && text.back() != ';') text += ';';
      text += pair;
    };
    // SQLite would make a database that does not exist, and would keep all rows of a query in memory.
    const std::string driver = sql::odbc_value(text, "Driver");
    const bool is_sqlite = driver.find("SQLite") != std::string::npos || driver.find("sqlite") != std::string::npos;
    if (is_sqlite) {
      if (sql::odbc_value(text, "NoCreat").empty()) add("NoCreat=1");
      if (sql::odbc_value(text, "StepAPI").empty()) add("StepAPI=1");
    }
    if (!settings.password.empty()) {
      std::string escaped;
      for (const char c : settings.password) escaped.append(c == '}' ? 2 : 1, c);
      add("PWD={" + escaped + "}");
    }
    if (!succeeded(
            SQLDriverConnect(connection_, nullptr, as_sql(text), SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT)))
      throw Error(ExitCode::input, connection_advice(diagnosis_of(SQL_HANDLE_DBC, connection_)));
    connected_ = true;
    // One transaction for all queries. Not all drivers know it; a query only reads in any case. In a transaction, the
    // driver of SQLite keeps all rows of a query in memory.
    if (!is_sqlite) SQLSetConnectAttr(connection_, SQL_ATTR_AUTOCOMMIT, as_pointer(SQL_AUTOCOMMIT_OFF), 0);
  }

  void close() {
    if (connected_) {
      SQLEndTran(SQL_HANDLE_DBC, connection_, SQL_ROLLBACK);
      SQLDisconnect(connection_);
    }
    if (connection_ != SQL_NULL_HDBC) SQLFreeHandle(SQL_HANDLE_DBC, connection_);
    if (environment_ != SQL_NULL_HENV) SQLFreeHandle(SQL_HANDLE_ENV, environment_);
    connected_ = false;
    connection_ = SQL_NULL_HDBC;
    environment_ = SQL_NULL_HENV;
  }

  [[nodiscard]] std::string connection_advice(const Diagnosis& diagnosis) const {
    std::string advice = "is the server up, and are user and password right?";
    if (diagnosis.text.find("Can't open lib") != std::string::npos)
      advice = "this driver is not installed here; odbcinst -q -d lists those that are";
    else if (diagnosis.state == "IM002")
      advice = "odbc.ini has no such data source; odbcinst -q -s lists those that it has";
    return fmt::format("cannot connect: {} (SQLSTATE {}); {}", one_line(diagnosis.text, password_), diagnosis.state,
                       advice);
  }

  std::vector<OdbcColumn> prepare(SQLHSTMT statement, const std::string& query) {
    const auto refuse = [&] {
      const Diagnosis diagnosis = diagnosis_of(SQL_HANDLE_STMT, statement);
      throw Error(ExitCode::input, fmt::format("the database does not accept the query: {} (SQLSTATE {})",
                                               one_line(diagnosis.text, password_), diagnosis.state));
    };
    if (!succeeded(SQLPrepare(statement, as_sql(query), SQL_NTS))) refuse();
    SQLSMALLINT count = 0;
    if (!succeeded(SQLNumResultCols(statement, &count))) refuse();
    if (count < 1) throw Error(ExitCode::input, "the query gives no columns");
    std::vector<OdbcColumn> columns;
    for (SQLSMALLINT c = 1; c <= count; ++c) {
      std::array<SQLCHAR, 512> name{};
      SQLSMALLINT name_length = 0, type = 0, digits = 0, nullable = 0;
      SQLULEN size = 0;
      if (!succeeded(SQLDescribeCol(statement, static_cast<SQLUSMALLINT>(c), name.data(),
                                    static_cast<SQLSMALLINT>(name.size()), &name_length, &type, &size, &digits,
                                    &nullable)))
        refuse();
      columns.push_back({{reinterpret_cast<const char*>(name.data()), kind_of_type(type)}, type, size});
    }
    return columns;
  }

  void execute(SQLHSTMT statement) {
    const SQLRETURN code = SQLExecute(statement);
    if (succeeded(code) || code == SQL_NO_DATA) return;
    // The text of an error in the data may quote a value; that of an error in the query or the connection does not.
    const Diagnosis diagnosis = diagnosis_of(SQL_HANDLE_STMT, statement);
    const std::string kind = diagnosis.state.substr(0, 2);
    const bool harmless = kind == "42" || kind == "08" || kind == "28" || kind == "IM";
    throw Error(ExitCode::input,
                fmt::format("the database cannot run the query: {}SQLSTATE {}",
                            harmless ? one_line(diagnosis.text, password_) + ", " : "", diagnosis.state));
  }

  [[noreturn]] void refuse_row(SQLHSTMT statement, std::uint64_t row) const {
    throw Error(ExitCode::input,
                fmt::format("the database fails after {} rows of a query: SQLSTATE {}; its own log says more, and the "
                            "job can be run again",
                            row, diagnosis_of(SQL_HANDLE_STMT, statement).state));
  }

  /// False if a value did not fit.
  bool fetch_blocks(const std::string& query, std::span<const std::size_t> columns, RowTarget& target) {
    const Statement owner(connection_);
    SQLHSTMT statement = owner.get();
    const auto described = prepare(statement, query);
    // 1. Buffers for as many rows as fit.
    std::vector<BoundColumn> bound;
    std::size_t row_width = 0;
    for (const std::size_t c : columns) {
      const OdbcColumn& column = described.at(c);
      const bool wide = is_wide(column.type);
      // A character has up to four bytes of UTF-8, or two units of UTF-16.
      const std::uint64_t wanted = column.size == 0 ? kMostWidth : 4 * std::uint64_t{column.size} + 2;
      const auto width = static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, kLeastWidth, kMostWidth));
      bound.push_back({static_cast<SQLUSMALLINT>(c + 1), wide, width, {}, {}});
      row_width += width + sizeof(SQLLEN);
    }
    const std::size_t num_rows = std::clamp<std::size_t>(kBlockBytes / row_width, 1, kMaxBlockRows);
    SQLULEN fetched = 0;
    std::vector<SQLUSMALLINT> status(num_rows);
    if (!succeeded(SQLSetStmtAttr(statement, SQL_ATTR_ROW_ARRAY_SIZE, as_pointer(num_rows), 0)) ||
        !succeeded(SQLSetStmtAttr(statement, SQL_ATTR_ROWS_FETCHED_PTR, &fetched, 0)) ||
        !succeeded(SQLSetStmtAttr(statement, SQL_ATTR_ROW_STATUS_PTR, status.data(), 0)))
      return false;
    for (BoundColumn& column : bound) {
      column.bytes.resize(num_rows * column.width);
      column.lengths.resize(num_rows);
      if (!succeeded(SQLBindCol(statement, column.position, column.wide ? SQL_C_WCHAR : SQL_C_CHAR, column.bytes.data(),
                                static_cast<SQLLEN>(column.width), column.lengths.data())))
        return false;
    }
    // 2. Block after block.
    execute(statement);
    std::vector<std::string_view> values(bound.size());
    std::vector<std::string> rooms(bound.size());
    for (std::uint64_t row = 0;; row += fetched) {
      std::ranges::fill(status, SQLUSMALLINT{SQL_ROW_SUCCESS});
      const SQLRETURN code = SQLFetch(statement);
      if (code == SQL_NO_DATA || (succeeded(code) && fetched == 0)) return true;
      if (!succeeded(code)) refuse_row(statement, row);
      // 01004: a value was cut.
      if (code == SQL_SUCCESS_WITH_INFO && diagnosis_of(SQL_HANDLE_STMT, statement).state == "01004") return false;
      for (std::size_t i = 0; i < fetched; ++i) {
        // The buffers of a row that failed hold a row of the block before.
        if (status[i] != SQL_ROW_SUCCESS && status[i] != SQL_ROW_SUCCESS_WITH_INFO) refuse_row(statement, row + i);
        for (std::size_t c = 0; c < bound.size(); ++c) {
          if (bound[c].is_cut(i)) return false;
          values[c] = value_of_block(bound[c], i, rooms[c]);
        }
        target.take(values);
      }
    }
  }

  static std::string_view value_of_block(const BoundColumn& column, std::size_t row, std::string& room) {
    const SQLLEN length = column.lengths[row];
    if (length < 0) return {};  // missing
    const char* bytes = column.bytes.data() + row * column.width;
    if (!column.wide) return {bytes, static_cast<std::size_t>(length)};
    room.clear();
    append_utf8(room, bytes, static_cast<std::size_t>(length));
    return room;
  }

  void fetch_singly(const std::string& query, std::span<const std::size_t> columns, RowTarget& target) {
    const Statement owner(connection_);
    SQLHSTMT statement = owner.get();
    const auto described = prepare(statement, query);
    // Not all drivers can go back to a column on the left: read in the order of the query.
    std::vector<std::size_t> order(columns.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return columns[i]; });
    execute(statement);
    std::vector<std::string> rooms(columns.size());
    std::vector<std::string_view> values(columns.size());
    for (std::uint64_t row = 0;; ++row) {
      const SQLRETURN code = SQLFetch(statement);
      if (code == SQL_NO_DATA) return;
      if (!succeeded(code)) refuse_row(statement, row);
      for (const std::size_t i : order) {
        if (!read_value(statement, static_cast<SQLUSMALLINT>(columns[i] + 1), is_wide(described.at(columns[i]).type),
                        rooms[i]))
          refuse_row(statement, row);
        values[i] = is_missing_ ? std::string_view() : std::string_view(rooms[i]);
      }
      target.take(values);
    }
  }

  /// Reads a value in pieces, and stops behind the limit.
  bool read_value(SQLHSTMT statement, SQLUSMALLINT position, bool wide, std::string& out) {
    out.clear();
    is_missing_ = false;
    piece_.resize(kPieceBytes);
    if (wide) {
      // A pair of surrogates may lie in two pieces: convert when all are here. A unit becomes at least one byte.
      std::string units;
      const bool is_read = append_pieces(statement, position, SQL_C_WCHAR, units, 2 * max_field_bytes_);
      append_utf8(out, units.data(), units.size());
      return is_read;
    }
    return append_pieces(statement, position, SQL_C_CHAR, out, max_field_bytes_);
  }

  bool append_pieces(SQLHSTMT statement, SQLUSMALLINT position, SQLSMALLINT type, std::string& out,
                     std::uint64_t max_bytes) {
    const std::size_t end_bytes = type == SQL_C_WCHAR ? 2 : 1;  // a NUL ends each piece
    while (out.size() <= max_bytes) {
      SQLLEN length = 0;
      const SQLRETURN code =
          SQLGetData(statement, position, type, piece_.data(), static_cast<SQLLEN>(piece_.size()), &length);
      if (code == SQL_NO_DATA) return true;
      if (!succeeded(code)) return false;
      is_missing_ = length == SQL_NULL_DATA;
      if (is_missing_) return true;
      const std::size_t room = piece_.size() - end_bytes;
      const bool is_last = length != SQL_NO_TOTAL && static_cast<std::size_t>(length) <= room;
      const std::size_t got = is_last ? static_cast<std::size_t>(length) : room;
      out.append(piece_.data(), got);
      if (is_last) return true;
    }
    return true;
  }

  std::string password_;
  std::uint64_t max_field_bytes_;
  SQLHENV environment_ = SQL_NULL_HENV;
  SQLHDBC connection_ = SQL_NULL_HDBC;
  bool connected_ = false;
  std::vector<char> piece_;
  bool is_missing_ = false;  // the value that read_value() has read last
};

}  // namespace

std::unique_ptr<DatabaseClient> connect_by_odbc(const ClientSettings& settings) {
  return std::make_unique<OdbcClient>(settings);
}

}  // namespace onefold::databases

#else

#include "onefold/record/error.hpp"

namespace onefold::databases {

std::unique_ptr<DatabaseClient> connect_by_odbc(const ClientSettings&) {
  throw Error(ExitCode::input,
              "this onefold was built without ODBC; install unixODBC with its headers (Debian: unixodbc-dev) and build "
              "it again");
}

}  // namespace onefold::databases

#endif
