// Reads the rows that begin in a segment of a file into batches.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ingest/batch_builder.hpp"
#include "ingest/byte_ranges.hpp"
#include "ingest/numbering.hpp"
#include "ingest/true_id.hpp"

namespace onefold::ingest {

/// Sizes that do not change the result, and that tests make tiny.
struct Tuning {
  std::size_t chunk_bytes = 1U << 20;
  std::uint64_t max_row_bytes = 256ULL << 20;
  std::uint64_t max_hashes_in_flight = 2U << 20;  ///< records a rank compares for duplicate ids at a time
  std::size_t batch_rows = kBatchRows;
  std::size_t batch_bytes = kBatchBytes;
};

/// Local. Quotes and line feeds of a segment of a plain file, in one streaming pass.
[[nodiscard]] csv::ScanCounts local_count(const InputFile& file, const Segment& segment, csv::Dialect dialect,
                                          std::size_t chunk_bytes);

struct SegmentTask {
  const InputFile& file;
  const config::SourceConfig& source;
  const Segment& segment;
  std::uint32_t segment_index = 0;
  SegmentStart start;
};

/// What came of the segments of a rank besides records. Ascending.
struct LocalCounts {
  std::vector<SegmentCounts> segments;
  std::vector<QuarantinedRow> quarantine;  ///< `row`: position in the segment, from 0
  std::vector<std::uint32_t> segment_of_quarantined;
};

/// Local. Adds the records of the segment to `batches` and all else to `counts`. `progress` is told how many stored
/// bytes of this segment were read. Throws Error(input) naming file and line for a file that is cut off, damaged, or
/// not CSV at all.
void local_read_segment(const SegmentTask& task, csv::ParserLimits limits, std::size_t chunk_bytes,
                        TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                        const std::function<void(std::uint64_t)>& progress);

}  // namespace onefold::ingest
