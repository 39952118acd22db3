// A database of SQLite for tests of ODBC, made by its ODBC driver.
#pragma once

#include <gtest/gtest.h>

#ifdef ONEFOLD_HAS_ODBC
#include <sql.h>
#include <sqlext.h>
#endif

#include <cstdio>
#include <string>
#include <vector>

namespace onefold::test {

/// Runs statements that write. False, and a line that says so, if SQLite's ODBC driver is not installed.
inline bool run_by_odbc(const std::string& path, const std::vector<std::string>& statements) {
#ifdef ONEFOLD_HAS_ODBC
  const auto text = [](const std::string& s) { return reinterpret_cast<SQLCHAR*>(const_cast<char*>(s.c_str())); };
  SQLHENV environment = SQL_NULL_HENV;
  SQLHDBC connection = SQL_NULL_HDBC;
  SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
  SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3), 0);
  SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
  const bool connected = SQL_SUCCEEDED(SQLDriverConnect(connection, nullptr, text("Driver=SQLite3;Database=" + path),
                                                        SQL_NTS, nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT));
  if (!connected) std::fprintf(stderr, "skipped: the ODBC driver SQLite3 (libsqliteodbc) is not installed\n");
  for (const std::string& statement : connected ? statements : std::vector<std::string>{}) {
    SQLHSTMT handle = SQL_NULL_HSTMT;
    SQLAllocHandle(SQL_HANDLE_STMT, connection, &handle);
    const SQLRETURN code = SQLExecDirect(handle, text(statement), SQL_NTS);
    EXPECT_TRUE(SQL_SUCCEEDED(code) || code == SQL_NO_DATA) << statement;
    SQLFreeHandle(SQL_HANDLE_STMT, handle);
  }
  if (connected) SQLDisconnect(connection);
  SQLFreeHandle(SQL_HANDLE_DBC, connection);
  SQLFreeHandle(SQL_HANDLE_ENV, environment);
  return connected;
#else
  std::fprintf(stderr, "skipped: built without ODBC, %zu statements for %s\n", statements.size(), path.c_str());
  return false;
#endif
}

}  // namespace onefold::test
