#include "tables/xlsx_table.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "onefold/record/error.hpp"
#include "support/compressed.hpp"
#include "support/scratch_folder.hpp"
#include "tables/xlsx_values.hpp"
#include "tables/xlsx_workbook.hpp"

namespace onefold::tables {
namespace {

std::string shown(std::string_view stored, std::string_view code, bool from_1904 = false) {
  return shown_number(stored, form_of_code(code), from_1904);
}

TEST(XlsxValues, numbers_are_plain_and_have_the_digits_that_excel_keeps) {
  EXPECT_EQ(shown("17", "General"), "17");
  EXPECT_EQ(shown("1.0E+2", "General"), "100");
  EXPECT_EQ(shown("0.30000000000000004", "General"), "0.3");
  EXPECT_EQ(shown("491711234567", "General"), "491711234567");
  EXPECT_EQ(shown("1.2345678901234567E+17", "General"), "123456789012345664");
  EXPECT_EQ(shown("-0.5", "#,##0.00 \"EUR\""), "-0.5");
  EXPECT_EQ(shown("1E-3", "0.00E+00"), "0.001");
  EXPECT_EQ(shown("1067", "00000"), "01067") << "leading zeros that the format shows";
  EXPECT_EQ(shown("x", "General"), "x");
}

TEST(XlsxValues, dates_are_iso_dates) {
  EXPECT_EQ(shown("45351", "dd.mm.yyyy"), "2024-02-29");
  EXPECT_EQ(shown("45351.572916666664", "m/d/yy h:mm"), "2024-02-29T13:45:00");
  EXPECT_EQ(shown("45351", "[$-407]d. mmmm yyyy;@"), "2024-02-29");
  EXPECT_EQ(shown("0.5", "h:mm"), "12:00:00");
  EXPECT_EQ(shown("1", "yyyy"), "1900-01-01");
  EXPECT_EQ(shown("59", "yyyy"), "1900-02-28");
  EXPECT_EQ(shown("61", "yyyy"), "1900-03-01");
  EXPECT_EQ(shown("0", "yyyy-mm-dd", true), "1904-01-01");
  EXPECT_EQ(shown("45351", "0 \"days\""), "45351") << "letters in quotes show nothing of a date";
  EXPECT_EQ(shown("45351", "[Red]#,##0"), "45351");
  EXPECT_EQ(shown("-1", "yyyy"), "-1");
  EXPECT_EQ(shown_number("45351", form_of_builtin(14), false), "2024-02-29");
  EXPECT_EQ(shown_number("45351", form_of_builtin(2), false), "45351");
}

TEST(XlsxValues, fractions_of_seconds_belong_to_times) {
  EXPECT_EQ(shown("45351.572919560187", "yyyy\\-mm\\-dd hh:mm:ss.000"), "2024-02-29T13:45:00.25");
  EXPECT_EQ(shown("45351.572919560187", "dd.mm.yyyy hh:mm:ss,000"), "2024-02-29T13:45:00.25");
  EXPECT_EQ(shown("45351", "yyyy-mm-dd hh:mm:ss.000"), "2024-02-29");
  EXPECT_EQ(shown("45351.572919560187", "m/d/yy h:mm:ss"), "2024-02-29T13:45:00") << "the format shows no fractions";
  EXPECT_EQ(shown("0.5000000868", "mm:ss.0"), "12:00:00");
  EXPECT_EQ(shown("0.5000028935", "[s].00"), "12:00:00.25");
  EXPECT_EQ(shown_number("0.500003", form_of_builtin(47), false), "12:00:00.3");
  EXPECT_EQ(shown("45351.5", "0.000"), "45351.5");
  EXPECT_EQ(shown("-1", "yyyy-mm-dd hh:mm:ss.000"), "-1");
}

TEST(XlsxValues, escapes_and_references_are_read) {
  EXPECT_EQ(without_escapes("a_x000D_b_x00e4_c_xD83D_"),
            "a\rb\xC3\xA4"
            "c_xD83D_");
  EXPECT_EQ(without_escapes("first_name_x"), "first_name_x");
  EXPECT_EQ(column_of_reference("A1"), 0);
  EXPECT_EQ(column_of_reference("AB7"), 27);
  EXPECT_EQ(column_of_reference("XFD1"), 16383);
  EXPECT_EQ(column_of_reference(""), -1);
}

class Xlsx : public testing::Test {
 protected:
  struct Sheet {
    std::string name;
    std::string rows;
  };
  /// Writes a file with these sheets, and opens it.
  std::unique_ptr<Table> open(const std::vector<Sheet>& sheets, const config::TextFormat& text = {}) {
    std::string book = "<workbook xmlns:r=\"r\"><workbookPr/><sheets>";
    std::string relations = "<Relationships>";
    std::vector<test::ZipMember> members;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      book += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
      relations += "<Relationship Id=\"rId" + number + "\" Type=\"http://x/worksheet\" Target=\"worksheets/s" + number +
                   ".xml\"/>";
      members.push_back({"xl/worksheets/s" + number + ".xml",
                         "<x:worksheet xmlns:x=\"m\"><sheetData>" + sheets[i].rows + "</sheetData></x:worksheet>"});
    }
    members.push_back({"xl/workbook.xml", book + "</sheets></workbook>"});
    members.push_back({"xl/_rels/workbook.xml.rels", relations + "</Relationships>"});
    members.push_back({"xl/sharedStrings.xml",
                       "<sst><si><t>id</t></si><si><t>name</t></si><si><r><t>Gr</t></r><r><t xml:space=\"preserve\">"
                       "\xC3\xBCn </t></r><rPh><t>no</t></rPh></si><si><t>born</t></si>" +
                           more_strings_ + "</sst>"});
    members.push_back({"xl/styles.xml",
                       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
                       "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
                       "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/>" +
                           more_styles_ + "</cellXfs></styleSheet>"});
    folder_.write("t.xlsx", test::zip_of(members));
    return open_xlsx(text, folder_ / "t.xlsx", max_field_bytes_);
  }
  static std::vector<std::string> rows_of(Table& table) {
    std::vector<std::string> rows;
    const auto reader = table.read({0, 1}, {});
    while (reader->next()) {
      std::string row = std::to_string(reader->line()) + ":";
      for (std::size_t f = 0; f < reader->num_fields(); ++f) row += std::string(reader->value(f)) + "|";
      rows.push_back(row + (reader->defect() ? "defect" : ""));
    }
    return rows;
  }
  std::string message_of(const std::vector<Sheet>& sheets, const config::TextFormat& text = {}) {
    try {
      const auto table = open(sheets, text);
      (void)rows_of(*table);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      return error.what();
    }
    return "no error";
  }
  test::ScratchFolder folder_;
  std::string more_strings_;
  std::string more_styles_;
  std::uint64_t max_field_bytes_ = 1U << 20;
};

const std::string kHeaderRow =
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" "
    "t=\"s\"><v>3</v></c></row>";

TEST_F(Xlsx, cells_of_all_types_are_read) {
  const auto table =
      open({{"Sheet1", kHeaderRow + "<row r=\"3\"><c r=\"A3\"><v>7</v></c><c r=\"B3\" t=\"s\"><v>2</v></c>"
                                    "<c r=\"C3\" s=\"1\"><v>45351</v></c></row>"
                                    "<row><c t=\"inlineStr\"><is><t>x &amp; y</t></is></c><c t=\"b\"><v>1</v></c>"
                                    "<c t=\"e\"><v>#N/A</v></c></row>"
                                    "<row r=\"9\"><c r=\"B9\" t=\"str\"><f>A1</f><v>formula</v></c></row>"
                                    "<row r=\"10\"><c r=\"B10\" s=\"1\"/></row>"}});
  EXPECT_EQ(table->columns(), (std::vector<std::string>{"id", "name", "born"}));
  EXPECT_EQ(rows_of(*table),
            (std::vector<std::string>{"3:7|Gr\xC3\xBCn|2024-02-29|", "4:x & y|true||", "9:|formula||"}));
}

TEST_F(Xlsx, a_value_beside_the_header_is_a_defect) {
  const auto table = open({{"Sheet1", kHeaderRow + "<row r=\"2\"><c r=\"D2\"><v>1</v></c></row>"}});
  EXPECT_EQ(rows_of(*table), (std::vector<std::string>{"2:|||defect"}));
}

TEST_F(Xlsx, titles_and_several_rows_of_names_are_heeded) {
  config::TextFormat text;
  text.skip_lines = 2;
  text.header_rows = 2;
  const std::string title = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Customers</t></is></c></row>";
  const auto names = [](const std::string& row, const std::string& a, const std::string& b) {
    return "<row r=\"" + row + "\"><c t=\"inlineStr\"><is><t>" + a + "</t></is></c><c t=\"inlineStr\"><is><t>" + b +
           "</t></is></c></row>";
  };
  const auto table =
      open({{"Sheet1", title + names("4", "first", "last") + names("5", "name", "name") + names("6", "a", "b")}}, text);
  EXPECT_EQ(table->columns(), (std::vector<std::string>{"first name", "last name"}));
  EXPECT_EQ(rows_of(*table), (std::vector<std::string>{"6:a|b|"}));
  text.header_rows = 0;
  text.skip_lines = 5;
  const auto positions = open({{"Sheet1", title + names("6", "a", "b")}}, text);
  EXPECT_EQ(positions->columns(), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(rows_of(*positions), (std::vector<std::string>{"6:a|b|"}));
}

TEST_F(Xlsx, one_of_several_sheets_with_values_must_be_named) {
  const std::vector<Sheet> sheets = {{"Notes", "<row r=\"1\"/>"}, {"Old", kHeaderRow}, {"New", kHeaderRow}};
  const std::string message = message_of(sheets);
  EXPECT_NE(message.find("has 2 sheets with values: \"Old\", \"New\""), std::string::npos) << message;
  config::TextFormat text;
  text.sheet = "New";
  EXPECT_EQ(open(sheets, text)->columns().size(), 3U);
  text.sheet = "new";
  EXPECT_NE(message_of(sheets, text).find("has no sheet \"new\"; it has \"Notes\", \"Old\", \"New\""),
            std::string::npos);
  EXPECT_EQ(open({{"Notes", ""}, {"Old", kHeaderRow}})->columns().size(), 3U);
  EXPECT_NE(message_of({{"Notes", ""}}).find("no sheet has a value"), std::string::npos);
}

TEST_F(Xlsx, a_cell_whose_string_or_format_cannot_be_found_is_named_and_never_read_as_another) {
  const auto message = [&](const std::string& cell) {
    return message_of({{"Kunden", kHeaderRow + "<row r=\"7\"><c r=\"A7\"><v>1</v></c>" + cell + "</row>"}});
  };
  for (const std::string index : {"x", "1.0", "-1", "+1", "0x1", "1 2", "99999999999999999999"}) {
    const std::string text = message("<c r=\"AB7\" t=\"s\"><v>" + index + "</v></c>");
    EXPECT_NE(text.find("t.xlsx: sheet \"Kunden\" cannot be read (cell AB7 refers to a string by what is no number)"),
              std::string::npos)
        << index << ": " << text;
  }
  EXPECT_NE(message("<c r=\"B7\" t=\"s\"><v>4</v></c>").find("(cell B7 refers to a string that is not there)"),
            std::string::npos);
  EXPECT_NE(message("<c r=\"B7\" s=\"y\"><v>4</v></c>").find("(cell B7 refers to a format by what is no number)"),
            std::string::npos);
  EXPECT_NE(message("<c r=\"7B\"><v>4</v></c>").find("row 7 has a cell whose place cannot be read"), std::string::npos);
  EXPECT_EQ(message("<c r=\"B7\" t=\"s\"><v> 1 </v></c><c r=\"C7\" t=\"s\"/>"), "no error");
}

TEST_F(Xlsx, formulas_without_a_stored_value_are_counted_in_the_columns_that_are_read) {
  const auto table = open(
      {{"Kunden", kHeaderRow + "<row r=\"2\"><c r=\"A2\"><f>1+1</f></c><c r=\"B2\"><f>A2</f><v></v></c>"
                               "<c r=\"C2\" t=\"str\"><f>\"\"</f><v></v></c></row>"
                               "<row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\" t=\"str\"><f>A3</f><v>x</v></c></row>"
                               "<row r=\"4\"><c r=\"A4\"><v>4</v></c><c r=\"B4\" t=\"s\"><f>A3</f></c>"
                               "<c r=\"C4\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"}});
  const auto doubt = [&](const std::vector<std::size_t>& fields) {
    const auto reader = table->read({0, 1}, fields);
    std::size_t num_rows = 0;
    while (reader->next()) ++num_rows;
    EXPECT_EQ(num_rows, 2U);
    return reader->doubt();
  };
  EXPECT_EQ(doubt({0, 1}).find("sheet \"Kunden\": formulas without a stored value, which count as missing: 3. Open"),
            0U)
      << doubt({0, 1});
  EXPECT_NE(doubt({1}).find("missing: 2."), std::string::npos);
  EXPECT_EQ(doubt({2}), "");
}

TEST_F(Xlsx, values_longer_than_a_field_may_be_are_defects_of_their_rows) {
  max_field_bytes_ = 5;
  more_strings_ = "<si><t>\xC3\xA4_x0041__x0041_b</t></si><si><t>sixsix</t></si><si><t>after</t></si>";
  const auto table = open(
      {{"S", kHeaderRow +
                 "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>4</v></c><c r=\"B2\" t=\"s\"><v>6</v></c></row>"
                 "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>5</v></c></row>"
                 "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>sixsix</t></is></c><c r=\"B4\"><v>1</v></c></row>"
                 "<row r=\"5\"><c r=\"A5\" t=\"str\"><v>" +
                 std::string(100, 'x') + "</v></c></row><row r=\"6\"><c r=\"A6\"><v>12345</v></c></row>"}});
  EXPECT_EQ(rows_of(*table), (std::vector<std::string>{"2:\xC3\xA4"
                                                       "AAb|after||",
                                                       "3:|||defect", "4:|1||defect", "5:|||defect", "6:12345|||"}));
}

TEST_F(Xlsx, cells_may_stand_in_any_order_and_of_two_in_one_place_the_last_counts) {
  const auto table = open({{"S", kHeaderRow + "<row r=\"2\"><c r=\"C2\"><v>3</v></c><c r=\"A2\"><v>9</v></c>"
                                              "<c r=\"A2\"><v>1</v></c><c><v>2</v></c></row>"}});
  EXPECT_EQ(rows_of(*table), (std::vector<std::string>{"2:1|2|3|"}));
}

std::uint64_t most_bytes_so_far() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) << 10U;
}

