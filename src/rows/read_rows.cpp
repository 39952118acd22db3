#include "rows/read_rows.hpp"

#include <algorithm>
#include <memory>

#include "bytes/detect_encoding.hpp"
#include "bytes/encoding.hpp"
#include "bytes/replayed.hpp"
#include "csv/byte_order_mark.hpp"
#include "csv/csv_parser.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "rows/read_other_rows.hpp"
#include "tables/text_lines.hpp"

namespace onefold::rows {

namespace {

constexpr std::size_t kChunkBytes = 1U << 20;

class ParsedRow : public Row {
 public:
  explicit ParsedRow(csv::CsvParser& parser) : parser_(parser) {}
  [[nodiscard]] std::size_t num_fields() const override { return parser_.num_fields(); }
  [[nodiscard]] std::uint64_t line() const override { return parser_.line(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return parser_.value(field); }

 private:
  csv::CsvParser& parser_;
};

/// The text in UTF-8, from its beginning.
std::unique_ptr<bytes::ByteSource> open_text(const ingest::InputFile& file) {
  auto source = ingest::open_from_front(file);
  // A mark of UTF-8 is no text in another encoding.
  if (file.decoding == bytes::Decoding::values) {
    std::string first = bytes::read_first(*source, csv::kByteOrderMark.size());
    if (first == csv::kByteOrderMark) first.clear();
    source = std::make_unique<bytes::Replayed>(std::move(first), std::move(source));
  }
  return file.decoding == bytes::Decoding::values ? bytes::decoded(std::move(source), file.encoding)
                                                  : std::move(source);
}

ingest::InputFile examined(const std::string& path, const RowFormat& format) {
  ingest::InputFile file{.path = path};
  ingest::local_examine_text_leniently(file, format.shape, format.text);
  return file;
}

/// Bytes in memory.
class MemorySource final : public bytes::ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(std::span<char> target) override {
    const std::size_t got = std::min(bytes_.size(), target.size());
    std::copy_n(bytes_.begin(), got, target.begin());
    bytes_.remove_prefix(got);
    return got;
  }
  [[nodiscard]] std::uint64_t stored_bytes_taken() const override { return 0; }

