#include "ingest/read_sources.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

#include "ingest/byte_ranges.hpp"
#include "ingest/checks.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/fetch_databases.hpp"
#include "ingest/numbering.hpp"
#include "ingest/read_lines.hpp"
#include "ingest/read_segment.hpp"
#include "tables/open_table.hpp"

namespace onefold::ingest {

namespace {

struct ScanOfSegment {
  std::uint32_t segment = 0;
  csv::LineStates states;
};

/// Collective. Finds the state at the beginning of each segment: whether a row begins on its first line, and the line
/// number. Reads only files that are cut. 24 bytes per segment cross ranks.
std::vector<SegmentStart> find_starts(const mpi::Communicator& world, const config::Job& job,
                                      const std::vector<InputFile>& files, const std::vector<Segment>& segments,
                                      const Tuning& tuning) {
  const csv::ParserLimits limits{job.max_field_bytes, tuning.max_row_bytes};
  std::vector<ScanOfSegment> local;
  mpi::run_locally(world, [&] {
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
      const InputFile& file = files[segments[s].file];
      const auto& source = job.sources[file.source];
      if (segments[s].rank != world.rank() || !is_followed(segments, s) || tables::is_table(source.shape) || file.kept)
        continue;
      naming_source(source, [&] {
        local.push_back({s, scan_of(file, segments[s], dialect_of(file, source), limits, tuning.chunk_bytes).states()});
      });
    }
  });
  std::vector<csv::LineStates> states(segments.size());
  for (const auto& of_segment : world.gather_all(local)) states[of_segment.segment] = of_segment.states;
  return starts_of(segments, files, states);
}

/// The files of a job and how their bytes are dealt to ranks. Equal on all ranks.
struct Dealt {
  std::vector<InputFile> files;
  std::vector<Segment> segments;
  std::vector<SegmentStart> starts;  ///< [segment]
};

/// What a rank knows once it has read all its segments.
struct LocalReading {
  LocalCounts counts;
  IdHashes id_hashes;
  std::vector<NamedPosition> named;
  std::vector<GivenId> given;
  TrueIdSample true_ids{0};
  std::vector<ExtractionCounts> extractions;
};

/// Reads the segments of one rank: those of files, then the kept records.
class LocalReader {
 public:
  LocalReader(int rank, const config::Job& job, const Dealt& dealt, RowSink& sink, const Reading& reading)
      : rank_(rank), job_(job), dealt_(dealt), reading_(reading), batches_(job, sink, reading.search, reading.tuning) {
    for (const auto& source : job.sources) true_ids_.emplace_back(source.truth_pattern, source.name);
    for (const auto& segment : dealt.segments)
      if (segment.rank == rank) total_ += stored_bytes(segment);
    local_.counts.max_quarantine = job.max_quarantine;
  }

  /// Local.
  void read_files() {
    const csv::ParserLimits limits{job_.max_field_bytes, reading_.tuning.max_row_bytes};
    for_each_segment(false, [&](std::uint32_t s, const InputFile& file, const Segment& segment) {
      const auto& source = job_.sources[file.source];
      const auto tell = [&](std::uint64_t bytes_of_segment) {
        if (reading_.progress) reading_.progress(done_ + bytes_of_segment, total_);
      };
      naming_source(source, [&] {
        local_read_segment({file, source, segment, s, dealt_.starts[s], limits, reading_.tuning.chunk_bytes},
                           true_ids_[file.source], batches_, local_.counts, tell);
      });
    });
    batches_.flush();
    local_.given = batches_.take_given();
  }
  /// Local. Reads the kept records, once it is known which these are.
  void read_kept() {
    for_each_segment(true, [&](std::uint32_t s, const InputFile& file, const Segment& segment) {
      const std::uint64_t num_rows =
          reading_.search.kept->read({file.source, rank_, segment.begin, segment.end}, batches_);
      local_.counts.segments.push_back({s, num_rows, num_rows, {}});
      if (reading_.progress) reading_.progress(done_, total_);
    });
  }
  [[nodiscard]] std::span<const GivenId> given() const { return local_.given; }
  [[nodiscard]] LocalReading take() {
    batches_.flush();
    local_.id_hashes = batches_.take_id_hashes();
    local_.named = batches_.take_named();
    local_.true_ids = batches_.take_true_ids();
    local_.extractions = batches_.extraction_counts();
    return std::move(local_);
  }

