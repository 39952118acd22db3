// What a client makes of a driver that does not behave as most do, and of what it says.
#include "databases/client.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "databases/sqlite_database.hpp"
#include "onefold/record/error.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::databases {
namespace {

class Rows final : public RowTarget {
 public:
  void take(std::span<const std::string_view> values) override { rows.emplace_back(values.front()); }
  void begin_again() override { rows.clear(); }
  std::vector<std::string> rows;
};

#ifdef ONEFOLD_ODBC_DRIVER
std::vector<std::string> fetched(const std::string& query) {
  const auto client = connect_by_odbc({.connection = "Driver=" ONEFOLD_ODBC_DRIVER});
  Rows rows;
  const std::vector<std::size_t> columns{0};
  client->fetch(query, columns, rows);
  return rows.rows;
}

TEST(OdbcClient, a_row_that_the_driver_could_not_read_ends_the_run_and_is_no_copy_of_another) {
  std::vector<std::string> numbers;
  for (int i = 1; i <= 1500; ++i) numbers.push_back(std::to_string(i));
  EXPECT_EQ(fetched("rows 1500 bad 0"), numbers);
  for (const char* const query : {"rows 1500 bad 1", "rows 1500 bad 1207", "rows 1500 bad 1500"}) {
    try {
      (void)fetched(query);
      ADD_FAILURE() << query << ": its bad row was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      const std::string good = std::to_string(std::stoi(std::string(query).substr(14)) - 1);
      EXPECT_NE(std::string(error.what()).find("after " + good + " rows"), std::string::npos) << error.what();
    }
  }
}

TEST(OdbcClient, a_character_of_two_units_may_lie_in_two_pieces) {
  // A piece has 64 KiB, and ends with a NUL.
  for (const std::size_t before : {32765U, 32766U, 32767U, 65533U}) {
    const auto rows = fetched("wide " + std::to_string(before));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].substr(0, before), std::string(before, 'a'));
    EXPECT_EQ(rows[0].substr(before),
              "\xf0\x9f\x98\x80"
              "b")
        << before;
  }
}
#endif

class RowCounter final : public RowTarget {
 public:
  void take(std::span<const std::string_view>) override { ++num_rows; }
  void begin_again() override { num_rows = 0; }
  std::uint64_t num_rows = 0;
};

TEST(OdbcClient, rows_of_sqlite_do_not_pile_up_in_its_driver) {
  constexpr long kAllowedKib = 24L << 10U;
  const test::ScratchFolder folder;
  const std::string path = folder / "t.db";
  if (!test::run_by_odbc(path, {"CREATE TABLE t(id integer, memo varchar(200))",
                                "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
                                "< 300000) SELECT i, printf('%0200d', i) FROM n"}))
    return;
  const auto most_kib = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const auto client = connect_by_odbc({.connection = "Driver=SQLite3;Database=" + path});
  const long before = most_kib();
  RowCounter rows;
  const std::vector<std::size_t> columns{0, 1};
  client->fetch("SELECT * FROM t", columns, rows);
  EXPECT_EQ(rows.num_rows, 300'000U);
  EXPECT_LT(most_kib() - before, kAllowedKib);
}

TEST(OneLine, a_password_is_masked_however_its_blanks_and_braces_are_written) {
  EXPECT_EQ(one_line("login failed\n for\t'me'.\r\n", ""), "login failed for 'me'");
  EXPECT_EQ(one_line("bad pair PWD=a  b\tc;", "a  b\tc"), "bad pair PWD=***;");
  EXPECT_EQ(one_line("bad pair PWD={a}}b};", "a}b"), "bad pair PWD={***};");
  EXPECT_EQ(one_line("a}b and a}}b", "a}b"), "*** and ***");
}

}  // namespace
}  // namespace onefold::databases
