// NDJSON and columns of fixed width, read by any number of ranks.
#include <algorithm>

#include "ingest/read_sources_cases.hpp"
#include "support/all_rows.hpp"
#include "support/encoded.hpp"

namespace onefold::ingest {
namespace {

using test::all_rows;

class ReadLines : public ReadSources {
 protected:
  [[nodiscard]] Job ndjson_job(const std::string& file) const {
    Job job = job_of({{path(file)}});
    auto& source = job.sources[0];
    source.shape = config::Shape::ndjson;
    source.text.header_rows = 0;
    source.columns[1].from.column = "b.first";
    source.columns[2].from.column = "c";
    job.attributes[2].is_array = true;
    return job;
  }
};

std::string objects(std::size_t num_rows) {
  std::string text;
  for (std::size_t i = 0; i < num_rows; ++i) {
    text += "{\"id\":" + std::to_string(i) + ",\"a\":\"Gr\u00fcn\\n" + std::to_string(i % 7) + "\"";
    if (i % 3 != 0) text += ",\"b\":{\"last\":\"x\",\"first\":\"y" + std::string(i % 50, 'z') + "\"}";
    text += i % 2 == 0 ? ",\"c\":[\"p\",\"q\"]}\n" : "}\r\n";
    if (i % 11 == 0) text += "\n";
  }
  return text;
}

TEST_F(ReadLines, objects_are_rows_and_paths_are_columns) {
  write("shop.ndjson",
        "{\"id\":7,\"a\":\"x\",\"b\":{\"first\":\"Zo\u00eb\"},\"c\":[1,2]}\n{\"c\":null,\"id\":\"u-8\"}");
  EXPECT_EQ(all_rows(ndjson_job("shop.ndjson")), (std::vector<std::string>{"7||-|x|Zo\u00eb|1\x1f"
                                                                           "2",
                                                                           "u-8||-|||"}));
}

TEST_F(ReadLines, all_cuts_give_the_same_rows) {
  const std::string text = objects(500);
  write("shop.ndjson", text);
  const Job job = ndjson_job("shop.ndjson");
  const auto expected = all_rows(job);
  ASSERT_EQ(expected.size(), 500U);
  for (const std::size_t chunk : {5U, 100U}) EXPECT_EQ(all_rows(job, {.chunk_bytes = chunk}), expected);
  write("shop.ndjson.gz", test::gzipped("\xEF\xBB\xBF" + text));
  EXPECT_EQ(all_rows(ndjson_job("shop.ndjson.gz")), expected);
  write("wide.ndjson", test::as_utf16("\uFEFF" + text, true));
  EXPECT_EQ(all_rows(ndjson_job("wide.ndjson")), expected);
  write("latin.ndjson", test::as_latin1(text));
  Job latin = ndjson_job("latin.ndjson");
  latin.sources[0].text.encoding = "windows-1252";
  EXPECT_EQ(all_rows(latin), expected);
}

TEST_F(ReadLines, lines_may_end_in_carriage_returns_alone) {
  std::string text = objects(300);
  std::erase(text, '\r');
  write("shop.ndjson", text);
  const auto expected = all_rows(ndjson_job("shop.ndjson"));
  ASSERT_EQ(expected.size(), 300U);
  std::ranges::replace(text, '\n', '\r');
  write("mac.ndjson", text);
  for (const std::size_t chunk : {5U, 100U, 100'000U})
    EXPECT_EQ(all_rows(ndjson_job("mac.ndjson"), {.chunk_bytes = chunk}), expected);
  write("mac.ndjson.gz", test::gzipped(text));
  EXPECT_EQ(all_rows(ndjson_job("mac.ndjson.gz")), expected);

  Job job = job_of({{path("fixed.txt")}});
  job.sources[0].shape = config::Shape::fixed_width;
  job.sources[0].text.header_rows = 0;
  job.sources[0].text.footer_lines = 1;
  job.sources[0].text.widths = {{"id", 1, 2}, {"a", 3, 6}, {"b", 7, 9}, {"c", 10, 10}};
  write("fixed.txt", "1 Anna  x  \r2 Bert  y z\rTotal 2\r");
  Ingested ingested;
  EXPECT_EQ(all_rows(job, {}, &ingested).size(), 2U);
  EXPECT_EQ(ingested.sources[0].lines.all, 3U);
  EXPECT_EQ(ingested.sources[0].lines.footer, 1U);
}

TEST_F(ReadLines, a_job_names_one_of_several_files_of_a_zip_archive) {
  write("both.zip", test::zip_of({{"in/a.csv", "id,a,b,c\n1,x,y,z\n"}, {"in/b.csv", "id,a,b,c\n7,p,q,r\n8,s,t,u\n"}}));
  Job job = job_of({{path("both.zip")}});
  expect_error(job, ExitCode::input, {"is a zip archive of 2 files: in/a.csv, in/b.csv; say which one"});
  job.sources[0].text.member = "in/b.csv";
  const auto rows = all_rows(job);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].starts_with("7|") && rows[0].ends_with("|p|q|r")) << rows[0];
  job.sources[0].text.member = "c.csv";
  expect_error(job, ExitCode::input, {"has no \"c.csv\" in it; it holds in/a.csv, in/b.csv"});
  write("plain.csv", "id,a,b,c\n1,x,y,z\n");
  Job plain = job_of({{path("plain.csv")}});
  plain.sources[0].text.member = "a.csv";
  expect_error(plain, ExitCode::input, {"is no zip archive"});
}

TEST_F(ReadLines, a_line_that_is_no_object_is_named_by_file_and_line) {
  write("bad.ndjson", objects(40) + "{\"id\":\"" + kMarker + "\",\"a\":}\n" + "{\"id\":99,\"a\":\"last\"}\n");
  Job job = ndjson_job("bad.ndjson");
  expect_error(job, ExitCode::limit, {path("bad.ndjson") + ":45: invalid_json"});
  job.max_quarantine = 1;
  Ingested ingested;
  EXPECT_EQ(all_rows(job, {}, &ingested).size(), 41U);
  EXPECT_EQ(ingested.sources[0].quarantined, 1U);
  EXPECT_EQ(ingested.sources[0].rows_read, 42U);
}

TEST_F(ReadLines, a_path_that_no_row_has_is_refused_with_those_that_there_are) {
  write("shop.ndjson", objects(20));
  Job job = ndjson_job("shop.ndjson");
  job.sources[0].columns[1].from.column = "b.First";
  expect_error(job, ExitCode::input, {"\"s0\"", "no row has \"b.First\"", "\"b.first\"", "\"b.last\""});
  // It may stand in another file of the source, however late.
  write("shop2.ndjson", "{\"id\":\"last\",\"b\":{\"First\":\"here\"}}\n");
  job.sources[0].files.push_back(path("shop2.ndjson"));
  EXPECT_EQ(all_rows(job).back(), "last||-||here|");
  job.sources[0].columns[1].from.column = "b.FIRST";
  expect_error(job, ExitCode::input, {"no row has \"b.FIRST\""});
}

TEST_F(ReadLines, a_source_without_any_of_its_paths_is_refused) {
  write("shop.ndjson", objects(20));
  write("shop2.ndjson", objects(20));
  Job job = ndjson_job("shop.ndjson");
  job.sources[0].files.push_back(path("shop2.ndjson"));
  for (auto& column : job.sources[0].columns) column.from.column += "_wrong";
  job.sources[0].id.clear();
  expect_error(job, ExitCode::input, {"no row has \"a_wrong\", \"b.first_wrong\", \"c_wrong\"", "\"b.first\""});
  // Without an id no row is a record, but rows with paths there are.
  job.sources[0].id = "number";
  job.max_quarantine = 100;
  expect_error(job, ExitCode::input, {"no row has \"number\", \"a_wrong\""});
}

TEST_F(ReadLines, values_where_an_object_is_expected_are_counted_and_told) {
  const std::string object = "{\"id\":1,\"a\":\"x\",\"c\":[],\"b\":{\"first\":\"y\"}}\n";
  write("one.ndjson", "\n" + object + "{\"id\":2,\"b\":\"" + kMarker + "\"}\n" + "{\"id\":3,\"b\":7}\n");
  write("two.ndjson", "{\"id\":4,\"b\":\"z\"}\n{\"id\":5,\"b\":null}\n");
  Job job = ndjson_job("one.ndjson");
  job.sources[0].files.push_back(path("two.ndjson"));
  Ingested ingested;
  EXPECT_EQ(all_rows(job, {.chunk_bytes = 7}, &ingested).size(), 5U);
  ASSERT_EQ(ingested.warnings.size(), 1U);
  EXPECT_EQ(ingested.warnings[0].code, "lost_values");
  EXPECT_EQ(ingested.warnings[0].text,
            "source \"s0\": 3 rows have a value where \"b.first\" needs an object, first line 3 of " +
                path("one.ndjson") + "; map \"b\" too, or these values are lost");
  job.sources[0].columns[0].from.column = "b";
  EXPECT_EQ(all_rows(job, {}, &ingested)[1], std::string("2||-|") + kMarker + "||");
  EXPECT_TRUE(ingested.warnings.empty());
}

TEST_F(ReadLines, the_paths_of_an_8_bit_file_are_found_in_its_decoded_lines) {
  const std::string text =
      "{\"id\":1,\"a\":\"x\",\"c\":1}\n{\"id\":2,\"b\":{\"first\":\"Gr\u00fcn\",\"gr\u00f6\u00dfe\":2}}\n";
  write("latin.ndjson", test::as_latin1(text));
  Job job = ndjson_job("latin.ndjson");
  job.sources[0].text.encoding = "windows-1252";
  EXPECT_EQ(all_rows(job).size(), 2U);
  job.sources[0].columns[1].from.column = "b.last";
  expect_error(job, ExitCode::input, {"no row has \"b.last\"", "\"b.first\", \"b.gr\u00f6\u00dfe\""});
}

TEST_F(ReadLines, several_values_for_an_attribute_that_takes_one_are_refused) {
  write("shop.ndjson", objects(20) + "{\"id\":\"x\",\"a\":[\"" + kMarker + "\",\"y\"],\"b\":{\"first\":\"z\"}}\n");
  Job job = ndjson_job("shop.ndjson");
  expect_error(job, ExitCode::input,
               {path("shop.ndjson") + ":23", "several values in \"a\"", "array = true in [[attribute]] a"});
  job.attributes[0].is_array = true;
  EXPECT_EQ(all_rows(job).size(), 21U);
}

TEST_F(ReadLines, a_json_array_is_called_by_its_name) {
  write("array.ndjson", "[\n  {\"id\": 1},\n  {\"id\": 2}\n]\n");
  expect_error(ndjson_job("array.ndjson"), ExitCode::input, {"is a JSON array", "jq -c '.[]'"});
}

TEST_F(ReadLines, columns_of_fixed_width_are_cut_by_characters_in_any_encoding) {
  std::string text = "ID  A     B    C\n";
  for (int i = 0; i < 300; ++i)
    text +=
        std::to_string(1000 + i) + (i % 2 == 0 ? "Gr\u00fcn  " : "Smith ") + "x" + std::to_string(i % 10) + "   c\n";
  write("fixed.txt", text + "9999short\n");
  Job job = job_of({{path("fixed.txt")}});
  auto& source = job.sources[0];
  source.shape = config::Shape::fixed_width;
  source.text.widths = {{"id", 1, 4}, {"a", 5, 10}, {"b", 11, 15}, {"c", 16, 16}};
  const auto expected = all_rows(job);
  ASSERT_EQ(expected.size(), 301U);
  EXPECT_EQ(expected[0], "1000||-|Gr\u00fcn|x0|c");
  EXPECT_EQ(expected[300], "9999||-|short||");
  EXPECT_EQ(all_rows(job, {.chunk_bytes = 3}), expected);
  write("latin.txt", test::as_latin1(text + "9999short\n"));
  source.files = {path("latin.txt")};
  source.text.encoding = "ISO-8859-1";
  EXPECT_EQ(all_rows(job), expected);
}

TEST_F(ReadLines, a_header_of_fixed_width_that_stands_again_is_no_row_and_all_lines_are_accounted_for) {
  const std::string page = "ID  A     B    C\n====\n1000Smith x1   c\n\n1001Meier x2   d\n";
  const std::string text = "\xEF\xBB\xBF" + page + "# note\n" + page + "1002short\nTotal 3";
  write("pages.txt", text);
  write("pages.gz", test::gzipped(text));
  Job job = job_of({{path("pages.txt")}});
  auto& source = job.sources[0];
  source.id.clear();
  source.shape = config::Shape::fixed_width;
  source.text.header_rows = 2;
  source.text.footer_lines = 1;
  source.text.comment = "#";
  source.text.widths = {{"id", 1, 4}, {"a", 5, 10}, {"b", 11, 15}, {"c", 16, 16}};
  const Everything expected = everything(world(), job);
  EXPECT_EQ(expected.records.size(), 5U);
  LineCounts lines{.all = 13, .records = 5, .header = 2, .blank = 2, .comment = 1, .footer = 1, .repeated_header = 2};
  EXPECT_EQ(expected.lines[0], lines);
  EXPECT_EQ(everything(world(), job, {}, {.chunk_bytes = 1}), expected);
  source.files = {path("pages.gz")};
  EXPECT_EQ(everything(world(), job).lines, expected.lines);
  // NDJSON
  const std::string objects_text = objects(100);
  write("shop.ndjson", objects_text);
  const auto num_lines = static_cast<std::uint64_t>(std::ranges::count(objects_text, '\n'));
  EXPECT_EQ(everything(world(), ndjson_job("shop.ndjson"), {}, {.chunk_bytes = 7}).lines[0],
            (LineCounts{.all = num_lines, .records = 100, .blank = num_lines - 100}));
}

TEST_F(ReadLines, a_sheet_of_excel_and_all_compressed_forms_give_the_rows_of_the_text) {
  const std::string text = "id,a,b,c\n1,Gr\u00fcn,7,\n2,x,,z\n";
  const std::vector<std::string> expected = {"1||-|Gr\u00fcn|7|", "2||-|x||z"};
  write("t.csv.bz2", test::bzip2ed(text));
  write("t.csv.xz", test::xz(text));
  write("t.zip", test::zipped({"t.csv"}, text));
  for (const char* name : {"t.csv.bz2", "t.csv.xz", "t.zip"})
    EXPECT_EQ(all_rows(job_of({{path(name)}})), expected) << name;

  const auto cell = [](const std::string& column, const std::string& value) {
    return "<c r=\"" + column + "\" t=\"str\"><v>" + value + "</v></c>";
  };
  const auto sheet = "<w><sheetData><row r=\"1\">" + cell("A1", "id") + cell("B1", "a") + cell("C1", "b") +
                     cell("D1", "c") + "</row><row r=\"3\"><c r=\"A3\"><v>1</v></c>" + cell("B3", "Gr\u00fcn") +
                     "<c r=\"C3\"><v>7.0</v></c></row><row r=\"4\">" + cell("A4", "2") + cell("B4", "x") +
                     cell("D4", "z") + "</row></sheetData></w>";
  write("t.xlsx",
        test::zip_of(
            {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" id=\"r\"/></sheets></workbook>"},
             {"xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"r\" Type=\"/worksheet\" Target=\"s.xml\"/></R>"},
             {"xl/s.xml", sheet}}));
  Job job = job_of({{path("t.xlsx")}});
  job.sources[0].shape = config::Shape::xlsx;
  EXPECT_EQ(all_rows(job), expected);
  // As a text it is called by its name.
  expect_error(job_of({{path("t.xlsx")}}), ExitCode::input, {"\"s0\"", "an Excel file (.xlsx)", "format = \"xlsx\""});
}

TEST_F(ReadLines, formulas_without_a_value_are_counted_for_each_file_on_all_ranks) {
  const auto workbook = [](const std::string& rows) {
    return test::zip_of(
        {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" id=\"r\"/></sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"r\" Type=\"/worksheet\" Target=\"s.xml\"/></R>"},
         {"xl/s.xml",
          "<w><row><c t=\"str\"><v>id</v></c><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c>"
          "<c t=\"str\"><v>c</v></c><c t=\"str\"><v>not mapped</v></c></row>" +
              rows + "</w>"}});
  };
  const std::string good = "<row><c><v>1</v></c></row>";
  const std::string bad = "<row><c><v>2</v></c><c><f>A2</f></c><c/><c/><c><f>A2</f></c></row>";
  write("1.xlsx", workbook(good));
  write("2.xlsx", workbook(bad + "<row><c><v>3</v></c><c><f>A2</f></c></row>"));
  write("3.xlsx", workbook("<row><c><v>4</v></c><c><f>A2</f></c></row>"));
  Job job = job_of({{path("1.xlsx"), path("2.xlsx"), path("3.xlsx")}});
  job.sources[0].shape = config::Shape::xlsx;
  Ingested ingested;
  EXPECT_EQ(all_rows(job, {}, &ingested).size(), 4U);
  ASSERT_EQ(ingested.warnings.size(), 2U);
  EXPECT_EQ(ingested.warnings[0].code, "formulas_without_value");
  EXPECT_EQ(ingested.warnings[0].text.find("source \"s0\", " + path("2.xlsx") + ": sheet \"S\": formulas"), 0U)
      << ingested.warnings[0].text;
  EXPECT_NE(ingested.warnings[0].text.find(": 2. Open"), std::string::npos) << ingested.warnings[0].text;
  EXPECT_NE(ingested.warnings[1].text.find(": 1. Open"), std::string::npos) << ingested.warnings[1].text;
}

