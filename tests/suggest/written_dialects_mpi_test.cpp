// What suggest writes reads the file as it was written: any dialect, and any kind of pollution.
#include <rapidcheck/gtest.h>

#include "suggest/read_back.hpp"
#include "support/any_dialect.hpp"
#include "support/encoded.hpp"

namespace onefold::suggest {
namespace {

using Rows = std::vector<std::vector<std::string>>;

bool is_alone() { return test::world().size() == 1; }

std::string encoded(const std::string& text, int encoding) {
  switch (encoding) {
    case 1:
      return "\xEF\xBB\xBF" + text;
    case 2:
      return test::as_latin1(text);
    case 3:
      return test::as_utf16("\xEF\xBB\xBF" + text, false);
    case 4:
      return test::as_utf16(text, true);
    default:
      return text;
  }
}

// A hundred dialects with quotes, and a hundred without. On one rank, because each rank would draw others.
// Short cells: more than one byte in ten is a delimiter that is a control character.
TEST(WrittenDialects, unit_separators_make_no_binary_file) {
  const test::ScratchFolder folder(test::world());
  std::string text =
      "id\x1F"
      "a\x1F"
      "b\x1F"
      "c\x1F"
      "d\n";
  for (int row = 0; row < 60; ++row)
    text += std::to_string(row) + "\x1F" + std::to_string(row % 7) +
            "\x1F"
            "x\x1F"
            "y\x1F" +
            std::to_string(row % 3) + "\n";
  const ReadBack back = read_back(folder, "units.csv", text);
  EXPECT_EQ(back.refusal, "");
  ASSERT_EQ(back.rows.size(), 60U);
  EXPECT_EQ(back.rows[8], (std::vector<std::string>{"8", "1", "x", "y", "2"}));
}

TEST(WrittenDialects, a_suggested_job_reads_every_cell_as_it_was_written) {
  if (!is_alone()) return;
  for (const bool may_quote : {true, false})
    EXPECT_TRUE(rc::check("dialects", [&] {
      const auto dialect = test::any_dialect(may_quote);
      const auto table = test::any_table(dialect);
      int encoding = *rc::gen::inRange(0, 5);
      // What tells 8-bit encodings apart is how frequent letters are; the delimiter must not be the most frequent one.
      if (encoding == 2 && dialect.delimiter == "\xC2\xA7") encoding = 3;
      const test::ScratchFolder folder(test::world());
      const std::string text = test::written(table, dialect);
      const auto back = read_back(folder, "people.csv", encoded(text, encoding));
      RC_LOG() << "encoding " << encoding << "\n" << back.job.substr(0, back.job.find("# ---- How values")) << text;
      RC_ASSERT(back.refusal == "");
      RC_ASSERT(back.num_quarantined == 0U);
      RC_ASSERT(back.rows == table.rows);
    }));
}

/// A file that is polluted in one way. On one rank: how files are cut is tested with ingest. After the benchmark of
/// Vitagliano and others: Pollock, a data loading benchmark, VLDB 2023.
class Pollution : public ::testing::Test {
 protected:
  void SetUp() override {
    table_ = test::TableMaker(5).make(60, false, "");
    text_ = test::written(table_, {});
  }
  // The text is read as the table, except for `quarantined` rows that are put aside, counted and told.
  void expect_read(const std::string& text, std::size_t quarantined = 0, const Rows* expected = nullptr) {
    if (!is_alone()) return;
    const auto back = read_back(folder_, "people.csv", text);
    ASSERT_EQ(back.refusal, "");
    EXPECT_EQ(back.num_quarantined, quarantined) << back.job.substr(0, 3000);
    EXPECT_EQ(back.warns("malformed_rows"), quarantined > 0);
    const Rows& all = expected == nullptr ? table_.rows : *expected;
    if (quarantined == 0) {
      EXPECT_EQ(back.rows, all) << back.job.substr(0, 3000);
      return;
    }
    EXPECT_GE(back.rows.size() + quarantined, all.size());
    for (const auto& row : back.rows) EXPECT_EQ(std::ranges::count(all, row), 1) << row.front();
  }
  void expect_refused(const std::string& text, const std::string& cause) {
    if (!is_alone()) return;
    const auto back = read_back(folder_, "people.csv", text);
    EXPECT_NE(back.refusal.find(cause), std::string::npos) << back.refusal << back.job.substr(0, 3000);
    EXPECT_EQ(back.refusal.find('\n'), std::string::npos);
  }
  // The lines of the text; cells of several lines are taken apart.
  static std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t begin = 0; begin < text.size();) {
      const auto end = text.find('\n', begin);
      all.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
    return all;
  }
  static std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const auto& line : all) text += line + "\n";
    return text;
  }
  // The text with the line of row `row` changed.
  std::string with_line(std::size_t row, const std::function<void(std::string&)>& change) const {
    auto simple = table_;
    for (auto& cells : simple.rows)
      for (auto& cell : cells)
        for (auto at = cell.find('\n'); at != cell.npos; at = cell.find('\n')) cell[at] = ' ';
    auto all = lines(test::written(simple, {}));
    change(all[row + 1]);
    return joined(all);
  }
  Rows without_line_feeds() const {
    Rows rows = table_.rows;
    for (auto& cells : rows)
      for (auto& cell : cells) std::ranges::replace(cell, '\n', ' ');
    return rows;
  }
  test::WrittenTable table_;
  std::string text_;
  test::ScratchFolder folder_{test::world()};
};

