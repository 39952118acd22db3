// Numbers rows and records from the counts of all segments. Pure: every rank computes the same from the same counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ingest/byte_ranges.hpp"
#include "ingest/ingest.hpp"

namespace onefold::ingest {

/// The counts of one segment.
struct SegmentCounts {
  std::uint32_t segment = 0;
  std::uint64_t num_rows = 0;  ///< records and quarantined rows
  std::uint64_t num_records = 0;
  LineCounts lines;
};

/// A stretch and the rank that has read it.
struct RankStretch {
  int rank = 0;
  Stretch records;
};

struct Numbering {
  std::vector<SourceCounts> sources;
  std::vector<std::uint64_t> rows_before;       ///< [segment] rows of its source in the segments before it
  std::vector<std::uint64_t> rows_before_file;  ///< [file] rows of its source in the files before it
  std::vector<std::uint64_t> records_end;       ///< [segment] one past the RecordId of its last record
  std::vector<RankStretch> stretches;           ///< of all ranks; each rank's in the order of its batches
  std::uint64_t num_records = 0;
};

/// `counts[s]` are the counts of segment s.
[[nodiscard]] Numbering number_records(std::span<const InputFile> files, std::span<const Segment> segments,
                                       std::span<const SegmentCounts> counts, std::size_t num_sources);

/// Whether segment `s` belongs to the same stretch as the segment before it.
[[nodiscard]] inline bool continues_stretch(std::span<const Segment> segments, std::size_t s) {
  return s > 0 && segments[s - 1].rank == segments[s].rank && segments[s - 1].kept == segments[s].kept;
}

/// Turns positions of records among those that one rank has read into RecordIds. Positions must ascend. `stretches` are
/// those of the rank, in the order of its batches.
class LocalNumbering {
 public:
  explicit LocalNumbering(std::span<const Stretch> stretches) : stretches_(stretches) {}
  [[nodiscard]] RecordId record(std::uint64_t position) {
    while (position - before_ >= stretches_.front().num_records) {
      before_ += stretches_.front().num_records;
      stretches_ = stretches_.subspan(1);
    }
    return stretches_.front().first_record + (position - before_);
  }

 private:
  std::span<const Stretch> stretches_;
  std::uint64_t before_ = 0;  // records of earlier stretches
};

}  // namespace onefold::ingest
