#include "rows/read_rows.hpp"

#include <gtest/gtest.h>

#include "onefold/record/error.hpp"
#include "support/compressed.hpp"
#include "support/encoded.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::rows {
namespace {

class ReadRows : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& bytes) {
    folder_.write(name, bytes);
    return folder_ / name;
  }
  static std::vector<std::string> all(const std::string& path, const RowFormat& format, RowCounts* counts = nullptr) {
    std::vector<std::string> out;
    const RowCounts found = read_rows(path, format, [&](Row& row) {
      std::string text;
      for (std::size_t f = 0; f < row.num_fields(); ++f) text += (f == 0 ? "" : "|") + std::string(row.value(f));
      out.push_back(text);
    });
    if (counts != nullptr) *counts = found;
    return out;
  }
  test::ScratchFolder folder_;
};

const std::string kTable = "id,name\n1,Gr\u00fcn\n2,Br\u00e9chet\n3,Wei\u00df\n";
const std::vector<std::string> kRows = {"id|name", "1|Gr\u00fcn", "2|Br\u00e9chet", "3|Wei\u00df"};

TEST_F(ReadRows, the_beginning_comes_in_utf8_and_says_what_a_job_must_say) {
  const Beginning plain = read_beginning(write("utf8.csv", "\xEF\xBB\xBF" + kTable), 1000);
  EXPECT_EQ(plain.bytes, kTable);
  EXPECT_TRUE(plain.encoding.empty());
  const Beginning latin = read_beginning(write("latin.csv", test::as_latin1(kTable)), 1000);
  EXPECT_EQ(latin.bytes, kTable);
  EXPECT_EQ(latin.encoding, "windows-1252");
  EXPECT_FALSE(latin.encoding_reason.empty());
  const Beginning wide = read_beginning(write("wide.csv.gz", test::gzipped(test::as_utf16(kTable, true))), 10);
  EXPECT_EQ(wide.bytes, kTable.substr(0, 13)) << "as many bytes as were asked for, and room for a mark";
  EXPECT_TRUE(wide.encoding.empty()) << "a run sees it by itself";
  EXPECT_THROW((void)read_beginning(write("report.pdf", "%PDF-1.4\n"), 1000), Error);
}

TEST_F(ReadRows, rows_are_read_in_any_encoding) {
  EXPECT_EQ(all(write("utf8.csv", kTable), {}), kRows);
  RowFormat latin;
  latin.text.encoding = "windows-1252";
  EXPECT_EQ(all(write("latin.csv", test::as_latin1(kTable)), latin), kRows);
  EXPECT_EQ(all(write("marked.csv", "\xEF\xBB\xBF" + test::as_latin1(kTable)), latin), kRows);
  EXPECT_EQ(all(write("wide.csv", test::as_utf16("\uFEFF" + kTable, false)), {}), kRows);
  RowCounts counts;
  EXPECT_EQ(all(folder_ / "latin.csv", {}, &counts).size(), 1U);
  EXPECT_TRUE(counts.has_invalid_utf8);
  EXPECT_EQ(encoding_by_all_lines(folder_ / "latin.csv"), "windows-1252");
  EXPECT_EQ(encoding_by_all_lines(write("damaged.csv", kTable + "4,Gr\xFCn\n")), "") << "UTF-8 with a damaged line";
}

TEST_F(ReadRows, shapes_with_names_have_a_field_for_each_column) {
  const std::string path =
      write("shop.ndjson", "{\"id\":1,\"tags\":[\"a\",\"b\"]}\nno JSON\n\n{\"id\":2,\"at\":{\"zip\":\"x\"}}\n");
  RowFormat format;
  format.shape = config::Shape::ndjson;
  format.text.header_rows = 0;
  std::string names;
  for (const auto& column : columns_of(path, format.shape, {})) names += column.name + (column.is_array ? "[] " : " ");
  EXPECT_EQ(names, "id tags[] at.zip ");
  RowCounts counts;
  EXPECT_EQ(all(path, format, &counts), (std::vector<std::string>{"1|a\x1f"
                                                                  "b|",
                                                                  "2||x"}));
  EXPECT_EQ(counts.defective, 1U);
  EXPECT_EQ(counts.first_defective_line, 2U);
  EXPECT_EQ(counts.first_defect, ingest::Reason::invalid_json);
  format.columns = {"at.zip"};
  format.max_rows = 1;
  EXPECT_EQ(all(path, format), (std::vector<std::string>{""}));

  RowFormat fixed;
  fixed.shape = config::Shape::fixed_width;
  fixed.text.header_rows = 0;
  fixed.text.widths = {{"a", 1, 2}, {"b", 3, 5}};
  EXPECT_EQ(all(write("fixed.txt", "ab123\n\nc\u00e945\n"), fixed), (std::vector<std::string>{"ab|123", "c\u00e9|45"}));
  fixed.text.footer_lines = 2;
  EXPECT_EQ(all(write("fixed.txt", "ab123\ncd456\nSum 2\nend"), fixed), (std::vector<std::string>{"ab|123", "cd|456"}));
}

TEST_F(ReadRows, an_excel_file_is_found_by_its_content) {
  const std::string path =
      write("list.csv",
            test::zip_of(
                {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" id=\"r\"/></sheets></workbook>"},
                 {"xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"r\" Type=\"/worksheet\" Target=\"s.xml\"/></R>"},
                 {"xl/s.xml",
                  "<w><row><c t=\"str\"><v>id</v></c><c t=\"str\"><v>name</v></c></row>"
                  "<row><c><v>1</v></c><c t=\"str\"><v>Gr\u00fcn</v></c></row></w>"}}));
  EXPECT_EQ(shape_of_binary(path), config::Shape::xlsx);
  EXPECT_EQ(shape_of_binary(write("text.csv", kTable)), config::Shape::csv);
  RowFormat format;
  format.shape = config::Shape::xlsx;
  EXPECT_EQ(columns_of(path, format.shape, {}).size(), 2U);
  EXPECT_EQ(all(path, format), (std::vector<std::string>{"1|Gr\u00fcn"}));
}

}  // namespace
}  // namespace onefold::rows
