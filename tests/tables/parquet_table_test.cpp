// Parquet through libduckdb, which also writes the files of these tests. Without the library nothing is tested here
// except what is said then.
#include "tables/parquet_table.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "onefold/record/error.hpp"
#include "support/scratch_folder.hpp"
#include "tables/duckdb.hpp"

namespace onefold::tables {
namespace {

/// Writes the rows of a query as a Parquet file. False, and a line that says so, if there is no libduckdb.
bool write_parquet(const std::string& path, const std::string& query, int rows_per_group = 2048) {
  try {
    Duckdb duckdb;
    const auto rows =
        duckdb.query("COPY (" + query + ") TO " + sql_literal(path) +
                         " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + std::to_string(rows_per_group) + ")",
                     path);
    while (rows->next_chunk()) {
    }
    return true;
  } catch (const Error& error) {
    const bool absent = std::string(error.what()).find("Parquet is read by libduckdb") == 0;
    EXPECT_TRUE(absent) << error.what();
    std::fprintf(stderr, "skipped: libduckdb is not installed\n");
    return false;
  }
}

std::vector<std::string> lines_of(Table& table, std::uint64_t begin, std::uint64_t end,
                                  const std::vector<std::size_t>& fields) {
  std::vector<std::string> lines;
  const auto rows = table.read({begin, end}, fields);
  while (rows->next()) {
    EXPECT_EQ(rows->line(), begin + lines.size() + 1);
    std::string line;
    for (const std::size_t field : fields) (line += line.empty() ? "" : "|") += rows->value(field);
    lines.push_back(line);
  }
  EXPECT_EQ(rows->units_taken(), lines.size());
  return lines;
}

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    return error.what();
  }
  return "none";
}

