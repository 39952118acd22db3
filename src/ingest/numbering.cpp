#include "ingest/numbering.hpp"

namespace onefold::ingest {

Numbering number_records(std::span<const InputFile> files, std::span<const Segment> segments,
                         std::span<const SegmentCounts> counts, std::size_t num_sources) {
  Numbering numbering;
  numbering.sources.resize(num_sources);
  numbering.rows_before_file.resize(files.size());
  std::size_t s = 0;
  for (std::size_t f = 0; f < files.size(); ++f) {
    SourceCounts& source = numbering.sources[files[f].source];
    if (f == 0 || files[f - 1].source != files[f].source) source.first_record = numbering.num_records;
    numbering.rows_before_file[f] = source.rows_read;
    for (; s < segments.size() && segments[s].file == f; ++s) {
      numbering.rows_before.push_back(source.rows_read);
      numbering.runs.push_back({segments[s].rank, numbering.num_records, counts[s].num_records});
      source.rows_read += counts[s].num_rows;
      source.records += counts[s].num_records;
      source.quarantined += counts[s].num_rows - counts[s].num_records;
      numbering.num_records += counts[s].num_records;
    }
  }
  return numbering;
}

}  // namespace onefold::ingest
