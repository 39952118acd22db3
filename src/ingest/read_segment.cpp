#include "ingest/read_segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "ingest/read_lines.hpp"
#include "ingest/row_taker.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "tables/decoded_row.hpp"
#include "tables/open_table.hpp"
#include "tables/text_lines.hpp"

namespace onefold::ingest {

namespace {

// The last row of a segment usually ends soon after the end of the segment.
constexpr std::size_t kOverrunBytes = 64U << 10;

/// Reads units of a table. A rank opens the file for itself.
void read_table_part(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                     const std::function<void(std::uint64_t)>& progress) {
  constexpr std::uint64_t kRowsBetweenReports = 4096;
  RowTaker taker(task, true_id, batches, counts);
  const auto table =
      tables::open_table(task.source.shape, task.source.text, task.file.path, task.limits.max_field_bytes);
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
  if (const std::string doubt = rows->doubt(); !doubt.empty())
    counts.doubts +=
        fmt::format("{:0{}}{}{}", task.segment.file, kFileDigits, where_of(task.source, task.file.path), doubt) + '\0';
  counts.segments.push_back(taker.counts());
}

}  // namespace

csv::LineScan scan_of(const InputFile& file, const Segment& segment, const csv::Dialect& dialect,
                      const csv::ParserLimits& limits, std::size_t chunk_bytes) {
  auto handle = std::make_shared<bytes::FileHandle>(file.path);
  const auto read_at = [handle](std::uint64_t offset, std::span<char> target) {
    const std::size_t got = handle->read_at(offset, target);
    if (got < target.size())
      throw Error(ExitCode::input,
                  handle->path() + ": became shorter while it was read; run again when nothing writes to it");
    return got;
  };
  return {{read_at, file.content_begin, file.size, chunk_bytes, file.path},
          dialect,
          limits,
          {file.num_fields, file.empty_from},
          segment.begin,
          segment.end};
}

namespace {

/// Reads the content of a segment of a text from its first row on.
class SegmentText {
 public:
  SegmentText(const SegmentTask& task, std::uint64_t begin)
      : task_(task),
        plain_(task.file.compression == bytes::Compression::none && task.file.decoding != bytes::Decoding::stream),
        fed_to_(begin),
        overrun_(std::min(task.chunk_bytes, kOverrunBytes)),
        lines_(begin, task.segment.end, task.file.line_end) {
    if (plain_) {
      source_ = bytes::open_plain(task.file.path, begin, task.file.size);
    } else {
      source_ = open_from_front(task.file);
      bytes::skip(*source_, begin);
    }
    if (task.file.whole && task.source.text.footer_lines > 0) {
      auto text = std::make_unique<tables::WithoutFooter>(std::move(source_), task.source.text.footer_lines,
                                                          task.file.line_end);
      without_footer_ = text.get();
      source_ = std::move(text);
    }
  }

  /// Feeds the next chunk, or tells the parser that there is none. Counts the lines of the segment as bytes arrive.
  void feed(csv::CsvParser& parser) {
    std::uint64_t wanted = task_.chunk_bytes;
    if (fed_to_ < task_.segment.end) {
      wanted = std::min<std::uint64_t>(wanted, task_.segment.end - fed_to_);
    } else {
      wanted = overrun_;
      overrun_ = std::min(2 * overrun_, task_.chunk_bytes);
    }
    const auto room = parser.prepare(static_cast<std::size_t>(wanted));
    const std::size_t got = source_->read(room);
    parser.commit(got);
    if (got == 0) parser.finish();
    lines_.add(fed_to_, {room.data(), got});
    fed_to_ += got;
  }
  /// Counts the lines of the segment without parsing it.
  void count_lines(LineCounts& lines) {
    std::vector<char> chunk(std::min<std::uint64_t>(task_.chunk_bytes, task_.segment.end - fed_to_));
    while (fed_to_ < task_.segment.end) {
      const auto wanted = std::min<std::uint64_t>(chunk.size(), task_.segment.end - fed_to_);
      const std::size_t got = source_->read(std::span(chunk).first(wanted));
      if (got == 0) break;
      lines_.add(fed_to_, {chunk.data(), got});
      fed_to_ += got;
    }
    finish(lines);
  }
  [[nodiscard]] std::uint64_t stored_bytes_taken() const {
    return plain_ ? std::min(fed_to_, task_.segment.end) - task_.segment.begin : source_->stored_bytes_taken();
  }
  /// After the last row: adds the lines that the bytes of the segment and the footer have.
  void finish(LineCounts& lines) const {
    lines.all += lines_.count(task_.file.whole || task_.segment.end == task_.file.size);
    if (without_footer_ == nullptr) return;
    lines.footer = csv::count_lines(without_footer_->footer(), task_.file.line_end);
    lines.all += lines.footer;
  }

