// PostgreSQL by libpq: COPY of the query in text format, which is the fastest way out of the server. All clients share
// one exported snapshot. Memory: one row.
#include "databases/client.hpp"

#ifdef ONEFOLD_HAS_LIBPQ

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::databases {

namespace {

using PgResult = std::unique_ptr<PGresult, void (*)(PGresult*)>;

// Types that the server has always given these numbers (pg_type.dat).
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr std::array<Oid, 6> kNumbers = {20, 21, 23, 700, 701, 1700};
constexpr std::array<Oid, 3> kMoments = {1082, 1114, 1184};
constexpr std::array<Oid, 11> kArrays = {1000, 1003, 1005, 1007, 1009, 1014, 1015, 1016, 1182, 1231, 2951};

ValueKind kind_of_oid(Oid type) {
  const auto is_in = [&](const auto& list) { return std::ranges::find(list, type) != list.end(); };
  if (type == kBool) return ValueKind::boolean;
  if (type == kBytea) return ValueKind::binary;
  if (is_in(kNumbers)) return ValueKind::number;
  if (is_in(kMoments)) return ValueKind::moment;
  return is_in(kArrays) ? ValueKind::array : ValueKind::text;
}

char unescaped_char(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return c;
  }
}

/// Splits a line of COPY: tabs between fields, a backslash before what is special, \N for NULL. Fields without a
/// backslash are parts of `line`; the others go to `rooms`.
void split_copy_line(std::string_view line, std::vector<std::string_view>& fields, std::vector<std::string>& rooms) {
  std::size_t f = 0;
  for (std::size_t at = 0; f < fields.size(); ++f) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    const std::string_view field = line.substr(std::min(at, line.size()), end - std::min(at, line.size()));
    at = end + 1;
    if (field.find('\\') == std::string_view::npos) {
      fields[f] = field;
    } else if (field == "\\N") {
      fields[f] = {};
    } else {
      rooms[f].clear();
      for (std::size_t i = 0; i < field.size(); ++i)
        rooms[f] += field[i] == '\\' && i + 1 < field.size() ? unescaped_char(field[++i]) : field[i];
      fields[f] = rooms[f];
    }
  }
}

class PostgresqlClient final : public DatabaseClient {
 public:
  explicit PostgresqlClient(const ClientSettings& settings)
      : connection_(nullptr, PQfinish), password_(settings.password) {
    // Later words win: the job may set a timeout of its own.
    std::vector<const char*> words{"connect_timeout", "application_name", "dbname", "client_encoding"};
    std::vector<const char*> values{"60", "onefold", settings.connection.c_str(), "UTF8"};
    if (!password_.empty()) words.push_back("password"), values.push_back(password_.c_str());
    words.push_back(nullptr);
    values.push_back(nullptr);
    connection_.reset(PQconnectdbParams(words.data(), values.data(), 1));
    if (connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK)
      throw Error(ExitCode::input,
                  fmt::format("cannot connect: {}; is the server up, and are user and password right?",
                              one_line(connection_ ? PQerrorMessage(connection_.get()) : "no memory", password_)));
    // One form of dates and times, whatever the server is set to.
    command("SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET extra_float_digits = 1");
    command("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }

  std::vector<ResultColumn> describe(const std::string& query) override {
    const PgResult prepared = result(PQprepare(connection_.get(), "", query.c_str(), 0, nullptr));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK)
      refuse("the database does not accept the query", prepared.get(), true);
    const PgResult description = result(PQdescribePrepared(connection_.get(), ""));
    if (PQresultStatus(description.get()) != PGRES_COMMAND_OK)
      refuse("the database does not accept the query", description.get(), true);
    std::vector<ResultColumn> columns;
    for (int c = 0; c < PQnfields(description.get()); ++c)
      columns.push_back({PQfname(description.get(), c), kind_of_oid(PQftype(description.get(), c))});
    if (columns.empty()) throw Error(ExitCode::input, "the query gives no columns");
    num_columns_ = columns.size();
    return columns;
  }

  void fetch(const std::string& query, std::span<const std::size_t> columns, RowTarget& target) override {
    // The line break ends a comment at the end of the query.
    const PgResult begun = result(PQexec(connection_.get(), fmt::format("COPY ({}\n) TO STDOUT", query).c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) refuse("the database cannot run the query", begun.get(), false);
    std::vector<std::string_view> fields(num_columns_);
    std::vector<std::string> rooms(num_columns_);
    std::vector<std::string_view> values(columns.size());
    std::uint64_t row = 0;
    while (true) {
      char* bytes = nullptr;
      const int length = PQgetCopyData(connection_.get(), &bytes, 0);
      if (length < 0) break;
      const std::unique_ptr<char, void (*)(void*)> owner(bytes, PQfreemem);
      std::string_view line(bytes, static_cast<std::size_t>(length));
      if (line.ends_with('\n')) line.remove_suffix(1);
      split_copy_line(line, fields, rooms);
      for (std::size_t i = 0; i < columns.size(); ++i) values[i] = fields.at(columns[i]);
      target.take(values);
      ++row;
    }
    const PgResult ended = result(PQgetResult(connection_.get()));
    if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK)
      refuse(fmt::format("the database fails after {} rows of a query", row), ended.get(), false);
    while (const PgResult rest = result(PQgetResult(connection_.get()))) {
    }
  }

  std::uint64_t count(const std::string& query) override {
    const PgResult counted = result(PQexec(connection_.get(), query.c_str()));
    if (PQresultStatus(counted.get()) != PGRES_TUPLES_OK)
      refuse("the database cannot count the rows of the query", counted.get(), false);
    const std::string_view text = PQntuples(counted.get()) == 1 ? PQgetvalue(counted.get(), 0, 0) : "";
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string_view::npos)
      throw Error(ExitCode::input, "the query that counts the rows gives no number");
    return std::stoull(std::string(text));
  }

