#include "ingest/read_sources.hpp"

#include <algorithm>

#include "ingest/byte_ranges.hpp"
#include "ingest/checks.hpp"
#include "ingest/numbering.hpp"
#include "ingest/redistribute.hpp"

namespace onefold::ingest {

namespace {

struct CountOfSegment {
  std::uint32_t segment = 0;
  ScanCounts counts;
};

/// Collective. Where each segment begins: inside quotes or not, and on which line. Only files that are cut are read for
/// it.
std::vector<SegmentStart> find_starts(const mpi::Communicator& world, const config::Job& job,
                                      const std::vector<InputFile>& files, const std::vector<Segment>& segments,
                                      std::size_t chunk_bytes) {
  std::vector<CountOfSegment> local;
  mpi::run_locally(world, [&] {
    for (std::uint32_t s = 0; s < segments.size(); ++s) {
      if (segments[s].rank != world.rank() || !is_followed(segments, s)) continue;
      const InputFile& file = files[segments[s].file];
      const auto& source = job.sources[file.source];
      naming_source(source, [&] {
        local.push_back({s, local_count(file, segments[s], dialect_of(source), chunk_bytes)});
      });
    }
  });
  std::vector<ScanCounts> counts(segments.size());
  for (const auto& of_segment : world.gather_all(local)) counts[of_segment.segment] = of_segment.counts;
  return starts_of(segments, files, counts);
}

/// Makes room for all rows, judged by those read so far: columns that grow by doubling would take twice the memory.
void reserve_for_all(LocalRows& rows, double factor) {
  const auto scaled = [&](std::size_t size) {
    return static_cast<std::size_t>(static_cast<double>(size) * factor * 1.03) + 1024;
  };
  rows.row.reserve(scaled(rows.row.size()));
  for (auto& column : rows.columns)
    if (!column.empty()) column.reserve(scaled(column.size()), scaled(column.num_bytes()));
}

/// Local. All segments of this rank.
LocalRows local_read(int rank, const config::Job& job, const std::vector<InputFile>& files,
                     const std::vector<Segment>& segments, const std::vector<SegmentStart>& starts,
                     const Tuning& tuning, const Progress& progress) {
  LocalRows rows;
  rows.columns.resize(kFirstAttributeSlot + job.attributes.size());
  std::vector<TrueIdPattern> true_ids;
  for (const auto& source : job.sources) {
    true_ids.emplace_back(source.truth_pattern, source.name);
    rows.keeps_truth |= !source.truth.empty();
  }

  // Stored bytes, as far as they are known beforehand.
  const auto stored_bytes = [&](const Segment& segment) {
    const InputFile& file = files[segment.file];
    return file.compression == Compression::none ? segment.end - segment.begin : file.size;
  };
  std::uint64_t total = 0;
  bool only_plain = true;
  for (const auto& segment : segments) {
    if (segment.rank != rank) continue;
    total += stored_bytes(segment);
    only_plain = only_plain && files[segment.file].compression == Compression::none;
  }

  const ParserLimits limits{job.max_field_bytes, tuning.max_row_bytes};
  std::uint64_t done = 0;
  std::uint64_t parsed = 0;  // bytes whose rows are in the columns for sure
  bool reserved = !only_plain;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    if (segments[s].rank != rank) continue;
    const InputFile& file = files[segments[s].file];
    const auto& source = job.sources[file.source];
    const auto tell = [&](std::uint64_t bytes_of_segment) {
      if (!reserved && parsed > 0) {
        reserve_for_all(rows, static_cast<double>(total) / static_cast<double>(parsed));
        reserved = true;
      }
      parsed = done + bytes_of_segment;
      if (progress) progress(parsed, total);
    };
    naming_source(source, [&] {
      local_read_segment({file, source, segments[s], s, starts[s]}, limits, tuning.chunk_bytes, true_ids[file.source],
                         rows, tell);
    });
    done += stored_bytes(segments[s]);
  }
  return rows;
}

/// Sources without an id column: the row number is the id.
TextColumn with_row_numbers(const config::Job& job, const RawRows& rows, TextColumn source_id) {
  const auto has_no_id = [](const config::SourceConfig& source) { return source.id.empty(); };
  if (std::none_of(job.sources.begin(), job.sources.end(), has_no_id)) return source_id;
  TextColumn out;
  out.reserve(rows.size(), source_id.num_bytes() + 8 * rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (has_no_id(job.sources[rows.source[i]]))
      out.push_back(std::to_string(rows.row[i]));
    else
      out.push_back(source_id[i]);
  }
  return out;
}

}  // namespace