 private:
  const SegmentTask& task_;
  bool plain_;
  std::uint64_t fed_to_;
  std::size_t overrun_;
  tables::LineCounter lines_;
  std::unique_ptr<bytes::ByteSource> source_;
  const tables::WithoutFooter* without_footer_ = nullptr;
};

/// Takes a row, or counts the lines of what is none. In a file of one column an empty line is an empty value.
void take(csv::CsvParser& parser, std::optional<tables::DecodedRow>& decoded, const SegmentTask& task, RowTaker& taker,
          LocalCounts& counts) {
  const InputFile& file = task.file;
  const csv::RowKind kind = parser.kind();
  const bool is_empty = kind == csv::RowKind::blank || kind == csv::RowKind::delimiters;
  if (kind != csv::RowKind::row && !(is_empty && file.num_fields == 1)) {
    taker.lines().add(kind, parser.last_line() - parser.line() + 1);
  } else if (is_repeated_header(file, parser.row_bytes())) {
    taker.lines().repeated_header += parser.last_line() - parser.line() + 1;
  } else if ((decoded ? taker.take(*decoded) : taker.take(parser)) && !counts.hidden_rows) {
    const auto num_rows =
        csv::num_rows_with_other_line_ends(parser.row_bytes(), dialect_of(file, task.source), file.num_fields);
    if (num_rows > 0) counts.hidden_rows = {task.segment.file, parser.line(), num_rows};
  }
}

}  // namespace

void local_read_segment(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                        const std::function<void(std::uint64_t)>& progress) {
  if (tables::is_table(task.source.shape)) return read_table_part(task, true_id, batches, counts, progress);
  if (tables::is_lines(task.source.shape)) return local_read_lines(task, true_id, batches, counts, progress);
  const InputFile& file = task.file;
  const Segment& segment = task.segment;
  const csv::Dialect dialect = dialect_of(file, task.source);
  RowTaker taker(task, true_id, batches, counts);

  std::optional<csv::LineScan::RowBegin> begin = csv::LineScan::RowBegin{segment.begin, 0};
  if (!file.whole && segment.begin != file.content_begin)
    begin = scan_of(file, segment, dialect, task.limits, std::min(task.chunk_bytes, kOverrunBytes))
                .first_row(task.start.state);
  if (!begin) {
    // The lines of a row that began in an earlier segment.
    SegmentText text(task, segment.begin);
    text.count_lines(taker.lines());
  } else {
    taker.lines().all = begin->num_line_ends;
    SegmentText text(task, begin->offset);
    csv::CsvParser parser(dialect, task.limits, begin->offset, task.start.line + begin->num_line_ends);
    parser.expect_fields({file.num_fields, file.empty_from});
    std::optional<tables::DecodedRow> decoded;
    if (file.decoding == bytes::Decoding::values) decoded.emplace(parser, file.encoding);
    for (bool more = true; more;) {
      switch (parser.next()) {
        case csv::CsvParser::Step::row:
          // A row that begins after the end of the segment belongs to the next one.
          more = parser.offset() < segment.end;
          if (more) take(parser, decoded, task, taker, counts);
          break;
        case csv::CsvParser::Step::need_bytes:
          more = parser.offset() < segment.end;
          if (!more) break;
          text.feed(parser);
          if (progress) progress(text.stored_bytes_taken());
          break;
        case csv::CsvParser::Step::end:
          more = false;
          break;
        case csv::CsvParser::Step::row_too_long:
          throw Error(ExitCode::input, fmt::format("{}: {}", file.path,
                                                   describe_too_long_row(parser.line(), task.limits.max_row_bytes)));
      }
    }
    text.finish(taker.lines());
  }
  counts.segments.push_back(taker.counts());
}

}  // namespace onefold::ingest
