#include "ingest/byte_ranges.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "ingest/numbering.hpp"

namespace onefold::ingest {
namespace {

InputFile plain(std::uint64_t size, std::uint64_t content_begin = 0) {
  return {.path = "plain", .size = size, .content_begin = content_begin, .content_line = 2};
}
InputFile packed(std::uint64_t size) {
  return {.path = "packed", .size = size, .whole = true, .compression = bytes::Compression::gzip, .content_begin = 10};
}

void check_cover(const std::vector<InputFile>& files, const std::vector<Segment>& segments) {
  // Walks through every file and expects each byte of content once, in order; ranks of plain segments must ascend.
  std::size_t s = 0;
  std::int32_t rank = 0;
  for (std::uint32_t f = 0; f < files.size(); ++f) {
    if (files[f].whole) {
      RC_ASSERT(s < segments.size() && segments[s].file == f && segments[s].begin == files[f].content_begin);
      ++s;
      continue;
    }
    std::uint64_t at = files[f].content_begin;
    for (; s < segments.size() && segments[s].file == f; ++s) {
      RC_ASSERT(segments[s].begin == at && segments[s].end > at && segments[s].rank >= rank);
      at = segments[s].end;
      rank = segments[s].rank;
    }
    RC_ASSERT(at == std::max(files[f].size, files[f].content_begin));
  }
  RC_ASSERT(s == segments.size());
}

RC_GTEST_PROP(ByteRanges, every_byte_of_content_is_dealt_once_and_evenly, ()) {
  std::vector<InputFile> files;
  std::uint64_t total = 0;
  const auto sizes = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 1000));
  for (const auto size : sizes) {
    if (size % 5 == 0)
      files.push_back(packed(size));
    else
      files.push_back(plain(size, size % 3));
    total += num_plain_bytes(files.back());
  }
  const int num_ranks = *rc::gen::inRange(1, 9);
  const auto segments = deal_segments(files, num_ranks);
  check_cover(files, segments);

  // With plain files only, no rank has more than its share.
  if (std::none_of(files.begin(), files.end(), [](const auto& file) { return file.whole; })) {
    std::vector<std::uint64_t> loads(static_cast<std::size_t>(num_ranks), 0);
    for (const auto& segment : segments) loads[static_cast<std::size_t>(segment.rank)] += segment.end - segment.begin;
    RC_ASSERT(*std::max_element(loads.begin(), loads.end()) <=
              (total + static_cast<std::uint64_t>(num_ranks) - 1) / static_cast<std::uint64_t>(num_ranks));
  }
  std::vector<std::uint64_t> cuts;
  for (int r = 1; r < num_ranks; ++r) cuts.push_back(*rc::gen::inRange<std::uint64_t>(0, total + 1));
  std::sort(cuts.begin(), cuts.end());
  check_cover(files, deal_segments_at(files, cuts));
}

TEST(ByteRanges, ranks_that_unpack_get_fewer_plain_bytes) {
  const std::vector<InputFile> files = {packed(100), plain(10'000)};
  std::vector<std::uint64_t> loads(2, 0);
  for (const auto& segment : deal_segments(files, 2))
    if (segment.file == 1) loads[static_cast<std::size_t>(segment.rank)] += segment.end - segment.begin;
  EXPECT_LT(loads[0], loads[1]);
  EXPECT_GT(loads[0], 0U);
}

TEST(ByteRanges, a_table_of_one_unit_counts_by_its_bytes) {
  InputFile sheet = packed(1);
  sheet.bytes_per_unit = 1'000'000;
  const std::vector<InputFile> files = {sheet, packed(1'000), plain(2'000'000)};
  for (const Segment& segment : deal_segments(files, 2)) EXPECT_EQ(segment.rank, segment.file == 0 ? 0 : 1);
}

TEST(ByteRanges, a_segment_begins_with_the_state_and_line_that_follow_from_all_before_it_in_its_file) {
  using enum csv::LineState;
  const std::vector<InputFile> files = {plain(30), plain(10)};
  const std::vector<Segment> segments = {{0, 0, 0, 10}, {0, 1, 10, 20}, {0, 2, 20, 30}, {1, 2, 0, 10}};
  const std::vector<csv::LineStates> scans = {{quoted_field, row, 2}, {row, row, 5}, {}, {}};
  const auto starts = starts_of(segments, files, scans);
  EXPECT_EQ(starts[0].line, 2U);
  EXPECT_EQ(starts[1].state, quoted_field);
  EXPECT_EQ(starts[1].line, 4U);
  EXPECT_EQ(starts[2].state, row);
  EXPECT_EQ(starts[2].line, 9U);
  EXPECT_EQ(starts[3].state, row);
  EXPECT_EQ(starts[3].line, 2U);
}

TEST(Numbering, rows_count_from_the_first_file_of_a_source_and_records_from_the_first_source) {
  std::vector<InputFile> files = {plain(1), plain(1), plain(1)};
  files[2].source = 1;
  const std::vector<Segment> segments = {{0, 0, 0, 1}, {1, 0, 0, 1}, {1, 1, 1, 2}, {2, 1, 0, 1}};
  const std::vector<SegmentCounts> counts = {{0, 4, 3}, {1, 5, 5}, {2, 0, 0}, {3, 2, 1}};
  const auto numbering = number_records(files, segments, counts, 2);
  EXPECT_EQ(numbering.num_records, 9U);
  EXPECT_EQ(numbering.rows_before, (std::vector<std::uint64_t>{0, 4, 9, 0}));
  EXPECT_EQ(numbering.rows_before_file, (std::vector<std::uint64_t>{0, 4, 0}));
  EXPECT_EQ(numbering.sources[0].rows_read, 9U);
  EXPECT_EQ(numbering.sources[0].quarantined, 1U);
  EXPECT_EQ(numbering.sources[1].first_record, 8U);
  EXPECT_EQ(numbering.records_end, (std::vector<std::uint64_t>{3, 8, 8, 9}));
}

}  // namespace
}  // namespace onefold::ingest
