#include "csv/line_states.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "csv/naive_csv.hpp"
#include "onefold/record/error.hpp"

namespace onefold::csv {
namespace {

TextBytes bytes_of(const std::string& text, std::size_t chunk_bytes) {
  const auto read_at = [&text](std::uint64_t offset, std::span<char> target) {
    const std::size_t got = std::min<std::size_t>(target.size(), text.size() - offset);
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(offset), got, target.begin());
    return got;
  };
  return {read_at, 0, text.size(), chunk_bytes};
}

struct Begin {
  std::uint64_t offset = 0;
  std::uint64_t line = 0;
  bool operator==(const Begin&) const = default;
};

/// Where rows begin, found range by range as ranks do it. A rank looks for the first row of its range only.
std::vector<Begin> begins_by_ranges(const std::string& text, const Dialect& dialect, const ParserLimits& limits,
                                    std::size_t width, const std::vector<std::size_t>& cuts, std::size_t chunk_bytes) {
  std::vector<Begin> begins;
  LineState state = LineState::row;
  std::uint64_t line = 1;
  for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
    const auto scan = [&] {
      return LineScan(bytes_of(text, chunk_bytes), dialect, limits, {width, 0}, cuts[c], cuts[c + 1]);
    };
    if (const auto row = scan().first_row(state)) begins.push_back({row->offset, line + row->num_line_ends});
    const LineStates states = scan().states();
    state = states.after(state);
    line += states.num_line_ends;
  }
  return begins;
}

/// The first row that begins in each range, by parsing the text from its beginning.
std::vector<Begin> begins_by_parsing(const std::string& text, const Dialect& dialect, const ParserLimits& limits,
                                     std::size_t width, const std::vector<std::size_t>& cuts) {
  std::vector<Begin> begins;
  const auto rows = reference::naive_parse(text, dialect, limits.max_field_bytes, width);
  for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.offset >= cuts[c]; });
    if (row != rows.end() && row->offset < cuts[c + 1]) begins.push_back({row->offset, row->line});
  }
  return begins;
}

RC_GTEST_PROP(LineScan, finds_the_rows_that_parsing_from_the_beginning_finds_wherever_the_text_is_cut, ()) {
  const auto text = *rc::gen::container<std::string>(
      rc::gen::element('"', '"', '"', ',', ',', '\n', '\n', '\r', ' ', '\t', 'a', 'b', ';'));
  const Dialect dialect{*rc::gen::element<std::string>(",", "\t", ";"), *rc::gen::element('"', '"', '"', '\0'), '\0',
                        "", *rc::gen::element('\n', '\n', '\r')};
  const ParserLimits limits{*rc::gen::element<std::uint64_t>(0, 2, 10, 1000), 1U << 28};
  const auto width = *rc::gen::element<std::size_t>(0, 2, 3);
  std::vector<std::size_t> cuts = {0, text.size()};
  for (const auto cut :
       *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, text.size() + 1)))
    cuts.push_back(cut);
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  const auto chunk = *rc::gen::inRange<std::size_t>(1, 9);
  RC_ASSERT(begins_by_ranges(text, dialect, limits, width, cuts, chunk) ==
            begins_by_parsing(text, dialect, limits, width, cuts));
}

TEST(LineScan, finds_the_rows_of_long_texts_with_quoted_lines_and_stray_quotes) {
  std::string text;
  for (int i = 0; i < 4000; ++i) {
    text += std::to_string(i) + ",\"x\r\ny\",\"a,\"\"b\"\"\n\",z\n";
    if (i % 97 == 0) text += "1,\"stray,2,3\n";
    if (i % 89 == 0) text += "1,stray\",2,3\n";
    if (i % 51 == 0) text += "\"\n\n\n\",\"\"\"\",\"\"\"\"\"\"\n";
  }
  std::vector<std::size_t> cuts;
  for (std::size_t cut = 0; cut < text.size(); cut += 1013) cuts.push_back(cut);
  cuts.push_back(text.size());
  const ParserLimits limits;
  const auto expected = begins_by_parsing(text, {}, limits, 4, cuts);
  ASSERT_GT(expected.size(), 100U);
  for (const std::size_t chunk : {100U, 4096U, 1U << 20}) {
    EXPECT_EQ(begins_by_ranges(text, {}, limits, 4, cuts, chunk), expected);
  }
}

TEST(LineScan, a_line_that_is_too_long_is_told_with_the_file) {
  TextBytes bytes{[](std::uint64_t, std::span<char> target) {
                    std::fill(target.begin(), target.end(), '"');
                    return target.size();
                  },
                  0, 1ULL << 20, 64, "list.csv"};
  ParserLimits limits;
  limits.max_row_bytes = 1000;
  try {
    (void)LineScan(bytes, {}, limits, {4, 0}, 0, 1ULL << 19).states();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).substr(0, 25), "list.csv: the line at byt") << error.what();
  }
}

TEST(LineScan, a_range_without_quotes_is_read_in_little_memory) {
  // The scan from inside a quoted field must not keep the bytes that it passes.
  std::size_t most = 0;
  TextBytes bytes{[&](std::uint64_t, std::span<char> target) {
                    most = std::max(most, target.size());
                    std::fill(target.begin(), target.end(), 'x');
                    if (!target.empty()) target.back() = '\n';
                    return target.size();
                  },
                  0, 1ULL << 32, 1U << 20};
  ParserLimits limits;
  limits.max_row_bytes = 4U << 20;  // a window that is larger ends the scan
  const LineStates states = LineScan(bytes, {}, limits, {4, 0}, 1U << 20, 1U << 28).states();
  EXPECT_EQ(states.after_row, LineState::row);
  EXPECT_EQ(states.after_quoted_field, LineState::quoted_field);
  EXPECT_EQ(states.num_line_ends, 255U);
}

}  // namespace
}  // namespace onefold::csv