TEST_F(ReadLines, long_values_of_excel_go_to_quarantine_as_those_of_texts) {
  const auto cell = [](const std::string& value) { return "<c t=\"str\"><v>" + value + "</v></c>"; };
  const std::string text = "id,a,b,c\n1,x,,\n2,12345678901,,\n";
  write("t.csv", text);
  write("t.xlsx",
        test::zip_of(
            {{"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" id=\"r\"/></sheets></workbook>"},
             {"xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"r\" Type=\"/worksheet\" Target=\"s.xml\"/></R>"},
             {"xl/s.xml", "<w><row>" + cell("id") + cell("a") + cell("b") + cell("c") + "</row><row>" + cell("1") +
                              cell("x") + "</row><row>" + cell("2") + cell("12345678901") + "</row></w>"}}));
  for (const char* const name : {"t.csv", "t.xlsx"}) {
    Job job = job_of({{path(name)}});
    job.sources[0].shape = std::string(name) == "t.xlsx" ? config::Shape::xlsx : config::Shape::csv;
    job.max_field_bytes = 10;
    job.max_quarantine = 1;
    Ingested ingested;
    EXPECT_EQ(all_rows(job, {}, &ingested), (std::vector<std::string>{"1||-|x||"})) << name;
    const auto quarantine = test::world().gather_all(ingested.local_quarantine);
    ASSERT_EQ(quarantine.size(), 1U) << name;
    EXPECT_EQ(quarantine[0].reason, Reason::field_too_long) << name;
  }
}

}  // namespace
}  // namespace onefold::ingest
