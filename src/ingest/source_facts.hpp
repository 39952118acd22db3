// The facts that ingest finds out about the sources besides their rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/column_witnesses.hpp"
#include "ingest/ingest.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::ingest {

/// What ingest leaves in memory. The rows are in the work directory until merge.
struct SourceFacts {
  BlockDistribution distribution;                            ///< of the records over the ranks
  std::vector<SourceCounts> sources;                         ///< global
  std::vector<std::string> files;                            ///< global
  std::vector<std::uint32_t> file_sources;                   ///< [file]
  std::vector<std::uint64_t> rows_before_file;               ///< [file] rows of its source in the files before it
  std::vector<QuarantinedRow> quarantine;                    ///< of all ranks, ascending (source, row)
  std::vector<std::vector<std::uint64_t>> quarantined_rows;  ///< [source] as ingest::row_of needs them
  bool has_true_ids = false;
  Warnings warnings;                                ///< of the files
  ColumnFindings columns;                           ///< what the columns prove about the form of their values
  std::vector<decisions::FoundRecord> local_named;  ///< those of RecordSearch::named that this rank has read
  std::vector<Stretch> local_stretches;             ///< of this rank, in the order in which it has read them
  std::vector<HashedRecord> local_true_ids;         ///< this rank's part of the sample of true ids

  [[nodiscard]] std::uint64_t num_rows_read() const;
  [[nodiscard]] std::uint64_t num_quarantined() const;
  [[nodiscard]] LineCounts lines() const;
};

class RawRecordSink;

/// Collective. The ingest stage, which a run, a plan and a second reading share: reads all sources, looks for the
/// records of `search`, hands the rows to `sink` and publishes its products.
[[nodiscard]] SourceFacts ingest_sources(const Context& context, RawRecordSink& sink, const RecordSearch& search = {});

/// Local. The records of this rank before any attribute is cleansed.
[[nodiscard]] Columns columns_without_values(const Context& context, const SourceFacts& facts);

}  // namespace onefold::ingest
