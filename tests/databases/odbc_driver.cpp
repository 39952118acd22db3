// An ODBC driver for tests. The query says what it does:
//
//   rows N bad K    N rows with their number as text; row K cannot be read, and keeps what its buffer had
//   wide N          one row of N times "a", then a character of two units of UTF-16, then "b"
//
// It knows what OdbcClient calls, and one statement at a time.
#include <sql.h>
#include <sqlext.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

struct Query {
  unsigned long num_rows = 0;
  unsigned long bad_row = 0;  // from 1; 0: none
  bool is_wide = false;
  std::basic_string<SQLWCHAR> text;
};

struct State {
  Query query;
  unsigned long next_row = 1;
  std::size_t next_unit = 0;
  SQLULEN array_size = 1;
  SQLULEN* fetched = nullptr;
  SQLUSMALLINT* status = nullptr;
  char* buffer = nullptr;
  SQLLEN width = 0;
  SQLLEN* lengths = nullptr;
};

State state;
int handle = 0;

}  // namespace

extern "C" {

SQLRETURN SQLAllocHandle(SQLSMALLINT, SQLHANDLE, SQLHANDLE* out) {
  *out = &handle;
  return SQL_SUCCESS;
}
SQLRETURN SQLFreeHandle(SQLSMALLINT kind, SQLHANDLE) {
  if (kind == SQL_HANDLE_STMT) state = {};
  return SQL_SUCCESS;
}
SQLRETURN SQLFreeStmt(SQLHSTMT, SQLUSMALLINT) { return SQL_SUCCESS; }
SQLRETURN SQLSetEnvAttr(SQLHENV, SQLINTEGER, SQLPOINTER, SQLINTEGER) { return SQL_SUCCESS; }
SQLRETURN SQLSetConnectAttr(SQLHDBC, SQLINTEGER, SQLPOINTER, SQLINTEGER) { return SQL_SUCCESS; }
SQLRETURN SQLGetInfo(SQLHDBC, SQLUSMALLINT, SQLPOINTER, SQLSMALLINT, SQLSMALLINT*) { return SQL_ERROR; }
SQLRETURN SQLDriverConnect(SQLHDBC, SQLHWND, SQLCHAR*, SQLSMALLINT, SQLCHAR*, SQLSMALLINT, SQLSMALLINT*, SQLUSMALLINT) {
  return SQL_SUCCESS;
}
SQLRETURN SQLDisconnect(SQLHDBC) { return SQL_SUCCESS; }
SQLRETURN SQLEndTran(SQLSMALLINT, SQLHANDLE, SQLSMALLINT) { return SQL_SUCCESS; }
SQLRETURN SQLGetDiagRec(SQLSMALLINT, SQLHANDLE, SQLSMALLINT number, SQLCHAR* sql_state, SQLINTEGER* native,
                        SQLCHAR* text, SQLSMALLINT, SQLSMALLINT* length) {
  if (number > 1) return SQL_NO_DATA;
  std::memcpy(sql_state, "01S01", 6);
  *native = 0;
  text[0] = '\0';
  *length = 0;
  return SQL_SUCCESS;
}

SQLRETURN SQLPrepare(SQLHSTMT, SQLCHAR* text, SQLINTEGER) {
  state.query = {};
  unsigned long number = 0;
  const char* query = reinterpret_cast<const char*>(text);
  if (std::sscanf(query, "rows %lu bad %lu", &state.query.num_rows, &state.query.bad_row) == 2) return SQL_SUCCESS;
  if (std::sscanf(query, "wide %lu", &number) != 1) return SQL_ERROR;
  state.query.num_rows = 1;
  state.query.is_wide = true;
  state.query.text.assign(number, SQLWCHAR{'a'});
  for (const SQLWCHAR unit : {SQLWCHAR{0xd83d}, SQLWCHAR{0xde00}, SQLWCHAR{'b'}}) state.query.text += unit;
  return SQL_SUCCESS;
}
SQLRETURN SQLNumResultCols(SQLHSTMT, SQLSMALLINT* count) {
  *count = 1;
  return SQL_SUCCESS;
}
SQLRETURN SQLDescribeCol(SQLHSTMT, SQLUSMALLINT, SQLCHAR* name, SQLSMALLINT, SQLSMALLINT* length, SQLSMALLINT* type,
                         SQLULEN* size, SQLSMALLINT* digits, SQLSMALLINT* nullable) {
  std::memcpy(name, "id", 3);
  *length = 2;
  *type = state.query.is_wide ? SQL_WVARCHAR : SQL_VARCHAR;
  *size = state.query.is_wide ? 0 : 20;
  *digits = 0;
  *nullable = SQL_NULLABLE;
  return SQL_SUCCESS;
}
SQLRETURN SQLSetStmtAttr(SQLHSTMT, SQLINTEGER attribute, SQLPOINTER value, SQLINTEGER) {
  if (attribute == SQL_ATTR_ROW_ARRAY_SIZE) state.array_size = reinterpret_cast<SQLULEN>(value);
  if (attribute == SQL_ATTR_ROWS_FETCHED_PTR) state.fetched = static_cast<SQLULEN*>(value);
  if (attribute == SQL_ATTR_ROW_STATUS_PTR) state.status = static_cast<SQLUSMALLINT*>(value);
  return SQL_SUCCESS;
}
SQLRETURN SQLBindCol(SQLHSTMT, SQLUSMALLINT, SQLSMALLINT, SQLPOINTER buffer, SQLLEN width, SQLLEN* lengths) {
  state.buffer = static_cast<char*>(buffer);
  state.width = width;
  state.lengths = lengths;
  return SQL_SUCCESS;
}
SQLRETURN SQLExecute(SQLHSTMT) {
  state.next_row = 1;
  return SQL_SUCCESS;
}

SQLRETURN SQLFetch(SQLHSTMT) {
  if (state.next_row > state.query.num_rows) return SQL_NO_DATA;
  state.next_unit = 0;
  bool is_good = true;
  SQLULEN row = 0;
  for (; row < state.array_size && state.next_row <= state.query.num_rows; ++row, ++state.next_row) {
    const bool is_bad = state.next_row == state.query.bad_row;
    is_good &= !is_bad;
    if (state.status != nullptr) state.status[row] = is_bad ? SQL_ROW_ERROR : SQL_ROW_SUCCESS;
    if (is_bad || state.buffer == nullptr) continue;
    if (state.query.is_wide) {
      state.lengths[row] = SQL_NO_TOTAL;
      continue;
    }
    const std::string text = std::to_string(state.next_row);
    std::memcpy(state.buffer + row * static_cast<SQLULEN>(state.width), text.c_str(), text.size() + 1);
    state.lengths[row] = static_cast<SQLLEN>(text.size());
  }
  if (state.fetched != nullptr) *state.fetched = row;
  return is_good ? SQL_SUCCESS : SQL_SUCCESS_WITH_INFO;
}

SQLRETURN SQLGetData(SQLHSTMT, SQLUSMALLINT, SQLSMALLINT type, SQLPOINTER target, SQLLEN num_bytes, SQLLEN* length) {
  if (type != SQL_C_WCHAR) return SQL_ERROR;
  const std::size_t left = state.query.text.size() - state.next_unit;
  if (left == 0) return SQL_NO_DATA;
  const std::size_t room = static_cast<std::size_t>(num_bytes) / sizeof(SQLWCHAR) - 1;
  const std::size_t given = std::min(left, room);
  auto* const out = static_cast<SQLWCHAR*>(target);
  std::copy_n(state.query.text.begin() + static_cast<std::ptrdiff_t>(state.next_unit), given, out);
  out[given] = 0;
  *length = static_cast<SQLLEN>(left * sizeof(SQLWCHAR));
  state.next_unit += given;
  return given < left ? SQL_SUCCESS_WITH_INFO : SQL_SUCCESS;
}

}  // extern "C"
