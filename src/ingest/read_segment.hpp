// Reads the rows that begin in a segment of a file.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "ingest/batch_builder.hpp"
#include "ingest/byte_ranges.hpp"
#include "ingest/numbering.hpp"
#include "ingest/true_id.hpp"

namespace onefold::ingest {

/// A scan of a segment of a file that can be cut.
[[nodiscard]] csv::LineScan scan_of(const InputFile& file, const Segment& segment, const csv::Dialect& dialect,
                                    const csv::ParserLimits& limits, std::size_t chunk_bytes);

struct SegmentTask {
  const InputFile& file;
  const config::SourceConfig& source;
  const Segment& segment;
  std::uint32_t segment_index = 0;
  SegmentStart start;
  csv::ParserLimits limits;
  std::size_t chunk_bytes = 0;
};

/// A path of NDJSON that a row of the source has, by its place among those that the job asks for.
struct SeenPath {
  std::uint32_t source = 0;
  std::uint32_t field = 0;
  std::uint32_t file = 0;                                          ///< of the line
  std::uint64_t line = std::numeric_limits<std::uint64_t>::max();  ///< the first that has several values there, if any
  auto operator<=>(const SeenPath&) const = default;
};

inline constexpr std::size_t kFileDigits = 10;
/// What the segments of a rank hold besides records, in ascending order.
struct LocalCounts {
  std::vector<SegmentCounts> segments;
  std::vector<QuarantinedRow> quarantine;  ///< `row`: position in the segment, from 0
  std::vector<std::uint32_t> segment_of_quarantined;
  std::vector<SeenPath> seen_paths;
  std::string doubts;  ///< about tables, each ended by a zero byte; begins with kFileDigits digits of its file
};

/// Local. Adds the records of the segment to `batches` and everything else to `counts`. Calls `progress` with the
/// number of stored bytes of this segment that were read. Throws Error(input), which names file and line, for a file
/// that is cut off, damaged, or not CSV.
void local_read_segment(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                        const std::function<void(std::uint64_t)>& progress);

}  // namespace onefold::ingest
