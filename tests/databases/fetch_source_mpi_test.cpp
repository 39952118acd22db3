// Rows of a database through ODBC: the same file for any number of ranks, nothing cut, nothing lost without a word.
#include <gtest/gtest.h>

#include <cstdlib>

#include "databases/fetch_source.hpp"
#include "databases/sqlite_database.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "tables/row_file.hpp"

namespace onefold::databases {
namespace {

constexpr const char* kMarker = "MARKERVALUE";
const std::string kDivided = "SELECT * FROM t WHERE id % {parts} = {part}";

class FetchSource : public testing::Test {
 protected:
  static const mpi::Communicator& world() { return test::world(); }

  /// Makes table t(id integer, name varchar(10), memo text, amount real, day date, photo blob) on one rank.
  bool make(const std::vector<std::string>& more) {
    bool made = true;
    if (world().is_root()) {
      std::vector<std::string> all{
          "CREATE TABLE t(id integer, name varchar(10), memo text, amount real, day date, photo "
          "blob)"};
      all.insert(all.end(), more.begin(), more.end());
      made = test::run_by_odbc(path(), all);
    }
    return world().all(made);
  }
  /// `count` rows with ids from 1 on.
  static std::string rows(int count) {
    return "INSERT INTO t(id, name, memo) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
           std::to_string(count) + ") SELECT i, 'n' || i, 'm' FROM n";
  }
  [[nodiscard]] std::string path() const { return folder_ / "t.db"; }
  [[nodiscard]] config::SourceConfig source(const std::string& query) const {
    config::SourceConfig out;
    out.name = "crm";
    out.shape = config::Shape::odbc;
    out.id = "id";
    out.database.connection = "Driver=SQLite3;Database=" + path();
    out.database.query = query;
    out.database.shown_name = "odbc:SQLite3";
    return out;
  }
  /// All rows of the file, values with | between them and the defect in front.
  std::vector<std::string> fetch(const config::SourceConfig& source, const WantedColumns& wanted,
                                 std::uint64_t max_field_bytes = 1 << 20) {
    scratch::WorkDirectory work(world(), folder_ / "work", 1);
    const auto sorted = fetch_source(world(), work, source, wanted, {max_field_bytes, {4'000, 500}, {}});
    std::vector<std::string> out;
    const auto reader = tables::open_row_file(sorted.path)->read({0, ~0ULL}, {});
    while (reader->next()) {
      std::string line = reader->defect() ? "!" + std::to_string(static_cast<int>(*reader->defect())) + " " : "";
      for (std::size_t f = 0; f < reader->num_fields(); ++f) (line += f == 0 ? "" : "|") += reader->value(f);
      out.push_back(line);
    }
    EXPECT_EQ(out.size(), sorted.num_rows);
    world().barrier();
    return out;
  }
  /// The message that all ranks end with.
  std::string refusal(const config::SourceConfig& source, const WantedColumns& wanted = {"id", "name"}) {
    std::string message = "none";
    try {
      (void)fetch(source, wanted);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      message = error.what();
    }
    for (const auto& other : world().gather_all(message)) EXPECT_EQ(other, message);
    EXPECT_EQ(message.find(kMarker), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
  }
  static void expect_words(const std::string& message, const std::vector<std::string>& words) {
    for (const auto& word : words)
      EXPECT_NE(message.find(word), std::string::npos) << "no '" << word << "' in " << message;
  }

  test::ScratchFolder folder_{world()};
};

TEST_F(FetchSource, values_of_all_kinds_come_in_one_form) {
  if (!make({"INSERT INTO t VALUES(2, 'ä', '  two ', 1e20, '2001-02-03', x'00')",
             "INSERT INTO t VALUES(1, NULL, '', 0.5, NULL, NULL)",
             "INSERT INTO t VALUES(10, 'c', 'x,\"y\"', 'text', "
             "'no day', NULL)",
             "INSERT INTO t VALUES(NULL, 'without id', NULL, -0.25, '2001-02-03 00:00:00', NULL)"}))
    return;
  const WantedColumns wanted{"ID", "name", "memo", "amount", "day"};
  const std::vector<std::string> expected{"|without id||-0.25|2001-02-03", "1|||0.5|", "10|c|x,\"y\"|text|no day",
                                          "2|ä|two|100000000000000000000|2001-02-03"};
  EXPECT_EQ(fetch(source("SELECT * FROM t"), wanted), expected);
  // Another order of the columns gives the same file.
  EXPECT_EQ(fetch(source("SELECT day, amount, memo, name, photo, id FROM t;"), wanted), expected);
}

TEST_F(FetchSource, parts_give_the_rows_of_the_whole_in_one_order) {
  if (!make({rows(2500)})) return;
  const auto whole = fetch(source("SELECT * FROM t"), {"id", "name"});
  EXPECT_EQ(whole.size(), 2500U);
  EXPECT_TRUE(std::ranges::is_sorted(whole, {}, [](const std::string& row) { return row.substr(0, row.find('|')); }));
  for (const std::uint32_t parts : {0U, 1U, 13U}) {
    auto divided = source(kDivided);
    divided.database.parts = parts;
    EXPECT_EQ(fetch(divided, {"id", "name"}), whole) << parts;
  }
}

TEST_F(FetchSource, a_value_longer_than_its_column_says_is_not_cut) {
  const std::string longer(200'000, 'z');
  if (!make({rows(1500), "UPDATE t SET name = '" + std::string(3000, 'y') + "' WHERE id = 777",
             "UPDATE t SET memo = '" + longer + "' WHERE id = 1400"}))
    return;
  const auto all = fetch(source(kDivided), {"id", "name", "memo"});
  ASSERT_EQ(all.size(), 1500U);
  EXPECT_EQ(std::ranges::count(all, "777|" + std::string(3000, 'y') + "|m"), 1);
  EXPECT_EQ(std::ranges::count(all, "1400|n1400|" + longer), 1);
  EXPECT_EQ(std::ranges::count(all, "1499|n1499|m"), 1);
  // A value beyond the limit marks its row.
  const auto limited = fetch(source(kDivided), {"id", "name", "memo"}, 1000);
  const std::string mark = "!" + std::to_string(static_cast<int>(csv::Defect::field_too_long)) + " ";
  EXPECT_EQ(limited.size(), 1500U);
  EXPECT_EQ(std::ranges::count(limited, mark + "777||m"), 1);
  EXPECT_EQ(std::ranges::count(limited, mark + "1400|n1400|"), 1);
}

TEST_F(FetchSource, rows_that_are_in_no_part_end_the_run) {
  if (!make({rows(100), "UPDATE t SET id = NULL WHERE id = 3", "UPDATE t SET id = -5 WHERE id = 5"})) return;
  auto divided = source(kDivided);
  divided.database.parts = 4;
  expect_words(refusal(divided), {"source \"crm\", odbc:SQLite3: ",
                                  "the 4 parts have 98 rows together, the query without "
                                  "parts has 100",
                                  "NULL or negative"});
  divided.database.query = "SELECT * FROM t WHERE ABS(COALESCE(id, 0)) % {parts} = {part}";
  EXPECT_EQ(fetch(divided, {"id", "name"}).size(), 100U);
  // A query that counts stands for one that cannot be derived.
  divided.database.query = "SELECT * FROM t WHERE id > {part} * 50 AND id <= ({part} + 1) * 50";
  divided.database.parts = 2;
  divided.database.count = "SELECT COUNT(*) FROM t";
  expect_words(refusal(divided), {"98 rows together", "has 100"});
}

TEST_F(FetchSource, what_cannot_be_fetched_is_said_in_one_line_on_all_ranks) {
  if (!make({rows(10), "INSERT INTO t(id, name) VALUES(11, 'MARKERVALUE')"})) return;
  expect_words(refusal(source("SELECT * FROM nowhere")), {"does not accept the query", "no such table: nowhere"});
  expect_words(refusal(source("SELECT * FROM t"), {"id", "given"}), {"gives no column \"given\"; it gives id, name"});
  expect_words(refusal(source("SELECT * FROM t"), {"id", "photo"}), {"\"photo\" is binary"});
  auto other = source("SELECT * FROM t");
  other.database.connection = "Driver=NoSuchDriver;Database=x";
  expect_words(refusal(other), {"cannot connect", "this driver is not installed here"});
  other.database.connection = "DSN=no_such_source";
  expect_words(refusal(other), {"odbc.ini has no such data source"});
  other = source("SELECT * FROM t");
  other.database.connection = "Driver=SQLite3;Database=" + (folder_ / "absent.db");
  EXPECT_NE(refusal(other), "none");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "absent.db"));
}

TEST_F(FetchSource, the_password_comes_from_a_private_file_or_the_environment) {
  if (!make({rows(2)})) return;
  auto from = source("SELECT * FROM t");
  from.database.password_file = folder_.write("password", "secret\n");
  if (world().is_root())
    std::filesystem::permissions(folder_ / "password", std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
  world().barrier();
  expect_words(refusal(from), {"can be read by others than its owner; change that: chmod 600"});
  if (world().is_root())
    std::filesystem::permissions(folder_ / "password", std::filesystem::perms::owner_read,
                                 std::filesystem::perm_options::replace);
  world().barrier();
  EXPECT_EQ(fetch(from, {"id"}).size(), 2U);
  from.database.password_file = folder_ / "absent";
  expect_words(refusal(from), {"cannot read the password file"});
  from.database.password_file.clear();
  from.database.password_env = "ONEFOLD_TEST_NO_SUCH_VARIABLE";
  expect_words(refusal(from), {"ONEFOLD_TEST_NO_SUCH_VARIABLE, which password_env names, is not set"});
}

}  // namespace
}  // namespace onefold::databases
