#include "ingest/numbering.hpp"

#include <algorithm>

namespace onefold::ingest {

LineCounts& LineCounts::operator+=(const LineCounts& other) {
  all += other.all;
  records += other.records;
  quarantined += other.quarantined;
  header += other.header;
  blank += other.blank;
  delimiters += other.delimiters;
  comment += other.comment;
  skipped += other.skipped;
  footer += other.footer;
  repeated_header += other.repeated_header;
  deleted += other.deleted;
  return *this;
}

void LineCounts::add(csv::RowKind kind, std::uint64_t num_lines) {
  switch (kind) {
    case csv::RowKind::row:
      break;
    case csv::RowKind::blank:
      blank += num_lines;
      break;
    case csv::RowKind::delimiters:
      delimiters += num_lines;
      break;
    case csv::RowKind::comment:
      comment += num_lines;
      break;
    case csv::RowKind::skipped:
      skipped += num_lines;
      break;
  }
}

Numbering number_records(std::span<const InputFile> files, std::span<const Segment> segments,
                         std::span<const SegmentCounts> counts, std::size_t num_sources) {
  Numbering numbering;
  std::vector<RankStretch> kept_stretches;  // read last
  numbering.sources.resize(num_sources);
  numbering.rows_before_file.resize(files.size());
  std::size_t s = 0;
  for (std::size_t f = 0; f < files.size(); ++f) {
    SourceCounts& source = numbering.sources[files[f].source];
    if (f == 0 || files[f - 1].source != files[f].source) source.first_record = numbering.num_records;
    numbering.rows_before_file[f] = source.rows_read;
    source.lines += files[f].lines;
    for (; s < segments.size() && segments[s].file == f; ++s) {
      numbering.rows_before.push_back(source.rows_read);
      auto& stretches = files[f].kept ? kept_stretches : numbering.stretches;
      if (!continues_stretch(segments, s)) stretches.push_back({segments[s].rank, {numbering.num_records, 0}});
      stretches.back().records.num_records += counts[s].num_records;
      (files[f].kept ? source.kept : source.rows_read) += counts[s].num_rows;
      source.lines += counts[s].lines;
      source.records += counts[s].num_records;
      source.quarantined += counts[s].num_rows - counts[s].num_records;
      numbering.num_records += counts[s].num_records;
      numbering.records_end.push_back(numbering.num_records);
    }
  }
  numbering.stretches.insert(numbering.stretches.end(), kept_stretches.begin(), kept_stretches.end());
  return numbering;
}

std::vector<std::vector<std::uint64_t>> quarantined_rows(std::span<const QuarantinedRow> quarantine,
                                                         std::size_t num_sources) {
  std::vector<std::vector<std::uint64_t>> rows(num_sources);
  for (const QuarantinedRow& row : quarantine) rows[row.source].push_back(row.row);
  for (auto& of_source : rows) std::sort(of_source.begin(), of_source.end());
  return rows;
}

std::uint64_t row_of(RecordId record, const SourceCounts& source, std::span<const std::uint64_t> quarantined) {
  const std::uint64_t position = record - source.first_record;
  if (position >= source.rows_read - quarantined.size()) return 0;
  // There are quarantined[i] - 1 rows before the i-th quarantined row: i of them are in quarantine, the others are
  // records. This number of records never decreases with i, so a binary search finds the last quarantined row before
  // ours.
  std::uint64_t num_before = 0;
  for (std::uint64_t end = quarantined.size(); num_before < end;) {
    const std::uint64_t middle = num_before + (end - num_before) / 2;
    if (quarantined[middle] - 1 - middle <= position)
      num_before = middle + 1;
    else
      end = middle;
  }
  return position + num_before + 1;
}

std::optional<RecordId> record_of(std::uint64_t row, const SourceCounts& source,
                                  std::span<const std::uint64_t> quarantined) {
  if (row == 0 || row > source.rows_read) return std::nullopt;
  const auto at = std::lower_bound(quarantined.begin(), quarantined.end(), row);
  if (at != quarantined.end() && *at == row) return std::nullopt;
  return source.first_record + (row - 1) - static_cast<std::uint64_t>(at - quarantined.begin());
}

}  // namespace onefold::ingest