 private:
  /// The size of a compressed file stands for its unpacked bytes, which are not known yet.
  [[nodiscard]] std::uint64_t stored_bytes(const Segment& segment) const {
    const InputFile& file = dealt_.files[segment.file];
    return file.whole ? file.size * file.bytes_per_unit : (segment.end - segment.begin) * file.bytes_per_unit;
  }
  template <typename Read>
  void for_each_segment(bool kept, const Read& read) {
    for (std::uint32_t s = 0; s < dealt_.segments.size(); ++s) {
      const Segment& segment = dealt_.segments[s];
      if (segment.rank != rank_ || segment.kept != kept) continue;
      const InputFile& file = dealt_.files[segment.file];
      if (!continues_stretch(dealt_.segments, s)) ++num_stretches_;
      batches_.begin(file.source, num_stretches_ - 1, kept);
      read(s, file, segment);
      done_ += stored_bytes(segment);
    }
  }

  int rank_;
  const config::Job& job_;
  const Dealt& dealt_;
  const Reading& reading_;
  BatchBuilder batches_;
  std::vector<TrueIdPattern> true_ids_;
  LocalReading local_;
  std::uint64_t done_ = 0, total_ = 0;
  std::uint32_t num_stretches_ = 0;
};

/// Local; equal on all ranks. Behind the files of each source, the records that it may keep from the previous result.
void add_kept_records(const KeptRecords* kept, std::size_t num_sources, std::vector<InputFile>& files) {
  if (kept == nullptr) return;
  for (std::uint32_t s = 0; s < num_sources; ++s) {
    if (kept->num_previous(s) == 0) continue;
    const auto behind = std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.source > s; });
    InputFile file{.source = s, .path = kept->path(), .kept = true, .size = kept->num_previous(s)};
    file.bytes_per_unit = kept->bytes_per_record();
    files.insert(behind, std::move(file));
  }
}

/// Collective. Reads all segments; which records are kept follows from the files.
LocalReading read_segments(const mpi::Communicator& world, const config::Job& job, const Dealt& dealt, RowSink& sink,
                           const Reading& reading) {
  std::optional<LocalReader> reader;
  mpi::run_locally(world, [&] {
    reader.emplace(world.rank(), job, dealt, sink, reading);
    reader->read_files();
  });
  if (reading.search.kept != nullptr) {
    std::vector<KeptPart> parts;
    for (const auto& segment : dealt.segments)
      if (segment.kept) parts.push_back({dealt.files[segment.file].source, segment.rank, segment.begin, segment.end});
    reading.search.kept->settle(reader->given(), parts);
    mpi::run_locally(world, [&] { reader->read_kept(); });
  }
  LocalReading local;
  mpi::run_locally(world, [&] { local = reader->take(); });
  return local;
}

/// Local. Tells the ids of the kept records that this rank has read.
void number_kept(KeptRecords* kept, int rank, const Dealt& dealt, const Numbering& numbering) {
  std::size_t index = 0;
  for (std::size_t s = 0; kept != nullptr && s < dealt.segments.size(); ++s) {
    if (!dealt.segments[s].kept || dealt.segments[s].rank != rank) continue;
    kept->number(index++, s == 0 ? 0 : numbering.records_end[s - 1]);
  }
}

/// Collective. Sums what patterns and splits found.
std::vector<Extraction> sum_extractions(const mpi::Communicator& world, const config::Job& job,
                                        std::span<const ExtractionCounts> local) {
  std::vector<Extraction> all = extractions_of(job);
  std::vector<std::uint64_t> sums;
  for (const ExtractionCounts& counts : local) sums.insert(sums.end(), {counts.num_texts, counts.num_found});
  sums.resize(2 * all.size());
  world.sum_in_place(sums);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].counts = {sums[2 * i], sums[2 * i + 1]};
  return all;
}

/// Collective. What tables hold that could not become a value, in the order of the files.
Warnings warn_of_tables(const mpi::Communicator& world, const std::string& local) {
  std::set<std::string> doubts;
  for (const std::string& of_rank : world.gather_all(local)) {
    std::istringstream rest(of_rank);
    for (std::string doubt; std::getline(rest, doubt, '\0');) doubts.insert(doubt);
  }
  Warnings warnings;
  for (const auto& doubt : doubts) warnings.push_back({"formulas_without_value", doubt.substr(kFileDigits)});
  return warnings;
}

