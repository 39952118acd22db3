// What ingest finds out about the sources, besides their rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/ingest.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "result/text_bounds.hpp"
#include "scratch/context.hpp"

namespace onefold::ingest {

/// What ingest leaves besides rows; the rows themselves wait in the work directory until merge.
struct SourceFacts {
  BlockDistribution distribution;                            ///< of the records over the ranks
  std::vector<ingest::SourceCounts> sources;                 ///< global
  std::vector<std::string> files;                            ///< global
  std::vector<std::uint32_t> file_sources;                   ///< [file]
  std::vector<ingest::QuarantinedRow> quarantine;            ///< of all ranks, ascending (source, row)
  std::vector<std::vector<std::uint64_t>> quarantined_rows;  ///< [source] as ingest::row_of wants them
  result::TextBounds source_id_bounds;                       ///< of all ranks
  result::TextBounds true_id_bounds;
  bool has_true_ids = false;

  [[nodiscard]] std::uint64_t num_rows_read() const;
  [[nodiscard]] std::uint64_t num_quarantined() const;
};

class RawRecordSink;

/// Collective. The ingest stage, as a run, a plan and a second reading have it in common: reads all sources, hands the
/// rows to `sink` and publishes its products.
[[nodiscard]] SourceFacts ingest_sources(const Context& context, RawRecordSink& sink);

/// Local. This rank's records, no attribute of which is cleansed yet.
[[nodiscard]] Columns columns_without_values(const Context& context, const SourceFacts& facts);

}  // namespace onefold::ingest
