// From what each segment holds to numbers of rows and records. Pure: every rank computes the same from the same counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ingest/byte_ranges.hpp"
#include "ingest/local_rows.hpp"
#include "ingest/redistribute.hpp"
#include "onefold/ingest/ingest.hpp"

namespace onefold::ingest {

struct Numbering {
  std::vector<SourceCounts> sources;
  std::vector<std::uint64_t> rows_before;       ///< per segment: rows of its source in the segments before
  std::vector<std::uint64_t> rows_before_file;  ///< per file: rows of its source in the files before
  std::vector<RecordRun> runs;                  ///< per segment
  std::uint64_t num_records = 0;
};

/// `counts[s]` is of segment s.
[[nodiscard]] Numbering number_records(std::span<const InputFile> files, std::span<const Segment> segments,
                                       std::span<const SegmentCounts> counts, std::size_t num_sources);

}  // namespace onefold::ingest