TEST_F(Pollution, the_clean_file_is_read) { expect_read(text_); }

TEST_F(Pollution, no_payload_and_no_rows_are_refused) {
  expect_refused("", "is empty");
  expect_refused("\n\n  \n", "is empty");
  table_.rows.clear();
  expect_refused(test::written(table_, {}), "has a header and no rows");
}

TEST_F(Pollution, one_row_and_two_rows_are_read) {
  for (const std::size_t num_rows : {2U, 1U}) {
    table_.rows.resize(num_rows);
    expect_read(test::written(table_, {}));
    expect_read(test::written(table_, {.delimiter = ";"}));
  }
}

TEST_F(Pollution, line_ends_at_the_end_of_the_file) {
  expect_read(test::written(table_, {.ends_in_line_end = false}));
  expect_read(text_ + "\n");
  expect_read(text_ + "\n\n \n");
}

TEST_F(Pollution, header_forms) {
  expect_read(test::written(table_, {.header_rows = 0}));
  expect_read(test::written(table_, {.header_rows = 2}));
  // A third row says what the values are.
  table_.header.push_back({"number", "text", "text", "date", "address", "line", "name", "digits", "EUR", "text"});
  expect_read(test::written(table_, {.header_rows = 3}));
}

TEST_F(Pollution, titles_and_footnotes) {
  for (const std::string titles :
       {"Customers\n", "Customers of the north\nMade by hand, on request, by A. Smith\n\n", "\"Customers\"\n\n\n"})
    for (const std::string footers : {"", "60 rows selected.\n", "\nTotal: 60\nSource: the old system\n"})
      expect_read(test::written(table_, {.titles = titles, .footers = footers}));
  // Spreadsheets fill them up with delimiters.
  expect_read("Customers,,,,,,,,,\n,,,,,,,,,\n" + text_ + "Total,,,,,,,,60,\n");
}

TEST_F(Pollution, byte_order_mark) { expect_read("\xEF\xBB\xBF" + text_); }

TEST_F(Pollution, delimiters) {
  for (const std::string delimiter : {" ", ", ", ";", "\t", "||", "::", "~|~", "\x01", " - "})
    expect_read(test::written(table_, {.delimiter = delimiter, .quotes_all = delimiter == " - "}));
}

TEST_F(Pollution, quotes_and_escapes) {
  expect_read(test::written(table_, {.quote = '\''}));
  expect_read(test::written(table_, {.escape = '\\'}));
  expect_read(test::written(table_, {.quote = '\'', .escape = '\\', .quotes_all = true}));
  expect_read(test::written(table_, {.quotes_all = true}));
}

TEST_F(Pollution, line_ends) {
  expect_read(test::written(table_, {.line_end = "\r\n"}));
  expect_read(test::written(table_, {.line_end = "\r"}));
  // Both forms side by side.
  auto all = lines(text_);
  for (std::size_t i = 0; i < all.size(); i += 2)
    if (std::ranges::count(all[i], '"') % 2 == 0) all[i] += '\r';
  const auto back = read_back(folder_, "people.csv", joined(all));
  EXPECT_EQ(back.rows.size(), table_.rows.size());
}

