// Ingest: CSV files of all sources -> raw rows with global RecordIds, dealt to ranks in equal contiguous shares.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::ingest {

/// Why a row went to quarantine. The names are part of the file format.
enum class Reason : std::uint8_t {
  wrong_number_of_fields, stray_quote, invalid_utf8, nul_byte, field_too_long, missing_id,
};
[[nodiscard]] std::string_view name_of(Reason reason);

/// A row that is not a record.
struct QuarantinedRow {
  std::uint32_t source = 0;   ///< index into Job::sources
  std::uint64_t row = 0;      ///< 1-based position among all rows read of the source, over all its files, headers not counted
  std::uint32_t file = 0;     ///< index into Ingested::files
  std::uint64_t line = 0;     ///< 1-based line of the file on which the row begins
  Reason reason = Reason::wrong_number_of_fields;
};

struct SourceCounts {
  std::uint64_t rows_read = 0;      ///< headers not counted; rows_read == records + quarantined
  std::uint64_t records = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t first_record = 0;   ///< RecordId of its first record
};

/// The records of one rank: ids distribution.begin(rank) .. distribution.end(rank) - 1, in this order.
struct RawRows {
  BlockDistribution distribution;
  std::vector<std::uint32_t> source;       ///< index into Job::sources
  std::vector<std::uint64_t> row;          ///< as in QuarantinedRow
  TextColumn source_id;
  TextColumn updated;                      ///< as written; empty values when the source has no such column
  TextColumn true_id;                      ///< no rows at all when no source of the job has a truth column
  std::vector<TextColumn> attributes;      ///< one per Job::attributes; values as written, outer blanks removed
  [[nodiscard]] std::size_t size() const { return source.size(); }
};

struct Ingested {
  RawRows rows;
  std::vector<QuarantinedRow> local_quarantine;   ///< any order, on any rank
  std::vector<SourceCounts> sources;              ///< global, equal on all ranks
  std::vector<std::string> files;                 ///< all files in order, equal on all ranks
  std::vector<std::uint32_t> file_sources;        ///< [file] index into Job::sources
};

/// Called now and then on each rank while reading. Local; must not communicate.
using Progress = std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total)>;

/// Collective. Throws the same Error on all ranks.
[[nodiscard]] Ingested read_sources(const mpi::Communicator& world, const config::Job& job, const Progress& progress = {});

}  // namespace onefold::ingest
