#include "tables/text_lines.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "support/byte_pieces.hpp"

namespace onefold::tables {
namespace {

/// The lines of a text with their line ends.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    lines.emplace_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

RC_GTEST_PROP(LineCounter, ranges_of_a_text_count_each_of_its_lines_once_however_the_bytes_arrive, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('\n', 'x', '\r'));
  const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
  const std::vector<std::uint64_t> cuts = {0, *rc::gen::inRange<std::uint64_t>(0, text.size() + 1), text.size()};
  std::uint64_t sum = 0;
  for (std::size_t r = 0; r + 1 < cuts.size(); ++r) {
    LineCounter counter(cuts[r], cuts[r + 1], '\n');
    CountedLines source(std::make_unique<test::BytePieces>(text, piece), 0, counter);
    std::vector<char> chunk(5);
    while (source.read(chunk) > 0) {
    }
    sum += counter.count(cuts[r + 1] == text.size());
  }
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < text.size(); ++i) expected += text[i] == '\n' || i + 1 == text.size() ? 1 : 0;
  RC_ASSERT(sum == expected);
}

RC_GTEST_PROP(Footer, the_last_lines_are_left_out_however_the_text_arrives, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('a', 'b', '\n', '\n', '\r', ' '));
  const auto num_lines = *rc::gen::inRange<std::uint64_t>(1, 4);
  // Blank lines at the very end do not count.
  auto lines = lines_of(text);
  std::size_t end = lines.size();
  const auto is_blank = [](const std::string& line) { return line.find_first_not_of(" \r\n") == std::string::npos; };
  while (end > 0 && is_blank(lines[end - 1])) --end;
  lines.resize(end > num_lines ? end - num_lines : 0);
  std::string expected;
  for (const auto& line : lines) expected += line;

  WithoutFooter source(std::make_unique<test::BytePieces>(text, *rc::gen::inRange<std::size_t>(1, 9)), num_lines, '\n');
  std::string content;
  std::vector<char> chunk(*rc::gen::inRange<std::size_t>(1, 20));
  while (const std::size_t got = source.read(chunk)) content.append(chunk.data(), got);
  RC_ASSERT(content == expected);
  RC_ASSERT(content + std::string(source.footer()) == text);
  // A file that can be cut is cut at the same place.
  const std::size_t begin = footer_begin(text, num_lines, '\n');
  RC_ASSERT((begin == std::string::npos ? 0 : begin) == expected.size());
}

}  // namespace
}  // namespace onefold::tables