TEST_F(Pollution, two_tables_are_refused) {
  const std::string orders = "order_id,article,amount\n17,lamp,20\n18,chair,31\n19,table,42\n20,cup,3\n";
  expect_refused(text_ + "\n" + orders, "two tables");
  expect_refused(text_ + orders, "two tables");
  auto other = test::TableMaker(6).make(30, true, "");
  other.header[1] = {"order_id", "article", "colour", "date", "account", "depot", "place", "code", "amount", "note"};
  expect_refused(text_ + "\n" + test::written(other, {}), "two tables");
}

TEST_F(Pollution, a_repeated_header_is_told) {
  const auto back = read_back(folder_, "people.csv", text_ + text_);
  EXPECT_TRUE(back.warns("header_repeated")) << back.refusal;
}

TEST_F(Pollution, cells_too_few_and_too_many) {
  table_.rows = without_line_feeds();
  expect_read(with_line(20, [](std::string& line) { line.erase(line.find(','), 1); }), 1);
  expect_read(with_line(20, [](std::string& line) { line.insert(line.find(','), 1, ','); }), 1);
  expect_read(with_line(20, [](std::string& line) { std::ranges::replace(line, ',', ';'); }), 1);
  expect_read(with_line(20, [](std::string& line) { line += "\n\n , , \n"; }));
}

TEST_F(Pollution, quotes_too_few_and_too_many) {
  table_.rows = without_line_feeds();
  for (const std::size_t row : {0U, 30U, 59U}) {
    // Before a cell, behind it, and inside it: the row is put aside, and no other.
    expect_read(with_line(row, [](std::string& line) { line.insert(line.find(',') + 1, 1, '"'); }), 1);
    expect_read(with_line(row, [](std::string& line) { line.insert(line.find(','), 1, '"'); }), 1);
    expect_read(with_line(row, [](std::string& line) { line.insert(line.find(',') + 2, 1, '"'); }), 1);
  }
}

TEST_F(Pollution, names_that_repeat_or_are_missing) {
  table_.header[1][8] = "email";
  const auto back = read_back(folder_, "people.csv", test::written(table_, {}));
  EXPECT_EQ(back.rows, table_.rows) << back.refusal;
  EXPECT_EQ(back.names[8], "email_2");
  table_.header[1][8] = table_.header[1][9] = "";
  const auto nameless = read_back(folder_, "people.csv", test::written(table_, {}));
  EXPECT_EQ(nameless.rows, table_.rows) << nameless.refusal;
  EXPECT_EQ(nameless.names[9], "column_10");
}

TEST_F(Pollution, headers_narrower_and_wider_than_the_rows) {
  // Every row ends in a delimiter.
  auto all = lines(joined(lines(test::written({table_.header, without_line_feeds()}, {}))));
  for (std::size_t i = 1; i < all.size(); ++i) all[i] += ",";
  Rows expected = without_line_feeds();
  auto back = read_back(folder_, "people.csv", joined(all));
  ASSERT_EQ(back.refusal, "");
  ASSERT_EQ(back.rows.size(), expected.size());
  for (std::size_t r = 0; r < expected.size(); ++r) {
    back.rows[r].resize(10);
    EXPECT_EQ(back.rows[r], expected[r]);
  }
  // Row numbers have no name.
  for (std::size_t i = 1; i < all.size(); ++i) all[i] = std::to_string(i) + "," + all[i].substr(0, all[i].size() - 1);
  back = read_back(folder_, "people.csv", joined(all));
  ASSERT_EQ(back.refusal, "");
  EXPECT_TRUE(back.warns("header_differs"));
  ASSERT_EQ(back.rows.size(), expected.size());
  for (std::size_t r = 0; r < expected.size(); ++r) {
    back.rows[r].erase(back.rows[r].begin());
    EXPECT_EQ(back.rows[r], expected[r]);
  }
  // Names help all the same.
  EXPECT_NE(back.job.find("surname = 4"), std::string::npos) << back.job.substr(0, 3000);
  // A name too many.
  all = lines(test::written({table_.header, without_line_feeds()}, {}));
  all[0] += ",extra";
  back = read_back(folder_, "people.csv", joined(all));
  EXPECT_EQ(back.rows, expected) << back.refusal;
}

}  // namespace
}  // namespace onefold::suggest
