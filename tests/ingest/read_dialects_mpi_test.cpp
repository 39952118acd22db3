// Files of all kinds of dialects, by any number of ranks.
#include <algorithm>
#include <map>

#include "csv/naive_csv.hpp"
#include "ingest/read_sources_cases.hpp"
#include "record/hash.hpp"
#include "support/encoded.hpp"

namespace onefold::ingest {
namespace {

class ReadDialects : public ReadSources {
 protected:
  /// The columns a and b of the records, by reading `text` as a file; checks that ranks and chunks make no difference.
  std::vector<std::string> values(const std::string& name, const std::string& text, config::TextFormat format = {},
                                  std::uint64_t num_quarantined = 0) {
    write(name, text);
    Job job;
    for (const char* column : {"a", "b"}) job.attributes.push_back({.name = column});
    job.sources.emplace_back();
    job.sources[0].name = "s0";
    job.sources[0].files = {path(name)};
    job.sources[0].text = std::move(format);
    for (std::uint32_t a = 0; a < 2; ++a) job.sources[0].columns.push_back({a, columns[a]});
    job.max_quarantine = num_quarantined;
    found = everything(world(), job);
    for (const std::size_t chunk_bytes : {1U, 7U}) {
      EXPECT_EQ(everything(world(), job, {}, {.chunk_bytes = chunk_bytes}), found) << name;
    }
    EXPECT_EQ(found.quarantine.size(), num_quarantined) << name;
    std::vector<std::string> out;
    for (const std::string& line : found.records) {
      // source|row|id|updated|truth|a|b
      std::size_t at = 0;
      for (int bar = 0; bar < 5; ++bar) at = line.find('|', at) + 1;
      out.push_back(line.substr(at));
    }
    return out;
  }
  std::vector<std::string> columns = {"a", "b"};
  Everything found;
};

using Lines = std::vector<std::string>;

// The kinds of files that csv-spectrum, a public corpus, has; the files are our own.
TEST_F(ReadDialects, quotes_commas_line_breaks_and_utf8_are_read_as_rfc_4180_says) {
  EXPECT_EQ(values("simple.csv", "a,b\n1,2\n"), (Lines{"1|2"}));
  EXPECT_EQ(values("simple_crlf.csv", "a,b\r\n1,2\r\n3,4"), (Lines{"1|2", "3|4"}));
  EXPECT_EQ(values("comma_in_quotes.csv", "a,b\nHolm,\"12 Lane, Leith\"\n"), (Lines{"Holm|12 Lane, Leith"}));
  EXPECT_EQ(values("empty.csv", "a,b\n1,\"\"\n,2\n\"\",\"\"\n"), (Lines{"1|", "|2", "|"}));
  EXPECT_EQ(values("empty_crlf.csv", "a,b\r\n1,\"\"\r\n,2\r\n"), (Lines{"1|", "|2"}));
  EXPECT_EQ(values("escaped_quotes.csv", "a,b\n1,\"the \"\"best\"\" of\"\n\"\"\"x\"\"\",2\n"),
            (Lines{"1|the \"best\" of", "\"x\"|2"}));
  EXPECT_EQ(values("json.csv", "a,b\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1.5, 2]}\"\n"),
            (Lines{"1|{\"type\": \"Point\", \"at\": [1.5, 2]}"}));
  EXPECT_EQ(values("coordinates.csv", "a,b\n1,\"52\xC2\xB0 31' 12\"\" N\"\n"), (Lines{"1|52\xC2\xB0 31' 12\" N"}));
  EXPECT_EQ(values("newlines.csv", "a,b\n\"1\n2\",\"\n3\n\"\n4,5\n"), (Lines{"1\n2|\n3\n", "4|5"}));
  EXPECT_EQ(found.lines[0].records, 5U);
  EXPECT_EQ(values("newlines_crlf.csv", "a,b\r\n\"1\r\n2\",3\r\n4,5\r\n"), (Lines{"1\r\n2|3", "4|5"}));
  EXPECT_EQ(values("quotes_and_newlines.csv", "a,b\n1,\"ha\n\"\"ha\"\"\nha\"\n3,4\n"),
            (Lines{"1|ha\n\"ha\"\nha", "3|4"}));
  EXPECT_EQ(values("utf8.csv", "a,b\n\xE2\x82\xAC,\xCA\xA4\n"), (Lines{"\xE2\x82\xAC|\xCA\xA4"}));
}

TEST_F(ReadDialects, each_key_of_the_text_is_heeded) {
  EXPECT_EQ(values("bytes.txt", "a||b\n1|2||\"x||y\"\n", {.delimiter = "||"}), (Lines{"1|2|x||y"}));
  EXPECT_EQ(values("apostrophe.csv", "'a','b'\n'1','x, ''y'''\n", {.quote = '\''}), (Lines{"1|x, 'y'"}));
  EXPECT_EQ(values("none.csv", "a,b\n5\" pipe,\"\n", {.quote = '\0'}), (Lines{"5\" pipe|\""}));
  EXPECT_EQ(values("escape.csv", "a,b\n\"x\\\"y\",1\\,2\n", {.escape = '\\'}), (Lines{"x\"y|1,2"}));
  EXPECT_EQ(values("comment.csv", "# \"made by us\na,b\n1,2\n#3,4\n", {.comment = "#"}), (Lines{"1|2"}));
  EXPECT_EQ(found.lines[0].comment, 2U);
  EXPECT_EQ(values("returns.csv", "a,b\r1,\"x\ny\"\r3,4\r"), (Lines{"1|x\ny", "3|4"}));
  EXPECT_EQ(values("blanks.csv", "a, b\n1, \"2, 3\" \n\t\"4\",5\n"), (Lines{"1|2, 3", "4|5"}));
  EXPECT_EQ(values("sep.csv", "sep=;\r\na;b\r\n1;2\r\n"), (Lines{"1|2"}));
  EXPECT_EQ(found.lines[0].skipped, 1U);
  EXPECT_EQ(values("titles.csv", "Our \"customers\n\"\n\na,b\n1,2\n", {.skip_lines = 2}), (Lines{"1|2"}));
  EXPECT_EQ(found.lines[0].skipped, 2U);
  EXPECT_EQ(found.lines[0].blank, 1U);
  columns = {"1", "2"};
  EXPECT_EQ(values("headerless.csv", "Title\n#\n1,2\n", {.comment = "#", .skip_lines = 1, .header_rows = 0}),
            (Lines{"1|2"}));
  EXPECT_EQ(values("headerless_sep.csv", "sep=|\n1|2\n\n3|4\n", {.header_rows = 0}), (Lines{"1|2", "3|4"}));
}

TEST_F(ReadDialects, footers_are_left_out_of_plain_and_of_compressed_files) {
  const std::string text = "a,b\n1,2\n3,4\nTotal,\"2\nend of file\n\n";
  EXPECT_EQ(values("footer.csv", text, {.footer_lines = 2}), (Lines{"1|2", "3|4"}));
  EXPECT_EQ(found.lines[0].footer, 3U) << "with the blank line after it";
  EXPECT_EQ(values("footer.gz", test::gzipped(text), {.footer_lines = 2}), (Lines{"1|2", "3|4"}));
  EXPECT_EQ(found.lines[0].footer, 3U);
  EXPECT_EQ(values("footer.txt", "a||b\n1||2\nTotal", {.delimiter = "||", .footer_lines = 1}), (Lines{"1|2"}));
}

TEST_F(ReadDialects, headers_of_several_rows_repeated_names_and_trailing_delimiters_are_read) {
  columns = {"Name first", "Name last"};
  EXPECT_EQ(values("two.csv", "Name,,\nfirst,last,x\n1,2,3\n", {.header_rows = 2}), (Lines{"1|2"}));
  EXPECT_EQ(found.lines[0].header, 2U);
  columns = {"email", "email_2"};
  EXPECT_EQ(values("repeated.csv", "email,email\n1,2\n"), (Lines{"1|2"}));
  columns = {"column_2", "column_3"};
  EXPECT_EQ(values("unnamed.csv", "id,,\n1,2,3\n"), (Lines{"2|3"}));
  columns = {"a", "b"};
  EXPECT_EQ(values("trailing.csv", "a,b\n1,2,\n3,,\n4,5,\n", {}), (Lines{"1|2", "3|", "4|5"}));
  EXPECT_EQ(values("header_trailing.csv", "a,b,\n1,2\n3,4\n"), (Lines{"1|2", "3|4"}));
  EXPECT_EQ(values("delimiters.csv", "a,b\n,\n1,2\n , \n\n,,,\n"), (Lines{"1|2"}));
  EXPECT_EQ(found.lines[0].delimiters, 3U);
  EXPECT_EQ(found.lines[0].blank, 1U);
}

TEST_F(ReadDialects, a_stray_quote_costs_its_row_and_a_stretch_of_several_lines_names_both_ends) {
  std::string text = "a,b\n";
  for (int row = 0; row < 100; ++row)
    text += row == 20 ? "\"x,y\n" : row == 70 ? "x,\"y\n" : row == 80 ? "\"1\n2\"x,y\n" : "1,2\n";
  EXPECT_EQ(values("stray.csv", text, {}, 4).size(), 97U);
  EXPECT_EQ(found.places[0], "0|21|" + path("stray.csv") + ":22");
  EXPECT_EQ(values("long.csv", "a,b\n\"1\n2\",3,4\n5,6\n", {}, 1), (Lines{"5|6"}));
  EXPECT_EQ(found.places, (Lines{"0|1|" + path("long.csv") + ":2-3"}));
  EXPECT_EQ(found.lines[0].quarantined, 2U);
}

TEST_F(ReadDialects, a_header_that_stands_again_is_no_row) {
  const std::string page = "a,b\r\n1,2\r\n\"3\",4\r\n";
  EXPECT_EQ(values("pages.csv", page + page + "\xEF\xBB\xBF" + page),
            (Lines{"1|2", "3|4", "1|2", "3|4", "1|2", "3|4"}));
  EXPECT_EQ(found.lines[0].header, 1U);
  EXPECT_EQ(found.lines[0].repeated_header, 2U);
  EXPECT_EQ(found.lines[0].records, 6U);
  EXPECT_EQ(values("case.csv", "a,b\nA,b\na,b \nb,a\n"), (Lines{"A|b", "a|b", "b|a"})) << "not exactly the same";
  EXPECT_EQ(values("quoted.csv", "\"a\",b\n\"a\",b\n1,2\n\"a\",b"), (Lines{"1|2"}));
  EXPECT_EQ(found.lines[0].repeated_header, 2U);
  EXPECT_EQ(values("latin.csv", test::as_latin1("a,b,\u00e9\n1,2,3\na,b,\u00e9\n"), {.encoding = "ISO-8859-1"}),
            (Lines{"1|2"}));
  EXPECT_EQ(values("gone.csv.gz", test::gzipped(page + page), {}), (Lines{"1|2", "3|4", "1|2", "3|4"}));
  EXPECT_EQ(found.lines[0].repeated_header, 1U);
  columns = {"n a", "n b"};
  EXPECT_EQ(values("two.csv", "n,\na,b\n1,2\nn,\na,b\n3,4\n", {.header_rows = 2}), (Lines{"1|2", "3|4"}));
  EXPECT_EQ(found.lines[0].repeated_header, 2U);
}

TEST_F(ReadDialects, rows_that_were_appended_with_other_line_ends_are_refused) {
  const auto refuse = [&](const std::string& name, const std::string& text, const std::string& line,
                          const std::string& ends) {
    write(name, text);
    Job job = job_of({{path(name)}});
    job.sources[0].id.clear();
    job.max_quarantine = 10;
    for (const std::size_t chunk_bytes : {3U, 1U << 20})
      expect_error(job, ExitCode::input, {"\"s0\"", path(name) + ":" + line, ends}, {.chunk_bytes = chunk_bytes});
  };
  std::string rows = "a,b,c\n";
  for (int row = 0; row < 300; ++row) rows += "1,2,\"3\n4\"\n";
  refuse("returns.csv", rows + "a,b,c\r1,2,3\r1,\"2\",\"3\"\r4,5,6\r", "602: 4 rows", "carriage returns alone between");
  refuse("behind.csv", rows + "7,8,9\r1,2,3\r" + "\n1,2,3\n", "602: 2 rows", "write all its line ends alike");
  rows = "a,b,c\r";
  for (int row = 0; row < 300; ++row) rows += "1,2,3\r";
  refuse("feeds.csv", rows + "1,2,3\n4,5,6\n7,8,9\n", "302: 3 rows", "line feeds between");
  // A carriage return within a malformed row is none of that.
  EXPECT_EQ(values("one.csv", "a,b\n1,2,\r3\n4,5\n", {}, 1), (Lines{"4|5"}));
}

TEST_F(ReadDialects, what_has_no_rows_is_called_so_in_one_line) {
  const auto refuse = [&](const std::string& name, const std::string& text, const std::vector<std::string>& words) {
    write(name, text);
    expect_error(job_of({{path(name)}}), ExitCode::input, words);
  };
  refuse("zero.csv", "", {path("zero.csv"), "is empty"});
  refuse("blank.csv", "\n\n \n,,\n", {path("blank.csv"), "has no header"});
  refuse("header.csv", kHeader + "\n,,,\n", {path("header.csv"), "a header only"});
  write("short.csv", "\nid,a,b,c\n");
  Job job = job_of({{path("short.csv")}});
  job.sources[0].text.header_rows = 2;
  expect_error(job, ExitCode::input, {path("short.csv"), "ends within its header: it has 1 row", "header = 2"});
  std::string wide = "id";
  for (int c = 0; c < 100'000; ++c) wide += ",c" + std::to_string(c);
  refuse("wide.csv", wide + "\n1,2\n", {path("wide.csv"), "no column", "100001 fields"});
}

// Random rows with hostile fields, as different writers put them down, read from both ends of every cut.
TEST_F(ReadDialects, hostile_cells_of_many_dialects_are_read_as_they_were_written) {
  const char* const words[] = {"x", "\"", ",", ";", "\n", "'", " y", "||", "\\", "#", "a\xC3\xA9", "\t"};
  const std::vector<config::TextFormat> formats = {{},
                                                   {.delimiter = ";"},
                                                   {.delimiter = "\t", .quote = '\''},
                                                   {.delimiter = "||"},
                                                   {.delimiter = ";", .escape = '\\'},
                                                   {.delimiter = "|", .comment = "#"}};
  for (std::size_t f = 0; f < formats.size(); ++f) {
    const config::TextFormat& format = formats[f];
    for (const std::string line_end : {"\n", "\r\n", "\r"}) {
      std::string text = "a" + format.delimiter + "b" + line_end;
      std::vector<std::string> expected;
      for (std::uint64_t row = 0; row < 60; ++row) {
        std::string values_of_row;
        for (std::uint64_t column = 0; column < 2; ++column) {
          std::string value = "v";
          for (std::uint64_t w = mix(mix(f, row), column) % 4; w > 0; --w)
            value += words[mix(mix(row, column), mix(w, f)) % std::size(words)];
          value += "w";
          values_of_row += (column == 0 ? "" : "|") + value;
          text += column == 0 ? "" : format.delimiter;
          text += format.quote;
          for (const char c : value) {
            if (c == format.escape || c == format.quote) text += format.escape != '\0' ? format.escape : format.quote;
            text += c;
          }
          text += format.quote;
        }
        text += line_end;
        expected.push_back(values_of_row);
      }
      EXPECT_EQ(values("hostile.csv", text, format), expected) << f;
    }
  }
}

}  // namespace
}  // namespace onefold::ingest