  std::string share_snapshot() override {
    const PgResult exported = result(PQexec(connection_.get(), "SELECT pg_export_snapshot()"));
    if (PQresultStatus(exported.get()) != PGRES_TUPLES_OK)
      refuse("the database cannot share a snapshot", exported.get(), true);
    return PQgetvalue(exported.get(), 0, 0);
  }

  void use_snapshot(const std::string& snapshot) override {
    const std::unique_ptr<char, void (*)(void*)> quoted(
        PQescapeLiteral(connection_.get(), snapshot.data(), snapshot.size()), PQfreemem);
    command(fmt::format("SET TRANSACTION SNAPSHOT {}", quoted.get()));
  }

 private:
  static PgResult result(PGresult* given) { return {given, PQclear}; }

  void command(const std::string& text) {
    const PgResult done = result(PQexec(connection_.get(), text.c_str()));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
      refuse("the database does not begin a transaction that reads", done.get(), true);
  }

  /// The text of an error in the data may quote a value; that of an error in the query or the connection does not.
  [[noreturn]] void refuse(const std::string& what, const PGresult* failed, bool may_show) const {
    const char* state = PQresultErrorField(failed, PG_DIAG_SQLSTATE);
    const std::string_view code = state == nullptr ? "08006" : state;
    const std::string_view kind = code.substr(0, 2);
    std::string text;
    if (may_show || kind == "42" || kind == "08" || kind == "28" || kind == "57")
      text = one_line(
          state == nullptr ? PQerrorMessage(connection_.get()) : PQresultErrorField(failed, PG_DIAG_MESSAGE_PRIMARY),
          password_);
    throw Error(ExitCode::input, fmt::format("{}: {}{}SQLSTATE {}", what, text, text.empty() ? "" : ", ", code));
  }

  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
  std::string password_;
  std::size_t num_columns_ = 0;
};

}  // namespace

std::unique_ptr<DatabaseClient> connect_by_libpq(const ClientSettings& settings) {
  return std::make_unique<PostgresqlClient>(settings);
}

}  // namespace onefold::databases

#else

#include "onefold/record/error.hpp"

namespace onefold::databases {

std::unique_ptr<DatabaseClient> connect_by_libpq(const ClientSettings&) {
  throw Error(
      ExitCode::input,
      "this onefold was built without libpq; install it with its headers (Debian: libpq-dev) and build it again");
}

}  // namespace onefold::databases

#endif
