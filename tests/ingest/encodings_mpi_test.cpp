// Files in other encodings than UTF-8, read by any number of ranks.
#include <algorithm>

#include "ingest/examine_text.hpp"
#include "ingest/read_sources_cases.hpp"
#include "support/all_rows.hpp"
#include "support/encoded.hpp"

namespace onefold::ingest {
namespace {

using test::all_rows;

/// Names with accents in many rows, some of them quoted and over two lines.
std::string table(std::size_t num_rows) {
  static const char* const kNames[] = {"Grün", "Bréchet", "Smith", "Weiß", "\"Muñiz, José\"", "\"Åse\nØrsted\""};
  std::string text = "id,a,b,c\n";
  for (std::size_t i = 0; i < num_rows; ++i)
    text += std::to_string(i) + ",first," + kNames[i % std::size(kNames)] + ",c" + std::to_string(i) + "\n";
  return text;
}

TEST_F(ReadSources, one_table_is_the_same_in_every_encoding) {
  const std::string text = table(400);
  write("utf8.csv", text);
  const auto expected = all_rows(job_of({{path("utf8.csv")}}));
  ASSERT_EQ(expected.size(), 400U);

  write("latin.csv", test::as_latin1(text));
  Job latin = job_of({{path("latin.csv")}});
  latin.sources[0].text.encoding = "windows-1252";
  EXPECT_EQ(all_rows(latin), expected);
  EXPECT_EQ(all_rows(latin, {.chunk_bytes = 7}), expected) << "chunks end anywhere";

  for (const bool big : {false, true}) {
    write("marked.csv", test::as_utf16("\uFEFF" + text, big));
    EXPECT_EQ(all_rows(job_of({{path("marked.csv")}})), expected) << big;
    write("wide.csv", test::as_utf16(text, big));
    EXPECT_EQ(all_rows(job_of({{path("wide.csv")}})), expected) << big << ", without a mark";
  }
  write("packed.csv.gz", test::gzipped(test::as_utf16("\uFEFF" + text, false)));
  EXPECT_EQ(all_rows(job_of({{path("packed.csv.gz")}})), expected);
  write("packed.csv.zst", test::zstandard(test::as_latin1(text)));
  latin.sources[0].files = {path("packed.csv.zst")};
  EXPECT_EQ(all_rows(latin), expected);
}

TEST_F(ReadSources, a_header_with_accents_is_found_in_another_encoding) {
  write("latin.csv", test::as_latin1("id,ä,b,c\n1,Grün,b,c\n"));
  Job job = job_of({{path("latin.csv")}});
  job.sources[0].text.encoding = "ISO-8859-1";
  job.sources[0].columns[0].from.column = "ä";
  EXPECT_EQ(all_rows(job), (std::vector<std::string>{"1||-|Grün|b|c"}));
}

TEST_F(ReadSources, rows_with_accents_are_not_malformed_rows_of_a_file_that_is_not_utf8) {
  write("latin.csv", test::as_latin1(table(50)) + kMarker + ",x,y,z\n");
  Job job = job_of({{path("latin.csv")}});
  job.max_quarantine = 1000;
  expect_error(job, ExitCode::input,
               {"source \"s0\"", path("latin.csv") + ":2: is not UTF-8", "windows-1252",
                "set encoding = \"windows-1252\" in [[source]] s0"});
  // The only name with an accent stands far behind the beginning, and between the places that are looked at.
  std::string text = "id,a,b,c\n";
  for (int i = 0; i < 150'000; ++i) text += std::to_string(i) + ",first,Smith,c\n";
  const std::size_t at = text.find("100007,");
  text.replace(text.find("Smith", at), 5,
               "Ren\xE9"
               "e");
  write("late.csv", text);
  job = job_of({{path("late.csv")}});
  job.max_quarantine = 1000;
  expect_error(job, ExitCode::input, {path("late.csv") + ":100009: is not UTF-8", "windows-1252"});
  // What the job says counts.
  job.sources[0].text.encoding = "UTF-8";
  Ingested ingested;
  (void)all_rows(job, {}, &ingested);
  EXPECT_EQ(ingested.sources[0].quarantined, 1U);
}

TEST_F(ReadSources, a_damaged_line_among_lines_in_utf8_goes_to_quarantine_and_two_encodings_are_named) {
  const std::string good = "1,Grün,b,c\n2,Bréchet,b,c\n3,Weiß,b,c\n";
  write("damaged.csv", "id,a,b,c\n" + good + "4,Gr\xFCn,b,c\n");
  Job job = job_of({{path("damaged.csv")}});
  expect_error(job, ExitCode::limit, {path("damaged.csv") + ":5", "invalid_utf8", "other lines are UTF-8"});
  job.max_quarantine = 1;
  EXPECT_EQ(all_rows(job).size(), 3U);
  write("two.csv", "id,a,b,c\n" + good + test::as_latin1("4,Grün,b,c\n5,Bréchet,b,c\n6,Weiß,b,c\n7,Möhn,b,c\n"));
  job.sources[0].files = {path("two.csv")};
  expect_error(job, ExitCode::input, {path("two.csv") + ":5", "two encodings"});
}

TEST_F(ReadSources, a_table_with_values_that_are_not_utf8_is_not_read_as_a_text) {
  Job job = job_of({{}});
  job.sources[0].shape = config::Shape::postgresql;
  const std::vector<InputFile> files = {{.path = "postgresql:claims"}};
  EXPECT_NO_THROW(require_utf8(world(), job, files, {0}));
  job.sources[0].shape = config::Shape::csv;
  EXPECT_THROW(require_utf8(world(), job, files, {0}), Error);
}

TEST_F(ReadSources, bytes_that_the_encoding_does_not_have_put_their_row_into_quarantine) {
  write("latin.csv", "id,a,b,c\n1,Gr\xFCn,b,c\n2,x\x81y,b,c\n3,Wei\xDF,b,c\n");
  Job job = job_of({{path("latin.csv")}});
  job.sources[0].text.encoding = "windows-1252";
  expect_error(job, ExitCode::limit, {path("latin.csv") + ":3", "bytes that the encoding windows-1252 does not have"});
  job.max_quarantine = 1;
  EXPECT_EQ(all_rows(job), (std::vector<std::string>{"1||-|Grün|b|c", "3||-|Weiß|b|c"}));

  write("wide.csv", test::as_utf16("\uFEFFid,a,b,c\n1,x,b,c\n2,y", false) + std::string("\x00\xD8", 2) +
                        test::as_utf16(",b,c\n3,z,b,c\n", false));
  job = job_of({{path("wide.csv")}});
  expect_error(job, ExitCode::limit, {path("wide.csv") + ":3", "UTF-16LE does not have"});
  job.max_quarantine = 1;
  EXPECT_EQ(all_rows(job), (std::vector<std::string>{"1||-|x|b|c", "3||-|z|b|c"}));
}

TEST_F(ReadSources, a_mark_or_an_encoding_that_does_not_fit_the_file_is_refused) {
  write("lies.csv", std::string("\xFF\xFE") + "id,a,b,c\n1," + kMarker + ",b,c\n");
  expect_error(job_of({{path("lies.csv")}}), ExitCode::input,
               {"begins with the byte-order mark of UTF-16LE, but what follows is not UTF-16LE", "first 2 bytes"});
  write("lies.csv", "\xEF\xBB\xBF" + test::as_latin1(table(9)));
  expect_error(job_of({{path("lies.csv")}}), ExitCode::input, {"byte-order mark of UTF-8", "windows-1252"});
  write("utf8.csv", table(9));
  Job job = job_of({{path("utf8.csv")}});
  job.sources[0].text.encoding = "windows-1252";
  expect_error(job, ExitCode::input, {"is UTF-8", "encoding = \"windows-1252\""});
  job.sources[0].text.encoding = "UTF-16";
  expect_error(job, ExitCode::input, {"cannot be UTF-16"});
  write("wide.csv", test::as_utf16("\uFEFF" + table(9), false));
  job.sources[0].files = {path("wide.csv")};
  EXPECT_EQ(all_rows(job).size(), 9U);
  job.sources[0].text.encoding = "UTF-8";
  expect_error(job, ExitCode::input, {"is UTF-16LE", "byte-order mark", "encoding = \"UTF-8\""});
}

}  // namespace
}  // namespace onefold::ingest
