// The table of an Excel file is found among titles and other sheets, and comes back from the job.
#include "sniff/excel_layout.hpp"

#include <gtest/gtest.h>

#include "sniff/input.hpp"
#include "sniff/source_keys.hpp"
#include "support/compressed.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::sniff {
namespace {

using Row = std::vector<std::string>;

tables::SheetOutline sheet(const std::string& name, const std::vector<Row>& rows, std::uint64_t first_number = 1) {
  tables::SheetOutline out{.name = name};
  for (const Row& row : rows) {
    const auto values = static_cast<std::size_t>(std::ranges::count_if(row, [](const auto& v) { return !v.empty(); }));
    out.num_rows += values > 0 ? 1 : 0;
    out.num_table_rows += values > 1 ? 1 : 0;
    if (values > 0) out.first_rows.push_back({first_number, row});
    ++first_number;
  }
  return out;
}

const std::vector<Row> kCustomers = {{"customer_no", "surname", "birth_date"},
                                     {"10001", "Smith", "1970-02-03"},
                                     {"10002", "Jones", "1981-12-31"},
                                     {"10003", "Brown", "1990-07-15"}};

std::vector<Row> below(std::vector<Row> titles, const std::vector<Row>& rows) {
  titles.insert(titles.end(), rows.begin(), rows.end());
  return titles;
}

Dialect chosen(const std::vector<tables::SheetOutline>& sheets) {
  Dialect dialect;
  dialect.shape = config::Shape::xlsx;
  choose_sheet(sheets, dialect);
  return dialect;
}

TEST(ExcelLayout, a_lone_table_on_the_first_row_needs_no_key) {
  EXPECT_EQ(source_keys(chosen({sheet("Sheet1", kCustomers)}), "x.xlsx"), "");
  // Rows without a value are skipped in any case.
  EXPECT_EQ(source_keys(chosen({sheet("Sheet1", kCustomers, 4)}), "x.xlsx"), "");
}

TEST(ExcelLayout, titles_above_the_names_are_skipped) {
  const auto skipped = [](const std::vector<Row>& titles) {
    const Dialect dialect = chosen({sheet("S", below(titles, kCustomers))});
    EXPECT_EQ(dialect.text.header_rows, 1U);
    return dialect.text.skip_lines;
  };
  EXPECT_EQ(skipped({{"Customers of the year"}}), 1U);
  EXPECT_EQ(skipped({{"Customers of the year"}, {}, {"as of", "2024-01-01"}, {}}), 4U);
  EXPECT_EQ(skipped({{"", "Customers"}, {"", "confidential"}}), 2U);
}

TEST(ExcelLayout, a_table_without_names_keeps_all_its_rows) {
  const Dialect dialect = chosen({sheet("S", {kCustomers.begin() + 1, kCustomers.end()})});
  EXPECT_EQ(dialect.text.header_rows, 0U);
  EXPECT_EQ(dialect.text.skip_lines, 0U);
  EXPECT_FALSE(dialect.has_header());
}

TEST(ExcelLayout, of_several_sheets_the_largest_table_is_chosen_and_the_others_are_named) {
  std::vector<Row> notes(20, Row{"a long text that explains what is in this file"});
  auto few = kCustomers;
  few.pop_back();
  const Dialect dialect = chosen({sheet("Notes", notes), sheet("Old", few), sheet("Kunden \"neu\"", kCustomers)});
  EXPECT_EQ(dialect.text.sheet, "Kunden \"neu\"");
  const std::string keys = source_keys(dialect, "x.xlsx");
  EXPECT_EQ(keys.find("sheet   = \"Kunden \\\"neu\\\"\"    # "), 0U) << keys;
  EXPECT_NE(keys.find("\"Notes\" (20), \"Old\" (3)"), std::string::npos) << keys;
  EXPECT_EQ(std::ranges::count(keys, '\n'), 1);
}

TEST(ExcelLayout, a_file_with_titles_and_two_sheets_is_read_as_a_first_look) {
  const auto rows = [](const std::vector<Row>& cells) {
    std::string xml = "<w>";
    for (const Row& row : cells) {
      xml += "<row>";
      for (const auto& value : row) xml += "<c t=\"str\"><v>" + value + "</v></c>";
      xml += "</row>";
    }
    return xml + "</w>";
  };
  const test::ScratchFolder folder;
  folder.write("t.xlsx",
               test::zip_of({{"xl/workbook.xml",
                              "<b><sheets><sheet name=\"Notes\" id=\"a\"/><sheet name=\"All\" id=\"b\"/></sheets></b>"},
                             {"xl/_rels/workbook.xml.rels",
                              "<R><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"a.xml\"/>"
                              "<Relationship Id=\"b\" Type=\"/worksheet\" Target=\"b.xml\"/></R>"},
                             {"xl/a.xml", rows({{"read me"}})},
                             {"xl/b.xml", rows(below({{"Customers"}}, kCustomers))}}));
  const Input input = read_input({folder / "t.xlsx"});
  ASSERT_EQ(input.tables.size(), 1U);
  EXPECT_EQ(input.tables[0].columns, kCustomers[0]);
  EXPECT_EQ(input.tables[0].num_rows, 3U);
  EXPECT_EQ(input.tables[0].dialect.text.sheet, "All");
}

}  // namespace
}  // namespace onefold::sniff
