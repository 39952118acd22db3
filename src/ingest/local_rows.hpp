// The rows that one rank has read, before they have numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/ingest/ingest.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::ingest {

/// What came of one segment.
struct SegmentCounts {
  std::uint32_t segment = 0;
  std::uint64_t num_rows = 0;  ///< records and quarantined rows
  std::uint64_t num_records = 0;
};

/// Records of the segments of a rank one after another, in ascending order of segments.
struct LocalRows {
  std::vector<std::uint64_t> row;   ///< of each record: position among the rows of its segment, from 0
  std::vector<TextColumn> columns;  ///< by slot
  bool keeps_truth = false;         ///< false: the truth column stays without rows
  std::vector<SegmentCounts> segments;
  std::vector<QuarantinedRow> quarantine;  ///< `row`: position in the segment, from 0
  std::vector<std::uint32_t> segment_of_quarantined;
};

}  // namespace onefold::ingest
