// Reads the rows that begin in a segment of a file.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <tuple>
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

/// The first line of a source at which something was seen.
struct FirstLine {
  std::uint64_t file = 0;
  std::uint64_t line = std::numeric_limits<std::uint64_t>::max();  ///< the largest number: nowhere
  [[nodiscard]] bool is_there() const { return line != std::numeric_limits<std::uint64_t>::max(); }
  void add(const FirstLine& other) {
    if (other.is_there() && (!is_there() || std::tie(other.file, other.line) < std::tie(file, line))) *this = other;
  }
};

/// What the rows of a source have at a path of NDJSON, by its place among those that the job asks for.
struct SeenPath {
  std::uint32_t source = 0;
  std::uint32_t field = 0;
  std::uint64_t is_seen = 0;   ///< 1: a row has the path
  std::uint64_t num_lost = 0;  ///< rows with a value where an object with the path is expected
  FirstLine several;           ///< a row with several values
  FirstLine lost;              ///< a row of num_lost
};

/// A line of a file that holds rows which end otherwise than the first ones of the file.
struct HiddenRows {
  std::uint64_t file = 0;
  std::uint64_t line = 0;
  std::uint64_t num_rows = 0;
};

inline constexpr std::size_t kFileDigits = 10;
/// What the segments of a rank hold besides records, in ascending order.
struct LocalCounts {
  std::uint64_t max_quarantine = 0;  ///< what the job tolerates
  std::vector<SegmentCounts> segments;
  std::uint64_t num_quarantined = 0;
  std::vector<QuarantinedRow> quarantine;  ///< the first max_quarantine + 1. `row`: position in the segment, from 0
  std::vector<std::uint32_t> segment_of_quarantined;
  std::vector<std::uint32_t> files_not_utf8;  ///< those with a row in quarantine because of that
  std::optional<HiddenRows> hidden_rows;      ///< the first
  std::vector<SeenPath> seen_paths;
  std::string doubts;  ///< about tables, each ended by a zero byte; begins with kFileDigits digits of its file

  void add_quarantined(const QuarantinedRow& row, std::uint32_t segment);
  /// The run will end because of the rows that this rank alone has found.
  [[nodiscard]] bool has_too_many() const { return num_quarantined > max_quarantine; }
};

/// Local. Adds the records of the segment to `batches` and everything else to `counts`. Calls `progress` with the
/// number of stored bytes of this segment that were read. Throws Error(input), which names file and line, for a file
/// that is cut off, damaged, or not CSV.
void local_read_segment(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                        const std::function<void(std::uint64_t)>& progress);

}  // namespace onefold::ingest