/// Local. Gives RecordIds to the records found while reading, now that records are numbered.
void number_what_was_found(LocalReading& local, Ingested& out) {
  LocalNumbering numbering_of_named(out.local_stretches);
  for (const NamedPosition& one : local.named)
    out.local_named.push_back({one.key, numbering_of_named.record(one.position)});
  LocalNumbering numbering_of_true_ids(out.local_stretches);
  out.local_true_ids = local.true_ids.take(out.distribution.num_global());
  for (HashedRecord& one : out.local_true_ids) one.record = numbering_of_true_ids.record(one.record);
}

}  // namespace

Ingested read_sources_tuned(const mpi::Communicator& world, const config::Job& job, RowSink& sink,
                            const Reading& reading) {
  const Tuning& tuning = reading.tuning;
  // 1. One rank examines the file system, so that all ranks see the same files.
  Dealt dealt;
  mpi::run_locally(world, [&] {
    if (world.is_root()) dealt.files = local_examine_files(job, {job.max_field_bytes, tuning.max_row_bytes});
  });
  broadcast_files(world, dealt.files);
  add_kept_records(reading.search.kept, job.sources.size(), dealt.files);

  // 2. Deal out the bytes, and read the rows that begin in them. Their numbers are known only afterwards.
  const auto& files = dealt.files;
  dealt.segments = reading.cuts ? deal_segments_at(files, *reading.cuts) : deal_segments(files, world.size());
  dealt.starts = find_starts(world, job, files, dealt.segments, tuning);
  LocalReading local = read_segments(world, job, dealt, sink, reading);

  name_databases(job, dealt.files);

  // 3. Number rows and records in the order of sources, files and bytes.
  std::vector<SegmentCounts> counts(dealt.segments.size());
  for (const auto& of_segment : world.gather_all(local.counts.segments)) counts[of_segment.segment] = of_segment;
  const Numbering numbering = number_records(files, dealt.segments, counts, job.sources.size());
  require_rows(job, files, numbering.sources);
  number_kept(reading.search.kept, world.rank(), dealt, numbering);

  Ingested out;
  out.warnings = warnings_of(job, files);
  out.notes = notes_on_large_files(job, files);
  add(out.warnings, warn_of_tables(world, local.counts.doubts));
  out.distribution = BlockDistribution(numbering.num_records, world.size());
  out.sources = numbering.sources;
  // Kept records stand in no file.
  std::vector<std::uint32_t> number_of_file;
  for (std::size_t f = 0; f < files.size(); ++f) {
    number_of_file.push_back(static_cast<std::uint32_t>(out.files.size()));
    if (files[f].kept) continue;
    out.files.push_back(files[f].path);
    out.file_sources.push_back(files[f].source);
    out.rows_before_file.push_back(numbering.rows_before_file[f]);
  }
  for (const auto& stretch : numbering.stretches)
    if (stretch.rank == world.rank()) out.local_stretches.push_back(stretch.records);
  for (std::size_t i = 0; i < local.counts.quarantine.size(); ++i)
    local.counts.quarantine[i].row += numbering.rows_before[local.counts.segment_of_quarantined[i]] + 1;
  // A wrong encoding is the greater mistake: its rows tell no paths.
  require_utf8(world, job, files, local.counts.files_not_utf8);
  require_one_line_end(world, job, files, local.counts);
  add(out.warnings, require_paths(world, job, files, out.sources, local.counts.seen_paths));
  require_few_quarantined(world, job, files, local.counts);

  // 4. Require that an id names one record of its source.
  require_unique_ids(world, job, {files, dealt.segments, numbering}, local.counts.quarantine,
                     std::move(local.id_hashes), tuning.max_hashes_in_flight);
  out.local_quarantine = std::move(local.counts.quarantine);
  for (QuarantinedRow& row : out.local_quarantine) row.file = number_of_file[row.file];
  number_what_was_found(local, out);
  out.extractions = sum_extractions(world, job, local.extractions);
  return out;
}

Ingested read_sources(const mpi::Communicator& world, const config::Job& job, RowSink& sink, const Progress& progress,
                      const RecordSearch& search) {
  return read_sources_tuned(world, job, sink, {.progress = progress, .search = search, .tuning = {}, .cuts = {}});
}

}  // namespace onefold::ingest