TEST_F(Xlsx, cells_far_to_the_right_take_no_memory_for_those_beside_them) {
  constexpr std::uint64_t kAllowedBytes = std::uint64_t{100} << 20;
  std::string rows = "<row><c r=\"XFD1\"><v>0</v></c></row>";
  for (int i = 0; i < 4000; ++i) rows += "<row><c r=\"XFD\"><v>1</v></c></row>";
  const std::uint64_t before = most_bytes_so_far();
  const auto table = open({{"S", rows}});
  EXPECT_EQ(table->columns().size(), 16'384U);
  const auto reader = table->read({0, 1}, {16'383});
  int num_rows = 0;
  for (; reader->next(); ++num_rows) ASSERT_EQ(reader->value(16'383), "1");
  EXPECT_EQ(num_rows, 4000);
  EXPECT_LT(most_bytes_so_far() - before, kAllowedBytes);
  EXPECT_LT(outline_xlsx(folder_ / "t.xlsx").at(0).first_rows.size(), 10U);
}

TEST_F(Xlsx, more_formats_than_a_program_writes_are_refused) {
  for (std::size_t i = 0; i < kMaxStyles; ++i) more_styles_ += "<xf/>";
  const std::string message = message_of({{"S", kHeaderRow}});
  EXPECT_NE(message.find("t.xlsx: xl/styles.xml cannot be read (more than 65536 formats of cells)"), std::string::npos)
      << message;
}

TEST(SharedStrings, each_string_counts_even_an_empty_one) {
  constexpr std::uint64_t kMaxBytes = std::uint64_t{3} << 20;
  SharedStrings empty;
  while (empty.add("", false, kMaxBytes)) {
  }
  EXPECT_EQ(empty.size(), (std::size_t{2} << 20) / kBytesPerSharedString);
  EXPECT_LE(empty.num_bytes(), kMaxBytes);
  SharedStrings full;
  while (full.add(std::string(1000, 'x'), false, kMaxBytes)) {
  }
  EXPECT_GT(full.size(), 2000U);
  EXPECT_LE(full.num_bytes(), kMaxBytes);
}

TEST(SharedStrings, strings_of_all_lengths_come_back) {
  SharedStrings strings;
  std::vector<std::string> expected;
  for (const std::size_t size : {0U, 1U, 700'000U, 700'000U, 0U, 3'000'000U, 0U, 5U, 0U, 1'048'576U, 0U, 2U}) {
    expected.emplace_back(size, static_cast<char>('a' + expected.size()));
    ASSERT_TRUE(strings.add(expected.back(), false));
  }
  expected.emplace_back();
  ASSERT_TRUE(strings.add("not kept", true));
  ASSERT_EQ(strings.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(strings[i] == expected[i]) << i;
    EXPECT_EQ(strings.is_too_long(i), i + 1 == expected.size());
  }
}

TEST_F(Xlsx, an_outline_has_the_sheets_with_values_and_their_first_rows) {
  (void)open({{"Old", "<row r=\"3\"><c r=\"B3\"><v>1</v></c></row><row r=\"5\"><c><v>1</v></c><c><v>2</v></c></row>"},
              {"Notes", "<row r=\"1\"/>"}},
             {});
  const auto sheets = outline_xlsx(folder_ / "t.xlsx");
  ASSERT_EQ(sheets.size(), 1U);
  EXPECT_EQ(sheets[0].name, "Old");
  EXPECT_EQ(sheets[0].num_rows, 2U);
  EXPECT_EQ(sheets[0].num_table_rows, 1U);
  ASSERT_EQ(sheets[0].first_rows.size(), 2U);
  EXPECT_EQ(sheets[0].first_rows[0].number, 3U);
  EXPECT_EQ(sheets[0].first_rows[0].values, (std::vector<std::string>{"", "1"}));
}

TEST_F(Xlsx, damaged_and_hostile_files_are_refused) {
  EXPECT_NE(message_of({{"S", kHeaderRow + "<row r=\"2\"><c"}}).find("cannot be read"), std::string::npos);
  EXPECT_NE(message_of({{"S", kHeaderRow + "<row><c t=\"s\"><v>99</v></c></row>"}}).find("a string that is not there"),
            std::string::npos);
  EXPECT_NE(message_of({{"S", kHeaderRow + "<row><c r=\"ZZZZ1\"><v>1</v></c></row>"}}).find("beyond the last column"),
            std::string::npos);
  const auto message = [&](const std::string& bytes) {
    folder_.write("other.xlsx", bytes);
    try {
      (void)open_xlsx({}, folder_ / "other.xlsx");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_NE(message("id,name\n").find("is no .xlsx file"), std::string::npos);
  EXPECT_NE(message("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").find("old form (.xls)"), std::string::npos);
  EXPECT_NE(message(test::zipped({"a.csv"}, "x")).find("no .xlsx file"), std::string::npos);
  EXPECT_NE(message(test::zipped({"xl/workbook.bin"}, "x")).find("(.xlsb)"), std::string::npos);
  EXPECT_NE(message(test::zip_of({{"xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"x\">]><workbook/>"}}))
                .find("declares a document type"),
            std::string::npos);
}

}  // namespace
}  // namespace onefold::tables
