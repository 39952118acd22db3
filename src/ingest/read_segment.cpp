#include "ingest/read_segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "ingest/decoded_row.hpp"
#include "ingest/read_lines.hpp"
#include "ingest/row_taker.hpp"
#include "onefold/record/error.hpp"
#include "tables/open_table.hpp"

namespace onefold::ingest {

namespace {

// The last row of a segment usually ends soon after the end of the segment.
constexpr std::size_t kOverrunBytes = 64U << 10;

struct RowBegin {
  std::uint64_t offset = 0;
  std::uint64_t line = 1;
};

/// The first row that begins in a segment in the middle of a plain file; nothing if no row begins there.
std::optional<RowBegin> first_row_begin(const InputFile& file, const Segment& segment, SegmentStart start, char quote,
                                        std::size_t chunk_bytes) {
  const auto source = bytes::open_plain(file.path, segment.begin - 1, segment.end);
  // The line feed that ended the previous row may be the last byte of the previous segment.
  char before = '\0';
  if (source->read(std::span(&before, 1)) == 1 && before == '\n' && !start.inside_quotes)
    return RowBegin{segment.begin, start.line};

  bool inside = start.inside_quotes;
  std::uint64_t line = start.line;
  std::uint64_t offset = segment.begin;
  std::vector<char> chunk(std::min<std::uint64_t>(std::min(chunk_bytes, kOverrunBytes), segment.end - segment.begin));
  while (const std::size_t got = source->read(chunk)) {
    for (std::size_t i = 0; i < got; ++i) {
      if (quote != '\0' && chunk[i] == quote) inside = !inside;
      if (chunk[i] != '\n') continue;
      ++line;
      if (!inside) {
        if (offset + i + 1 >= segment.end) return std::nullopt;
        return RowBegin{offset + i + 1, line};
      }
    }
    offset += got;
  }
  return std::nullopt;
}

/// Reads units of a table. A rank opens the file for itself.
void read_table_part(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                     const std::function<void(std::uint64_t)>& progress) {
  constexpr std::uint64_t kRowsBetweenReports = 4096;
  RowTaker taker(task, true_id, batches, counts);
  const auto table = tables::open_table(task.source.shape, task.source.text, task.file.path);
  if (table->columns().size() != task.file.num_fields)
    throw Error(ExitCode::input, task.file.path + ": has changed while it was read; run again on a copy");
  std::vector<std::size_t> fields;
  for (const std::int32_t field : task.file.field_of_slot)
    if (field != kNoField) fields.push_back(static_cast<std::size_t>(field));
  const auto rows = table->read({task.segment.begin, task.segment.end}, fields);
  for (std::uint64_t n = 1; rows->next(); ++n) {
    taker.take(*rows);
    if (progress && n % kRowsBetweenReports == 0) progress(rows->units_taken() * task.file.bytes_per_unit);
  }
  counts.segments.push_back(taker.counts());
}

}  // namespace

csv::ScanCounts local_count(const InputFile& file, const Segment& segment, csv::Dialect dialect,
                            std::size_t chunk_bytes) {
  const auto source = bytes::open_plain(file.path, segment.begin, segment.end);
  std::vector<char> chunk(std::min<std::uint64_t>(chunk_bytes, segment.end - segment.begin));
  csv::ScanCounts counts;
  while (const std::size_t got = source->read(chunk)) {
    const csv::ScanCounts more = csv::count_quotes_and_line_feeds({chunk.data(), got}, dialect.quote);
    counts.num_quotes += more.num_quotes;
    counts.num_line_feeds += more.num_line_feeds;
  }
  return counts;
}

void local_read_segment(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                        const std::function<void(std::uint64_t)>& progress) {
  if (tables::is_table(task.source.shape)) return read_table_part(task, true_id, batches, counts, progress);
  if (tables::is_lines(task.source.shape)) return local_read_lines(task, true_id, batches, counts, progress);
  const InputFile& file = task.file;
  const Segment& segment = task.segment;
  const std::size_t chunk_bytes = task.chunk_bytes;
  const csv::Dialect dialect = dialect_of(task.source);
  const bool plain = !file.whole;
  RowTaker taker(task, true_id, batches, counts);

  std::optional<RowBegin> begin = RowBegin{segment.begin, task.start.line};
  if (plain && segment.begin != file.content_begin)
    begin = first_row_begin(file, segment, task.start, dialect.quote, chunk_bytes);
  if (begin) {
    std::unique_ptr<bytes::ByteSource> source;
    if (plain) {
      source = bytes::open_plain(file.path, begin->offset, file.size);
    } else {
      source = open_from_front(file);
      bytes::skip(*source, begin->offset);
    }
    csv::CsvParser parser(dialect, task.limits, begin->offset, begin->line);
    parser.expect_fields(file.num_fields);
    std::optional<DecodedRow> decoded;
    if (file.decoding == bytes::Decoding::values) decoded.emplace(parser, file.encoding);
    std::uint64_t fed_to = begin->offset;
    std::size_t overrun = std::min(chunk_bytes, kOverrunBytes);
    for (bool more = true; more;) {
      switch (parser.next()) {
        case csv::CsvParser::Step::row:
          // A row that begins after the end of the segment belongs to the next one.
          if (parser.offset() >= segment.end) more = false;
          // A blank line is not a row, unless the file has one column: then it is an empty value.
          else if (!parser.is_blank() || file.num_fields == 1)
            decoded ? taker.take(*decoded) : taker.take(parser);
          break;
        case csv::CsvParser::Step::need_bytes: {
          if (parser.offset() >= segment.end) {
            more = false;
            break;
          }
          std::uint64_t wanted = chunk_bytes;
          if (fed_to < segment.end) {
            wanted = std::min<std::uint64_t>(wanted, segment.end - fed_to);
          } else {
            wanted = overrun;
            overrun = std::min(2 * overrun, chunk_bytes);
          }
          const std::size_t got = source->read(parser.prepare(static_cast<std::size_t>(wanted)));
          parser.commit(got);
          fed_to += got;
          if (got == 0) parser.finish();
          if (progress) progress(plain ? std::min(fed_to, segment.end) - segment.begin : source->stored_bytes_taken());
          break;
        }
        case csv::CsvParser::Step::end:
          more = false;
          break;
        case csv::CsvParser::Step::cut_off:
          throw Error(
              ExitCode::input,
              fmt::format("{}: is cut off inside quotes: the row that begins on line {} has an opening quote without a "
                          "closing one; fetch the file again, or correct the row",
                          file.path, parser.line()));
        case csv::CsvParser::Step::row_too_long:
          throw Error(
              ExitCode::input,
              fmt::format("{}: the row that begins on line {} has more than {} bytes; is a closing quote missing?",
                          file.path, parser.line(), task.limits.max_row_bytes));
      }
    }
  }
  counts.segments.push_back(taker.counts());
}

}  // namespace onefold::ingest
