// The text by which a database is reached: what it is called in messages, and whether it holds a secret. No MPI, no
// database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onefold::sql {

/// How a database is spoken to; each has its own form of connection strings.
enum class Way : std::uint8_t { odbc, libpq };

/// "odbc:" and the data source or driver; "postgresql:" and the database. Never a user, a host or a secret.
[[nodiscard]] std::string shown_name_of(Way way, std::string_view connection);

/// The name of the key that holds a secret ("PWD"), or nothing.
[[nodiscard]] std::optional<std::string> key_of_secret(Way way, std::string_view connection);

/// The value of a key of a connection string of ODBC, in any case, without braces; empty if there is none.
[[nodiscard]] std::string odbc_value(std::string_view connection, std::string_view key);

/// ONEFOLD_PASSWORD_ and the name of the source in upper case, with _ in place of other characters.
[[nodiscard]] std::string password_variable(std::string_view source_name);

}  // namespace onefold::sql
