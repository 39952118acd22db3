// What a client makes of a driver that does not behave as most do, and of what it says.
#include "databases/client.hpp"

#include <gtest/gtest.h>

#include "onefold/record/error.hpp"

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
    EXPECT_EQ(rows[0].substr(before), "\xf0\x9f\x98\x80"
                                      "b")
        << before;
  }
}
#endif

TEST(OneLine, a_password_is_masked_however_its_blanks_and_braces_are_written) {
  EXPECT_EQ(one_line("login failed\n for\t'me'.\r\n", ""), "login failed for 'me'");
  EXPECT_EQ(one_line("bad pair PWD=a  b\tc;", "a  b\tc"), "bad pair PWD=***;");
  EXPECT_EQ(one_line("bad pair PWD={a}}b};", "a}b"), "bad pair PWD={***};");
  EXPECT_EQ(one_line("a}b and a}}b", "a}b"), "*** and ***");
}

}  // namespace
}  // namespace onefold::databases
