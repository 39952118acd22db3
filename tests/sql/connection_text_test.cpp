// Names of databases, and the secrets that their connection strings must not hold.
#include "sql/connection_text.hpp"

#include <gtest/gtest.h>

namespace onefold::sql {
namespace {

std::string secret(Way way, std::string_view text) { return key_of_secret(way, text).value_or("none"); }

TEST(ConnectionText, a_database_is_shown_by_its_data_source_or_driver_only) {
  EXPECT_EQ(shown_name_of(Way::odbc, "DSN=claims;UID=reader"), "odbc:claims");
  EXPECT_EQ(shown_name_of(Way::odbc, "uid=a; driver = {ODBC Driver 18 for SQL Server};Server=x"),
            "odbc:ODBC Driver 18 for SQL Server");
  EXPECT_EQ(shown_name_of(Way::odbc, "Driver=/usr/lib/odbc/libsqlite3odbc.so;Database=x"), "odbc:libsqlite3odbc.so");
  EXPECT_EQ(shown_name_of(Way::libpq, "host=db user=me dbname = 'my crm'"), "postgresql:my crm");
  EXPECT_EQ(shown_name_of(Way::libpq, "postgresql://me@db:5432/crm?sslmode=require"), "postgresql:crm");
  EXPECT_EQ(shown_name_of(Way::libpq, "postgres://db/?dbname=crm"), "postgresql:crm");
  EXPECT_EQ(shown_name_of(Way::libpq, ""), "postgresql:");
}

TEST(ConnectionText, secrets_are_found_whatever_they_are_called) {
  EXPECT_EQ(secret(Way::odbc, "DSN=claims;UID=reader"), "none");
  EXPECT_EQ(secret(Way::odbc, "DSN=claims;PWD=x"), "PWD");
  EXPECT_EQ(secret(Way::odbc, "Driver={a;b}}c};Password = x"), "Password");
  EXPECT_EQ(secret(Way::odbc, "DSN={PWD=x}"), "none");
  EXPECT_EQ(secret(Way::odbc, "DSN=a;AccessToken=b"), "AccessToken");
  EXPECT_EQ(secret(Way::libpq, "host=db password='a b'"), "password");
  EXPECT_EQ(secret(Way::libpq, "host=db passfile=/etc/pgpass sslpassword=x"), "sslpassword");
  EXPECT_EQ(secret(Way::libpq, "host='password=x' user=me"), "none");
  EXPECT_EQ(secret(Way::libpq, "postgresql://me:x@db/crm"), "password");
  EXPECT_EQ(secret(Way::libpq, "postgresql://me@db:5432/crm?passfile=p"), "none");
  EXPECT_EQ(secret(Way::libpq, "postgresql://db/crm?user=me&password=x"), "password");
}

TEST(ConnectionText, keys_of_services_are_secrets_and_names_of_files_are_not) {
  for (const std::string key : {"apikey",        "API_KEY",
                                "Api-Key",       "Secret",
                                "client_secret", "AccessKey",
                                "Access Key",    "SecretAccessKey",
                                "AccountKey",    "SharedAccessSignature",
                                "sas",           "SAS_Token",
                                "Token",         "refresh.token",
                                "PrivKeyPwd",    "private_key",
                                "Pass",          "pw",
                                "credentials",   "jwt"})
    EXPECT_EQ(secret(Way::odbc, "DSN=a;" + key + "=MARKER"), key);
  for (const std::string key : {"sslkey", "passfile", "PrivateKeyPath", "TokenFile", "UID", "KeepAlive", "Keyspace",
                                "PrimaryKeys", "Bypass", "Compassion", "sslcert", "Sasquatch"})
    EXPECT_EQ(secret(Way::odbc, "DSN=a;" + key + "=x"), "none") << key;
}

TEST(ConnectionText, the_variable_of_the_password_is_made_of_the_name) {
  EXPECT_EQ(password_variable("claims"), "ONEFOLD_PASSWORD_CLAIMS");
  EXPECT_EQ(password_variable("crm-2.eu"), "ONEFOLD_PASSWORD_CRM_2_EU");
}

}  // namespace
}  // namespace onefold::sql
