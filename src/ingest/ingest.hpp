// Ingest: reads the files of all sources, text and tables, passes raw rows on in batches, and numbers the records.
//
//   job        sources in order, each with one or more files; all ranks must be able to read all files
//   sink       gets every record once, in batches in the order of the input, on the rank whose bytes it begins in
//   search     records to look for while reading: those that lists name, and a sample of true ids
//   Ingested   the RecordIds of these records, known once all ranks have counted theirs
//
// No row is kept after the sink has taken it, and no row is sent to another rank. Memory per rank: one batch
// (kBatchBytes, or one row if that is longer), one chunk of the file (1 MiB), and a hash of 16 bytes per record, kept
// until the search for repeated ids, which takes 48 bytes per record for at most 2 million records at a time. Time: one
// pass over the bytes, one and a half where a file is cut. On the wire: 16 bytes per record.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_parser.hpp"
#include "decisions/sought_records.hpp"
#include "ingest/column_values.hpp"
#include "ingest/kept_records.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/record/warning.hpp"
#include "record/hashed_record.hpp"

namespace onefold::ingest {

/// Why a row went to quarantine: a defect of the CSV, or a missing id. The names are part of the file format.
enum class Reason : std::uint8_t {
  wrong_number_of_fields,
  stray_quote,
  invalid_utf8,
  nul_byte,
  field_too_long,
  missing_id,
  invalid_json,
};
[[nodiscard]] std::string_view name_of(Reason reason);
[[nodiscard]] Reason reason_of(csv::Defect defect);
/// For messages.
[[nodiscard]] std::string_view describe(csv::QuoteFault fault);
[[nodiscard]] std::string describe_too_long_row(std::uint64_t line, std::uint64_t max_row_bytes);

/// What became of the physical lines of a text: `all` is counted from the line ends, the others from the rows. They add
/// up to `all`.
struct LineCounts {
  std::uint64_t all = 0;
  std::uint64_t records = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t header = 0;
  std::uint64_t blank = 0;
  std::uint64_t delimiters = 0;  ///< of blanks and delimiters only
  std::uint64_t comment = 0;
  std::uint64_t skipped = 0;  ///< skip_lines, or a line `sep=`
  std::uint64_t footer = 0;
  std::uint64_t repeated_header = 0;  ///< equal to a row of the header, further down
  std::uint64_t deleted = 0;          ///< rows of a delta that delete a record

  LineCounts& operator+=(const LineCounts& other);
  /// Whether every line is accounted for.
  [[nodiscard]] bool add_up() const {
    return all ==
           records + quarantined + header + blank + delimiters + comment + skipped + footer + repeated_header + deleted;
  }
  /// Counts the lines of a row that is neither a record nor quarantined.
  void add(csv::RowKind kind, std::uint64_t num_lines);
  bool operator==(const LineCounts&) const = default;
};

/// A row that is not a record.
struct QuarantinedRow {
  std::uint32_t source = 0;      ///< index into Job::sources
  std::uint64_t row = 0;         ///< 1-based position among all rows of the source, over all its files, without headers
  std::uint32_t file = 0;        ///< index into Ingested::files
  std::uint64_t line = 0;        ///< 1-based line of the file on which the row begins
  std::uint64_t last_line = 0;   ///< the line on which it ends
  std::uint64_t num_fields = 0;  ///< if the quotes let them be told apart
  csv::QuoteFault fault = csv::QuoteFault::none;
  Reason reason = Reason::wrong_number_of_fields;
};

struct SourceCounts {
  std::uint64_t rows_read = 0;  ///< of files, without headers and deletions; rows_read + kept == records + quarantined
  std::uint64_t records = 0;
  std::uint64_t kept = 0;  ///< records of the previous result; the last ones of the source
  std::uint64_t quarantined = 0;
  std::uint64_t first_record = 0;  ///< RecordId of the first record of the source
  LineCounts lines;                ///< of a text
};

/// Consecutive rows of one source that one rank has read. Values are as written, without leading and trailing spaces
/// and tabs; an empty value is missing.
struct RawBatch {
  std::uint32_t source = 0;            ///< index into Job::sources
  std::uint32_t stretch = 0;           ///< index into Ingested::local_stretches
  TextColumn source_id;                ///< empty values when the source has no id column: see row_of
  TextColumn updated;                  ///< empty values when the source has no such column
  TextColumn true_id;                  ///< without rows when no source of the job has a truth column
  std::vector<TextColumn> attributes;  ///< as Job::attributes; empty texts have a mark (record/empty_text.hpp)
  std::vector<TextColumn> updated_of;  ///< likewise: times of change; without rows if no source has updated_of
  bool is_kept = false;                ///< the rows are records of the previous result: `updated` is empty
  std::vector<std::uint64_t> moments;  ///< of kept records: as pack_moment() says
  [[nodiscard]] std::size_t size() const { return source_id.size(); }
};
inline constexpr std::size_t kBatchRows = 16'384;
inline constexpr std::size_t kBatchBytes = std::size_t{32} << 20;

/// Takes the rows of a rank.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// Local; must not communicate. Batches arrive in ascending order of stretch, and within a stretch in the order of
  /// ids; each has at least one row. The sink may change the batch: its buffers are reused. If it throws an Error, all
  /// ranks end with it.
  virtual void take(RawBatch& batch) = 0;
};

