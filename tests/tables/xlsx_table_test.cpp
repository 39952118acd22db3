#include "tables/xlsx_table.hpp"

#include <gtest/gtest.h>

#include "onefold/record/error.hpp"
#include "support/compressed.hpp"
#include "support/scratch_folder.hpp"
#include "tables/xlsx_values.hpp"

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
                       "\xC3\xBCn </t></r><rPh><t>no</t></rPh></si><si><t>born</t></si></sst>"});
    members.push_back({"xl/styles.xml",
                       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
                       "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
                       "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"});
    folder_.write("t.xlsx", test::zip_of(members));
    return open_xlsx(text, folder_ / "t.xlsx");
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