Ingested read_sources_tuned(const mpi::Communicator& world, const config::Job& job, const Progress& progress,
                            const Tuning& tuning, const std::optional<std::vector<std::uint64_t>>& cuts) {
  // 1. One rank looks at the file system, so that all ranks have the same files.
  std::vector<InputFile> files;
  mpi::run_locally(world, [&] {
    if (world.is_root()) files = local_examine_files(job, {job.max_field_bytes, tuning.max_row_bytes});
  });
  broadcast_files(world, files);

  // 2. Deal out bytes, and read what begins in them. The numbers of rows are known only afterwards.
  const auto segments = cuts ? deal_segments_at(files, *cuts) : deal_segments(files, world.size());
  const auto starts = find_starts(world, job, files, segments, tuning.chunk_bytes);
  LocalRows local;
  mpi::run_locally(world, [&] { local = local_read(world.rank(), job, files, segments, starts, tuning, progress); });

  // 3. Number rows and records in the order of sources, files and bytes.
  std::vector<SegmentCounts> counts(segments.size());
  for (const auto& of_segment : world.gather_all(local.segments)) counts[of_segment.segment] = of_segment;
  const Numbering numbering = number_records(files, segments, counts, job.sources.size());
  require_rows(job, files, numbering.sources);

  Ingested out;
  out.sources = numbering.sources;
  for (const auto& file : files) {
    out.files.push_back(file.path);
    out.file_sources.push_back(file.source);
  }
  for (std::size_t i = 0; i < local.quarantine.size(); ++i)
    local.quarantine[i].row += numbering.rows_before[local.segment_of_quarantined[i]] + 1;
  require_few_quarantined(world, job, files, local.quarantine);
  out.local_quarantine = std::move(local.quarantine);
  std::size_t record = 0;
  for (const auto& segment : local.segments)
    for (std::uint64_t i = 0; i < segment.num_records; ++i)
      local.row[record++] += numbering.rows_before[segment.segment] + 1;

  // 4. Bring each record to its owner, one column after the other.
  RawRows& rows = out.rows;
  rows.distribution = BlockDistribution(numbering.num_records, world.size());
  const Redistribution plan(numbering.runs, rows.distribution, world.rank());
  rows.row = redistribute(world, plan, std::move(local.row));
  const bool has_truth =
      std::any_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return !source.truth.empty(); });
  const auto moved = [&](std::size_t slot) { return redistribute(world, plan, std::move(local.columns[slot])); };
  rows.source_id = moved(kIdSlot);
  rows.updated = moved(kUpdatedSlot);
  if (has_truth) rows.true_id = moved(kTruthSlot);
  for (std::size_t a = 0; a < job.attributes.size(); ++a) rows.attributes.push_back(moved(kFirstAttributeSlot + a));
  rows.source.reserve(rows.row.size());
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    const RecordId begin = std::max(out.sources[s].first_record, rows.distribution.begin(world.rank()));
    const RecordId end =
        std::min(out.sources[s].first_record + out.sources[s].records, rows.distribution.end(world.rank()));
    if (begin < end) rows.source.insert(rows.source.end(), end - begin, s);
  }

  // 5. An id names one record of its source.
  require_unique_ids(world, job, {files, segments, numbering}, rows, tuning.max_hashes_in_flight);
  rows.source_id = with_row_numbers(job, rows, std::move(rows.source_id));
  return out;
}

Ingested read_sources(const mpi::Communicator& world, const config::Job& job, const Progress& progress) {
  return read_sources_tuned(world, job, progress, {});
}

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::wrong_number_of_fields:
      return "wrong_number_of_fields";
    case Reason::stray_quote:
      return "stray_quote";
    case Reason::invalid_utf8:
      return "invalid_utf8";
    case Reason::nul_byte:
      return "nul_byte";
    case Reason::field_too_long:
      return "field_too_long";
    case Reason::missing_id:
      return "missing_id";
  }
  return "unknown";
}

}  // namespace onefold::ingest