 private:
  std::string_view bytes_;
};

// Lines at the end that may belong to a field whose closing quote is not among the bytes.
constexpr std::uint64_t kMostWaitingBytes = 64U << 10;

void note_defect(const csv::CsvParser& parser, csv::Defect defect, RowCounts& counts) {
  counts.has_invalid_utf8 |= defect == csv::Defect::invalid_utf8;
  if (counts.defective++ > 0) return;
  counts.first_defective_line = parser.line();
  counts.first_defect = ingest::reason_of(defect);
}

RowCounts parse(const RowFormat& format, const std::function<void(Row&)>& visit, bool is_all,
                std::unique_ptr<bytes::ByteSource> source) {
  std::string first_bytes = bytes::read_first(*source, ingest::kStartBytes);
  const ingest::TextStart start = ingest::start_of_text(format.text, first_bytes);
  first_bytes.erase(0, start.begin);
  source = std::make_unique<bytes::Replayed>(std::move(first_bytes), std::move(source));
  if (is_all && format.text.footer_lines > 0)
    source =
        std::make_unique<tables::WithoutFooter>(std::move(source), format.text.footer_lines, start.dialect.line_end);
  csv::CsvParser parser(start.dialect, {}, start.begin, 1);
  parser.skip_lines(start.lines_to_skip);
  parser.expect_fields(format.num_fields);
  ParsedRow row(parser);
  RowCounts counts;
  bool finished = false;
  while (true) {
    switch (parser.next()) {
      case csv::CsvParser::Step::row: {
        // What follows the last line end of an unfinished text is no row.
        if (finished && !is_all && parser.num_waiting_bytes() == parser.num_row_bytes()) return counts;
        const csv::RowKind kind = parser.kind();
        const bool is_empty = kind == csv::RowKind::blank || kind == csv::RowKind::delimiters;
        if (kind != csv::RowKind::row && !(is_empty && format.num_fields == 1)) break;
        if (const auto defect = parser.defect()) {
          note_defect(parser, *defect, counts);
        } else {
          ++counts.well_formed;
          visit(row);
        }
        break;
      }
      case csv::CsvParser::Step::need_bytes: {
        const std::size_t got = source->read(parser.prepare(kChunkBytes));
        parser.commit(got);
        if (got > 0) break;
        // The end of an unfinished text may be cut off inside a quoted field. If that seems to begin long before, its
        // quote is a stray one.
        if (!is_all && parser.num_waiting_bytes() < kMostWaitingBytes) return counts;
        parser.finish();
        finished = true;
        break;
      }
      case csv::CsvParser::Step::row_too_long:
        if (counts.defective++ == 0) counts.first_defective_line = parser.line();
        return counts;
      case csv::CsvParser::Step::end:
        return counts;
    }
  }
}

}  // namespace

Beginning read_beginning(const std::string& path, std::size_t max_bytes, const std::string& encoding) {
  ingest::InputFile file = examined(path, {{.encoding = encoding}});
  Beginning beginning;
  beginning.stored_bytes = file.size;
  if (file.decoding == bytes::Decoding::none && encoding.empty()) {
    const std::string bytes = ingest::local_read_beginning(file, kChunkBytes);
    const auto guess = bytes::detect_encoding(bytes, bytes.size() < kChunkBytes);
    if (guess.encoding != "UTF-8" && !guess.encoding.empty()) {
      beginning.encoding = guess.encoding;
      beginning.encoding_reason = guess.reason;
      file.encoding = guess.encoding;
      file.decoding = bytes::Decoding::stream;
    }
  }
  const auto source = open_text(file);
  const std::size_t wanted = max_bytes + csv::kByteOrderMark.size();
  beginning.bytes = bytes::read_first(*source, wanted);
  auto& bytes = beginning.bytes;
  beginning.is_all = bytes.size() < wanted;
  if (bytes.starts_with(csv::kByteOrderMark)) bytes.erase(0, csv::kByteOrderMark.size());
  return beginning;
}

std::string read_end(const std::string& path, const std::string& encoding, std::size_t max_bytes) {
  const ingest::InputFile file = examined(path, {{.encoding = encoding}});
  const bool is_cut = file.compression == bytes::Compression::none && file.decoding != bytes::Decoding::stream;
  std::string end;
  bool is_all = true;
  if (is_cut) {
    const bytes::FileHandle handle(path);
    end.resize(std::min<std::uint64_t>(file.size, max_bytes));
    is_all = end.size() == file.size;
    end.resize(handle.read_at(file.size - end.size(), end));
  } else {
    const auto source = open_text(file);
    for (std::size_t got = kChunkBytes; got > 0;) {
      const std::size_t before = end.size();
      end.resize(before + kChunkBytes);
      got = source->read(std::span(end).subspan(before));
      end.resize(before + got);
      if (end.size() > max_bytes) is_all = false, end.erase(0, end.size() - max_bytes);
    }
  }
  if (!is_all) {
    const auto first_line = end.find_first_of("\r\n");
    end.erase(0, first_line == std::string::npos ? first_line : first_line + 1);
  }
  if (!is_cut || file.decoding == bytes::Decoding::none) return end;
  bytes::ValueDecoder decoder(file.encoding);
  return std::string(decoder.decode(end).value_or(""));
}

RowCounts read_rows(const std::string& path, const RowFormat& format, const std::function<void(Row&)>& visit) {
  if (format.shape != config::Shape::csv) return read_rows_of_other_shapes(path, format, visit);
  return parse(format, visit, true, open_text(examined(path, format)));
}

RowCounts read_rows(std::string_view bytes, bool is_all, const RowFormat& format,
                    const std::function<void(Row&)>& visit) {
  return parse(format, visit, is_all, std::make_unique<MemorySource>(bytes));
}

std::string encoding_by_all_lines(const std::string& path) {
  const bytes::Utf8Census census = ingest::local_census(examined(path, {}));
  return census.is_utf8() ? std::string() : bytes::detect_8_bit(census.other_lines()).encoding;
}

}  // namespace onefold::rows
