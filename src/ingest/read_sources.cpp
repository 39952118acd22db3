#include "ingest/read_sources.hpp"

#include <algorithm>

#include "ingest/byte_ranges.hpp"
#include "ingest/checks.hpp"
#include "ingest/numbering.hpp"

namespace onefold::ingest {

namespace {

struct CountOfSegment {
  std::uint32_t segment = 0;
  csv::ScanCounts counts;
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
  std::vector<csv::ScanCounts> counts(segments.size());
  for (const auto& of_segment : world.gather_all(local)) counts[of_segment.segment] = of_segment.counts;
  return starts_of(segments, files, counts);
}

/// What a rank knows when it has read all its segments.
struct LocalReading {
  LocalCounts counts;
  IdHashes id_hashes;
};

/// Local. All segments of this rank.
LocalReading local_read(int rank, const config::Job& job, const std::vector<InputFile>& files,
                        const std::vector<Segment>& segments, const std::vector<SegmentStart>& starts, RowSink& sink,
                        const Tuning& tuning, const Progress& progress) {
  std::vector<TrueIdPattern> true_ids;
  for (const auto& source : job.sources) true_ids.emplace_back(source.truth_pattern, source.name);

  // Stored bytes, as far as they are known beforehand.
  const auto stored_bytes = [&](const Segment& segment) {
    const InputFile& file = files[segment.file];
    return file.compression == Compression::none ? segment.end - segment.begin : file.size;
  };
  std::uint64_t total = 0;
  for (const auto& segment : segments)
    if (segment.rank == rank) total += stored_bytes(segment);

  const csv::ParserLimits limits{job.max_field_bytes, tuning.max_row_bytes};
  BatchBuilder batches(job, sink, tuning.batch_rows, tuning.batch_bytes);
  LocalReading reading;
  std::uint64_t done = 0;
  std::uint32_t num_stretches = 0;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    if (segments[s].rank != rank) continue;
    const InputFile& file = files[segments[s].file];
    const auto& source = job.sources[file.source];
    const auto tell = [&](std::uint64_t bytes_of_segment) {
      if (progress) progress(done + bytes_of_segment, total);
    };
    if (!continues_stretch(segments, s)) ++num_stretches;
    batches.begin(file.source, num_stretches - 1);
    naming_source(source, [&] {
      local_read_segment({file, source, segments[s], s, starts[s]}, limits, tuning.chunk_bytes, true_ids[file.source],
                         batches, reading.counts, tell);
    });
    done += stored_bytes(segments[s]);
  }
  batches.flush();
  reading.id_hashes = batches.take_id_hashes();
  return reading;
}

}  // namespace

Ingested read_sources_tuned(const mpi::Communicator& world, const config::Job& job, RowSink& sink,
                            const Progress& progress, const Tuning& tuning,
                            const std::optional<std::vector<std::uint64_t>>& cuts) {
  // 1. One rank looks at the file system, so that all ranks have the same files.
  std::vector<InputFile> files;
  mpi::run_locally(world, [&] {
    if (world.is_root()) files = local_examine_files(job, {job.max_field_bytes, tuning.max_row_bytes});
  });
  broadcast_files(world, files);

  // 2. Deal out bytes, and read what begins in them. The numbers of rows are known only afterwards.
  const auto segments = cuts ? deal_segments_at(files, *cuts) : deal_segments(files, world.size());
  const auto starts = find_starts(world, job, files, segments, tuning.chunk_bytes);
  LocalReading local;
  mpi::run_locally(world,
                   [&] { local = local_read(world.rank(), job, files, segments, starts, sink, tuning, progress); });

  // 3. Number rows and records in the order of sources, files and bytes.
  std::vector<SegmentCounts> counts(segments.size());
  for (const auto& of_segment : world.gather_all(local.counts.segments)) counts[of_segment.segment] = of_segment;
  const Numbering numbering = number_records(files, segments, counts, job.sources.size());
  require_rows(job, files, numbering.sources);

  Ingested out;
  out.distribution = BlockDistribution(numbering.num_records, world.size());
  out.sources = numbering.sources;
  for (const auto& file : files) {
    out.files.push_back(file.path);
    out.file_sources.push_back(file.source);
  }
  for (const auto& stretch : numbering.stretches)
    if (stretch.rank == world.rank()) out.local_stretches.push_back(stretch.records);
  out.local_quarantine = std::move(local.counts.quarantine);
  for (std::size_t i = 0; i < out.local_quarantine.size(); ++i)
    out.local_quarantine[i].row += numbering.rows_before[local.counts.segment_of_quarantined[i]] + 1;
  require_few_quarantined(world, job, files, out.local_quarantine);

  // 4. An id names one record of its source.
  require_unique_ids(world, job, {files, segments, numbering}, out.local_quarantine, std::move(local.id_hashes),
                     tuning.max_hashes_in_flight);
  return out;
}

Ingested read_sources(const mpi::Communicator& world, const config::Job& job, RowSink& sink, const Progress& progress) {
  return read_sources_tuned(world, job, sink, progress, {});
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
