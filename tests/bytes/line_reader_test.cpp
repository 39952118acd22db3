#include "bytes/line_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/byte_pieces.hpp"

namespace onefold::bytes {
namespace {

TEST(LineReader, lines_are_the_same_however_the_text_arrives) {
  const std::string text = "first\r\n\nthird line that is longer\nlast";
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 100U})
    for (const std::size_t chunk : {1U, 4U, 100U}) {
      LineReader lines(std::make_unique<test::BytePieces>(text, piece), {100, 7}, {1000, 8, chunk});
      std::string out;
      while (lines.next() == LineReader::Step::line) {
        out += std::to_string(lines.position().line) + "@" + std::to_string(lines.position().offset) + ":" +
               std::string(lines.line()) + ";";
      }
      EXPECT_EQ(out, "7@100:first;8@107:;9@108:third line that is longer;10@134:last;") << piece << ' ' << chunk;
    }
}

TEST(LineReader, a_line_that_is_too_long_is_named_before_it_fills_memory) {
  LineReader lines(std::make_unique<test::BytePieces>("short\n" + std::string(10'000, 'x'), 100), {}, {500, 0, 64});
  EXPECT_EQ(lines.next(), LineReader::Step::line);
  EXPECT_EQ(lines.next(), LineReader::Step::too_long);
  EXPECT_EQ(lines.position().line, 2U);
  EXPECT_LT(lines.offset_read(), 2000U);
}

}  // namespace
}  // namespace onefold::bytes
