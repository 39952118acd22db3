// Ingest: CSV files of all sources -> raw rows, handed over in batches on the rank that reads them, and their global
// RecordIds.
//
//   job        sources in order, each of one or more files; no file need be anywhere but where all ranks can read it
//   sink       is given every record once, on the rank whose bytes it began in, in batches in the order of the input
//   Ingested   what the ids of these records turn out to be, once all ranks have counted theirs
//
// No row is held after it was taken, and none is sent to another rank. Memory a rank: the batch (kBatchBytes, or one
// row if that is longer), a chunk of the file (1 MiB), and 16 bytes a record of hash, kept until repeated ids have been
// looked for; then 48 bytes for each of at most 2 million records at a time. Time: one pass over the bytes, one and a
// half where a file is cut. On the wire: 16 bytes a record.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::ingest {

/// Why a row went to quarantine. The names are part of the file format.
enum class Reason : std::uint8_t {
  wrong_number_of_fields,
  stray_quote,
  invalid_utf8,
  nul_byte,
  field_too_long,
  missing_id,
};
[[nodiscard]] std::string_view name_of(Reason reason);

/// A row that is not a record.
struct QuarantinedRow {
  std::uint32_t source = 0;  ///< index into Job::sources
  std::uint64_t row =
      0;  ///< 1-based position among all rows read of the source, over all its files, headers not counted
  std::uint32_t file = 0;  ///< index into Ingested::files
  std::uint64_t line = 0;  ///< 1-based line of the file on which the row begins
  Reason reason = Reason::wrong_number_of_fields;
};

struct SourceCounts {
  std::uint64_t rows_read = 0;  ///< headers not counted; rows_read == records + quarantined
  std::uint64_t records = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t first_record = 0;  ///< RecordId of its first record
};

/// Rows of one source that one rank has read one after another. Values as written, outer blanks removed; empty:
/// missing.
struct RawBatch {
  std::uint32_t source = 0;            ///< index into Job::sources
  std::uint32_t stretch = 0;           ///< index into Ingested::local_stretches
  TextColumn source_id;                ///< empty values when the source has no id column: see row_of
  TextColumn updated;                  ///< empty values when the source has no such column
  TextColumn true_id;                  ///< no rows at all when no source of the job has a truth column
  std::vector<TextColumn> attributes;  ///< one per Job::attributes
  [[nodiscard]] std::size_t size() const { return source_id.size(); }
};
inline constexpr std::size_t kBatchRows = 16'384;
inline constexpr std::size_t kBatchBytes = std::size_t{32} << 20;

/// Takes the rows of a rank.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// Local; must not communicate. Batches come by ascending stretch, within one in the order of ids; none is without
  /// rows. What is left of the batch afterwards does not matter: its buffers are filled again. May throw Error: then
  /// all ranks end with it.
  virtual void take(RawBatch& batch) = 0;
};

/// Records with consecutive ids that one rank has read: those of neighbouring segments of the input. A rank has one
/// stretch if no file is compressed, and at most one more for each compressed file.
struct Stretch {
  RecordId first_record = 0;
  std::uint64_t num_records = 0;
};

struct Ingested {
  BlockDistribution distribution;                ///< of all records over the ranks
  std::vector<Stretch> local_stretches;          ///< ascending; some may hold no record
  std::vector<QuarantinedRow> local_quarantine;  ///< any order, on any rank
  std::vector<SourceCounts> sources;             ///< global, equal on all ranks
  std::vector<std::string> files;                ///< all files in order, equal on all ranks
  std::vector<std::uint32_t> file_sources;       ///< [file] index into Job::sources
};

/// Called now and then on each rank while reading. Local; must not communicate.
using Progress = std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total)>;

/// Collective. Throws the same Error on all ranks; the sinks may have taken rows by then.
[[nodiscard]] Ingested read_sources(const mpi::Communicator& world, const config::Job& job, RowSink& sink,
                                    const Progress& progress = {});

/// Pure. [source] the rows in quarantine, ascending, as row_of() wants them; `quarantine` is that of all ranks, in any
/// order.
[[nodiscard]] std::vector<std::vector<std::uint64_t>> quarantined_rows(std::span<const QuarantinedRow> quarantine,
                                                                       std::size_t num_sources);

/// Pure. The row of a record, counted as in QuarantinedRow. It is stored nowhere, since records are the rows that are
/// not in quarantine. `source` is the record's, `quarantined` its source's part of quarantined_rows(). O(log
/// quarantined).
[[nodiscard]] std::uint64_t row_of(RecordId record, const SourceCounts& source,
                                   std::span<const std::uint64_t> quarantined);

}  // namespace onefold::ingest