TEST(ParquetTable, values_of_all_types_become_one_form_of_text) {
  const test::ScratchFolder folder;
  const std::string path = folder / "it's [all]*.parquet";
  if (!write_parquet(
          path,
          "SELECT 7::BIGINT AS id, ' two words ' AS t, DATE '1985-05-15' AS d, TIMESTAMP '2001-02-03 "
          "00:00:00' AS m, TIMESTAMP '2001-02-03 04:05:06.250' AS s, 12.50::DECIMAL(10,2) AS n, 1e20::DOUBLE AS "
          "f, true AS b, ['a', NULL, 'b c'] AS l, [1, 2]::INTEGER[] AS i, NULL::VARCHAR AS x, 'a longer text "
          "than twelve bytes' AS y"))
    return;
  const auto table = open_parquet(path);
  EXPECT_EQ(table->columns(), (std::vector<std::string>{"id", "t", "d", "m", "s", "n", "f", "b", "l", "i", "x", "y"}));
  ASSERT_EQ(table->num_units(), 1U);
  EXPECT_EQ(lines_of(*table, 0, 1, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
            (std::vector<std::string>{"7|two words|1985-05-15|2001-02-03|2001-02-03 04:05:06.25|12.50|"
                                      "100000000000000000000|true|a\x1f"
                                      "b c|1\x1f"
                                      "2||a longer text than twelve bytes"}));
}

TEST(ParquetTable, a_time_with_a_zone_does_not_depend_on_the_zone_of_the_process) {
  ASSERT_EQ(setenv("TZ", "America/New_York", 1), 0);
  const test::ScratchFolder folder;
  const std::string path = folder / "zone.parquet";
  if (!write_parquet(path, "SELECT TIMESTAMPTZ '2001-07-01 02:30:00+02' AS t")) return;
  const auto table = open_parquet(path);
  EXPECT_EQ(lines_of(*table, 0, 1, {0}), (std::vector<std::string>{"2001-07-01 00:30:00+00"}));
  unsetenv("TZ");
}

TEST(ParquetTable, a_value_longer_than_a_field_may_be_is_a_defect_of_its_row) {
  const test::ScratchFolder folder;
  const std::string path = folder / "long.parquet";
  if (!write_parquet(path, "SELECT repeat('x', 4 + range) AS t, repeat('y', 9) AS u FROM range(3)")) return;
  const auto defects = [&](std::uint64_t max_field_bytes, const std::vector<std::size_t>& fields) {
    std::vector<bool> found;
    const auto table = open_parquet(path, max_field_bytes);
    const auto rows = table->read({0, 3}, fields);
    while (rows->next()) {
      found.push_back(rows->defect().has_value());
      EXPECT_EQ(rows->defect().value_or(csv::Defect::field_too_long), csv::Defect::field_too_long);
    }
    return found;
  };
  EXPECT_EQ(defects(5, {0}), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(defects(5, {1}), (std::vector<bool>{true, true, true}));
  EXPECT_EQ(defects(9, {0, 1}), (std::vector<bool>{false, false, false}));
}

TEST(ParquetTable, any_part_has_its_rows_across_row_groups) {
  const test::ScratchFolder folder;
  const std::string path = folder / "rows.parquet";
  if (!write_parquet(path,
                     "SELECT range AS id, 'name ' || range AS name, CASE WHEN range % 3 = 0 THEN 'x' END AS n FROM "
                     "range(10000)"))
    return;
  const auto table = open_parquet(path);
  ASSERT_EQ(table->num_units(), 10'000U);
  EXPECT_GT(table->bytes_per_unit(), 0U);
  std::vector<std::string> all;
  for (int i = 0; i < 10'000; ++i)
    all.push_back(std::to_string(i) + "|name " + std::to_string(i) + (i % 3 == 0 ? "|x" : "|"));
  EXPECT_EQ(lines_of(*table, 0, 20'000, {0, 1, 2}), all);
  std::vector<std::string> joined;
  const std::uint64_t cuts[] = {0, 1, 2048, 2048, 4097, 9999, 10'000};
  for (std::size_t i = 0; i + 1 < std::size(cuts); ++i)
    for (auto& line : lines_of(*table, cuts[i], cuts[i + 1], {0, 1, 2})) joined.push_back(line);
  EXPECT_EQ(joined, all);
  // A column that nobody asks for is not read.
  EXPECT_EQ(lines_of(*table, 5000, 5001, {1}), (std::vector<std::string>{"name 5000"}));
}

TEST(ParquetTable, nested_and_binary_columns_are_refused_by_name_only_if_they_are_read) {
  const test::ScratchFolder folder;
  const std::string path = folder / "nested.parquet";
  if (!write_parquet(path, "SELECT 1 AS id, {'a': 1} AS s, MAP {'k': 'v'} AS m, 'x'::BLOB AS b, [['a']] AS ll")) return;
  const auto table = open_parquet(path);
  EXPECT_EQ(lines_of(*table, 0, 1, {0}), (std::vector<std::string>{"1"}));
  EXPECT_TRUE(table->can_be_read(0));
  for (std::size_t field = 1; field <= 4; ++field) {
    EXPECT_FALSE(table->can_be_read(field));
    const std::string message = refusal([&] { (void)table->read({0, 1}, {0, field}); });
    EXPECT_EQ(message.find(path + ": column \"" + table->columns()[field] + "\" is "), 0U) << message;
  }
}

TEST(ParquetTable, a_file_that_is_no_parquet_or_cut_off_is_refused_with_its_path) {
  const test::ScratchFolder folder;
  const std::string path = folder / "rows.parquet";
  if (!write_parquet(path, "SELECT range AS id FROM range(5000)")) return;
  const std::string whole = test::read_whole(path);
  for (const std::string& bytes :
       {std::string("id,MARKERVALUE\n1,2\n"), std::string(), whole.substr(0, whole.size() - 9)}) {
    test::write_whole(path, bytes);
    const std::string message = refusal([&] { (void)open_parquet(path); });
    EXPECT_EQ(message.find(path + ": "), 0U) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_EQ(message.find("MARKERVALUE"), std::string::npos) << message;
  }
  const std::string absent = refusal([&] { (void)open_parquet(folder / "absent.parquet"); });
  EXPECT_NE(absent, "none");
}

}  // namespace
}  // namespace onefold::tables
