// From what each segment holds to numbers of rows and records. Pure: every rank computes the same from the same counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ingest/byte_ranges.hpp"
#include "ingest/ingest.hpp"

namespace onefold::ingest {

/// What came of one segment.
struct SegmentCounts {
  std::uint32_t segment = 0;
  std::uint64_t num_rows = 0;  ///< records and quarantined rows
  std::uint64_t num_records = 0;
};

/// A stretch and who has read it.
struct RankStretch {
  int rank = 0;
  Stretch records;
};

struct Numbering {
  std::vector<SourceCounts> sources;
  std::vector<std::uint64_t> rows_before;       ///< per segment: rows of its source in the segments before
  std::vector<std::uint64_t> rows_before_file;  ///< per file: rows of its source in the files before
  std::vector<std::uint64_t> records_end;       ///< per segment: RecordId behind its last record
  std::vector<RankStretch> stretches;  ///< of all ranks, ascending; those of a rank are numbered as its sink is told
  std::uint64_t num_records = 0;
};

/// `counts[s]` is of segment s.
[[nodiscard]] Numbering number_records(std::span<const InputFile> files, std::span<const Segment> segments,
                                       std::span<const SegmentCounts> counts, std::size_t num_sources);

/// Does segment `s` belong to the same stretch as the one before it?
[[nodiscard]] inline bool continues_stretch(std::span<const Segment> segments, std::size_t s) {
  return s > 0 && segments[s - 1].rank == segments[s].rank;
}

}  // namespace onefold::ingest
