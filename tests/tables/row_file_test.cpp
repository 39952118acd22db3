// The file of fetched rows: what is written is read, from any row on, and damage is noticed.
#include "tables/row_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "onefold/record/error.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::tables {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string packed(const std::vector<std::string>& row, std::optional<csv::Defect> defect = std::nullopt) {
  const std::vector<std::string_view> values(row.begin(), row.end());
  std::string out;
  append_row(out, values, defect);
  return out;
}

Rows some_rows(std::size_t count) {
  Rows rows;
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back({std::to_string(i), std::string(i % 97, 'x'), i % 3 == 0 ? "" : "a\n\"b\",\t" + std::to_string(i)});
  return rows;
}

/// Writes the rows in two stretches, the second one first.
void write_in_two(const std::string& path, const Rows& rows, std::size_t cut) {
  RowFileShape shape{{"id", "b", "c"}, rows.size(), 0};
  std::uint64_t bytes_before_cut = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint64_t size = packed(rows[i]).size();
    shape.num_row_bytes += size;
    if (i < cut) bytes_before_cut += size;
  }
  RowFileWriter::create(path, shape);
  for (const bool second : {true, false}) {
    RowFileWriter writer(path, shape, second ? cut : 0, second ? bytes_before_cut : 0);
    for (std::size_t i = second ? cut : 0; i < (second ? rows.size() : cut); ++i) writer.write(packed(rows[i]));
    writer.finish();
  }
}

Rows read(Table& table, std::uint64_t begin, std::uint64_t end) {
  Rows out;
  const auto reader = table.read({begin, end}, {});
  while (reader->next()) {
    EXPECT_EQ(reader->line(), begin + out.size() + 1);
    EXPECT_FALSE(reader->defect());
    out.emplace_back();
    for (std::size_t f = 0; f < reader->num_fields(); ++f) out.back().emplace_back(reader->value(f));
  }
  EXPECT_EQ(reader->units_taken(), out.size());
  return out;
}

TEST(RowFile, any_stretch_of_rows_is_read_as_it_was_written) {
  const test::ScratchFolder folder;
  const std::string path = folder / "rows";
  const Rows rows = some_rows(3 * kRowsPerEntry + 7);
  for (const std::size_t cut : {std::size_t{0}, std::size_t{5}, std::size_t{kRowsPerEntry}, rows.size()}) {
    write_in_two(path, rows, cut);
    const auto table = open_row_file(path);
    EXPECT_EQ(table->columns(), (std::vector<std::string>{"id", "b", "c"}));
    ASSERT_EQ(table->num_units(), rows.size());
    EXPECT_GT(table->bytes_per_unit(), 13U);
    EXPECT_EQ(read(*table, 0, rows.size() + 10), rows);
    for (const std::uint64_t begin : {std::uint64_t{1}, kRowsPerEntry - 1, kRowsPerEntry, 2 * kRowsPerEntry + 1}) {
      const auto at = [&](std::uint64_t row) { return rows.begin() + static_cast<std::ptrdiff_t>(row); };
      EXPECT_EQ(read(*table, begin, begin + 3), Rows(at(begin), at(begin + 3)));
    }
    EXPECT_TRUE(read(*table, 9, 9).empty());
  }
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(RowFile, a_defect_is_kept_with_its_row) {
  const test::ScratchFolder folder;
  const std::string row = packed({"1", ""}, csv::Defect::invalid_utf8);
  EXPECT_EQ(row_bytes(row.data()), row.size());
  EXPECT_EQ(first_value(row.data()), "1");
  const RowFileShape shape{{"id", "a"}, 1, row.size()};
  RowFileWriter::create(folder / "rows", shape);
  RowFileWriter writer(folder / "rows", shape, 0, 0);
  writer.write(row);
  writer.finish();
  const auto reader = open_row_file(folder / "rows")->read({0, 1}, {});
  ASSERT_TRUE(reader->next());
  EXPECT_EQ(reader->defect(), csv::Defect::invalid_utf8);
}

TEST(RowFile, a_file_that_is_cut_off_or_another_file_is_refused) {
  const test::ScratchFolder folder;
  const std::string path = folder / "rows";
  write_in_two(path, some_rows(50), 20);
  const std::string whole = test::read_whole(path);
  test::write_whole(path, "id,b,c\n1,2,3\n" + std::string(100, 'x'));
  EXPECT_THROW((void)open_row_file(path), Error);
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{30}, std::size_t{50}, whole.size() / 2, whole.size() - 1}) {
    test::write_whole(path, whole.substr(0, length));
    EXPECT_THROW((void)read(*open_row_file(path), 0, 50), Error) << length;
  }
}

TEST(RowFile, tells_missing_values_from_empty_texts) {
  const test::ScratchFolder folder;
  const std::string path = folder / "rows";
  const std::vector<std::string_view> values = {std::string_view(), std::string_view("", 0), "x"};
  std::string row;
  append_row(row, values, std::nullopt);
  EXPECT_EQ(first_value(row.data()).data(), nullptr);
  const RowFileShape shape{{"id", "b", "c"}, 1, row.size()};
  RowFileWriter::create(path, shape);
  RowFileWriter writer(path, shape, 0, 0);
  writer.write(row);
  writer.finish();
  const auto reader = open_row_file(path)->read({0, 1}, {});
  ASSERT_TRUE(reader->next());
  EXPECT_EQ(reader->value(0).data(), nullptr);
  EXPECT_NE(reader->value(1).data(), nullptr);
  EXPECT_EQ(reader->value(1), "");
  EXPECT_EQ(reader->value(2), "x");
}

}  // namespace
}  // namespace onefold::tables
