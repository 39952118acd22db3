#include "ingest/numbering.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "record/hash.hpp"

namespace onefold::ingest {
namespace {

TEST(RowOf, is_the_position_among_all_rows_of_the_source) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    // Rows 1 .. n of a source with some in quarantine: at both ends, adjacent ones, none, all.
    const std::uint64_t num_rows = mix(seed, 0) % 40;
    const std::uint64_t share = seed % 11;
    SourceCounts source{.rows_read = num_rows, .first_record = 1000 * seed};
    std::vector<QuarantinedRow> quarantine;
    std::vector<std::uint64_t> rows_of_records;
    for (std::uint64_t row = 1; row <= num_rows; ++row) {
      if (mix(seed, row) % 10 < share)
        quarantine.push_back({.source = 2, .row = row});
      else
        rows_of_records.push_back(row);
    }
    quarantine.push_back({.source = 1, .row = 1});  // belongs to another source
    std::reverse(quarantine.begin(), quarantine.end());
    const auto quarantined = quarantined_rows(quarantine, 3);
    ASSERT_EQ(quarantined.size(), 3U);
    EXPECT_EQ(quarantined[0].size(), 0U);
    EXPECT_EQ(quarantined[1], (std::vector<std::uint64_t>{1}));
    for (std::size_t i = 0; i < rows_of_records.size(); ++i)
      EXPECT_EQ(row_of(source.first_record + i, source, quarantined[2]), rows_of_records[i])
          << "seed " << seed << " record " << i;
    // Records that are kept from the previous result follow, and have no row.
    EXPECT_EQ(row_of(source.first_record + rows_of_records.size(), source, quarantined[2]), 0U);
  }
}

TEST(RecordOf, is_the_inverse_and_knows_no_record_of_a_quarantined_row) {
  const SourceCounts source{.rows_read = 12, .records = 8, .quarantined = 4, .first_record = 100};
  const std::vector<std::uint64_t> quarantined = {1, 4, 5, 12};
  EXPECT_EQ(record_of(0, source, quarantined), std::nullopt);
  EXPECT_EQ(record_of(13, source, quarantined), std::nullopt);
  for (const std::uint64_t row : quarantined) EXPECT_EQ(record_of(row, source, quarantined), std::nullopt) << row;
  for (RecordId record = 100; record < 108; ++record)
    EXPECT_EQ(record_of(row_of(record, source, quarantined), source, quarantined), record);
}

TEST(LocalNumbering, passes_over_empty_stretches) {
  const std::vector<Stretch> stretches = {{5, 0}, {10, 2}, {20, 0}, {30, 1}};
  LocalNumbering numbering(stretches);
  EXPECT_EQ(numbering.record(0), 10U);
  EXPECT_EQ(numbering.record(1), 11U);
  EXPECT_EQ(numbering.record(1), 11U);
  EXPECT_EQ(numbering.record(2), 30U);
}

TEST(NumberRecords, joins_neighbouring_segments_of_a_rank_to_stretches) {
  const std::vector<InputFile> files(3);
  const std::vector<Segment> segments = {{0, 0, 0, 9}, {0, 1, 9, 20}, {1, 1, 0, 5}, {2, 0, 0, 5}};
  const std::vector<SegmentCounts> counts = {{0, 5, 4}, {1, 3, 3}, {2, 2, 0}, {3, 7, 7}};
  const Numbering numbering = number_records(files, segments, counts, 1);
  ASSERT_EQ(numbering.stretches.size(), 3U);
  const auto expect = [&](std::size_t i, int rank, RecordId first, std::uint64_t count) {
    EXPECT_EQ(numbering.stretches[i].rank, rank);
    EXPECT_EQ(numbering.stretches[i].records.first_record, first);
    EXPECT_EQ(numbering.stretches[i].records.num_records, count);
  };
  expect(0, 0, 0, 4);
  expect(1, 1, 4, 3);
  expect(2, 0, 7, 7);
  EXPECT_EQ(numbering.records_end, (std::vector<std::uint64_t>{4, 7, 7, 14}));
  EXPECT_EQ(numbering.rows_before, (std::vector<std::uint64_t>{0, 5, 8, 10}));
  EXPECT_EQ(numbering.num_records, 14U);
  EXPECT_EQ(numbering.sources[0].quarantined, 3U);
}

}  // namespace
}  // namespace onefold::ingest