/// The records that ingest looks for while it reads, so that their product need not be read for this.
struct RecordSearch {
  const decisions::SoughtRecords* named = nullptr;  ///< records that the user's lists name
  /// A sample of records with a true id, which holds about this many pairs of records with equal true ids; 0: no
  /// sample.
  std::uint64_t max_true_pairs = 0;
  KeptRecords* kept = nullptr;  ///< those of the previous result, if the job has a delta
};

/// Records with consecutive ids that one rank has read, from neighbouring segments of the input. A rank has one stretch
/// if no file is compressed, and at most one more per compressed file.
struct Stretch {
  RecordId first_record = 0;
  std::uint64_t num_records = 0;
};

struct Ingested {
  std::vector<std::string> notes;                   ///< on files, for people; equal on all ranks
  BlockDistribution distribution;                   ///< of all records over the ranks
  std::vector<Stretch> local_stretches;             ///< ascending; some may hold no record
  std::vector<QuarantinedRow> local_quarantine;     ///< in any order, on any rank; at most Job::max_quarantine
  std::vector<SourceCounts> sources;                ///< global, equal on all ranks
  std::vector<std::string> files;                   ///< all files in order, equal on all ranks
  std::vector<std::uint32_t> file_sources;          ///< [file] index into Job::sources
  Warnings warnings;                                ///< of the files, equal on all ranks
  std::vector<std::uint64_t> rows_before_file;      ///< [file] rows of its source in the files before it
  std::vector<decisions::FoundRecord> local_named;  ///< those of search.named with an id that this rank has read
  std::vector<HashedRecord> local_true_ids;         ///< sample: hashes of true ids of records that this rank has read
  std::vector<Extraction> extractions;              ///< global, equal on all ranks
};

/// Called from time to time on each rank while it reads. Local; must not communicate.
using Progress = std::function<void(std::uint64_t bytes_done, std::uint64_t bytes_total)>;

/// Collective. Throws the same Error on all ranks; the sinks may have taken rows by then.
[[nodiscard]] Ingested read_sources(const mpi::Communicator& world, const config::Job& job, RowSink& sink,
                                    const Progress& progress = {}, const RecordSearch& search = {});

/// Pure. For each source: its rows in quarantine, ascending, as row_of() needs them. `quarantine` holds those of all
/// ranks, in any order.
[[nodiscard]] std::vector<std::vector<std::uint64_t>> quarantined_rows(std::span<const QuarantinedRow> quarantine,
                                                                       std::size_t num_sources);

/// Pure. The row of a record, counted as in QuarantinedRow; 0 for a record that is kept from the previous result. No
/// file stores it, because the records are the rows that are not in quarantine. `source` is the source of the record,
/// `quarantined` its part of quarantined_rows(). O(log quarantined).
[[nodiscard]] std::uint64_t row_of(RecordId record, const SourceCounts& source,
                                   std::span<const std::uint64_t> quarantined);

/// Pure. The inverse: the record of a row; nothing if the row is in quarantine or does not exist.
[[nodiscard]] std::optional<RecordId> record_of(std::uint64_t row, const SourceCounts& source,
                                                std::span<const std::uint64_t> quarantined);

}  // namespace onefold::ingest
