#include "ingest/read_rows.hpp"

#include <memory>

#include "bytes/detect_encoding.hpp"
#include "bytes/encoding.hpp"
#include "csv/byte_order_mark.hpp"
#include "csv/csv_parser.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/file_names.hpp"
#include "ingest/read_other_rows.hpp"
#include "onefold/record/error.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kChunkBytes = 1U << 20;

class ParsedRow : public Row {
 public:
  explicit ParsedRow(csv::CsvParser& parser) : parser_(parser) {}
  [[nodiscard]] std::size_t num_fields() const override { return parser_.num_fields(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return parser_.value(field); }

 private:
  csv::CsvParser& parser_;
};

/// The text in UTF-8, from its beginning.
std::unique_ptr<bytes::ByteSource> open_text(const InputFile& file) {
  auto source = open_from_front(file);
  return file.decoding == bytes::Decoding::values ? bytes::decoded(std::move(source), file.encoding)
                                                  : std::move(source);
}

InputFile examined(const std::string& path, const RowFormat& format) {
  InputFile file{.path = path};
  local_examine_text_leniently(file, format.shape, format.text);
  return file;
}

// `more(target)` fills `target` from its beginning and returns the number of bytes, 0 at the end.
template <typename More>
RowCounts parse(const RowFormat& format, const std::function<void(Row&)>& visit, bool last_row_counts, More more) {
  csv::CsvParser parser({format.text.delimiter.front(), format.text.quote}, {}, 0, 1);
  parser.expect_fields(format.num_fields);
  ParsedRow row(parser);
  RowCounts counts;
  while (true) {
    switch (parser.next()) {
      case csv::CsvParser::Step::row:
        if (parser.is_blank() && format.num_fields != 1) break;
        if (const auto defect = parser.defect()) {
          if (counts.defective++ == 0)
            counts.first_defective_line = parser.line(), counts.first_defect = reason_of(*defect);
          counts.has_invalid_utf8 |= *defect == csv::Defect::invalid_utf8;
        } else {
          ++counts.well_formed;
          visit(row);
        }
        break;
      case csv::CsvParser::Step::need_bytes: {
        const std::size_t got = more(parser.prepare(kChunkBytes));
        parser.commit(got);
        if (got > 0) break;
        if (!last_row_counts) return counts;
        parser.finish();
        break;
      }
      case csv::CsvParser::Step::cut_off:
      case csv::CsvParser::Step::row_too_long:
        if (counts.defective++ == 0) counts.first_defective_line = parser.line();
        counts.cut_off = true;
        return counts;
      case csv::CsvParser::Step::end:
        return counts;
    }
  }
}

}  // namespace

Beginning read_beginning(const std::string& path, std::size_t max_bytes) {
  InputFile file = examined(path, {.shape = config::Shape::csv});
  Beginning beginning;
  beginning.stored_bytes = file.size;
  if (file.decoding == bytes::Decoding::none) {
    const std::string bytes = local_read_beginning(file, kChunkBytes);
    const auto guess = bytes::detect_encoding(bytes, bytes.size() < kChunkBytes);
    if (guess.encoding != "UTF-8" && !guess.encoding.empty()) {
      beginning.encoding = guess.encoding;
      beginning.encoding_reason = guess.reason;
      file.encoding = guess.encoding;
      file.decoding = bytes::Decoding::stream;
    }
  }
  const auto source = open_text(file);
  auto& bytes = beginning.bytes;
  bytes.resize(max_bytes + csv::kByteOrderMark.size());
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t got = source->read({bytes.data() + filled, bytes.size() - filled});
    if (got == 0) break;
    filled += got;
  }
  beginning.is_all = filled < bytes.size();
  bytes.resize(filled);
  if (bytes.starts_with(csv::kByteOrderMark)) bytes.erase(0, csv::kByteOrderMark.size());
  return beginning;
}

RowCounts read_rows(const std::string& path, const RowFormat& format, const std::function<void(Row&)>& visit) {
  if (format.shape != config::Shape::csv) return read_rows_of_other_shapes(path, format, visit);
  const auto source = open_text(examined(path, format));
  bool first = true;
  return parse(format, visit, true, [&](std::span<char> target) {
    std::size_t got = source->read(target);
    // A byte-order mark does not belong to the first value.
    while (first && got > 0 && got < csv::kByteOrderMark.size()) {
      const std::size_t further = source->read(target.subspan(got));
      if (further == 0) break;
      got += further;
    }
    if (first && std::string_view(target.data(), got).starts_with(csv::kByteOrderMark)) {
      std::copy(target.begin() + csv::kByteOrderMark.size(), target.begin() + static_cast<std::ptrdiff_t>(got),
                target.begin());
      got -= csv::kByteOrderMark.size();
      if (got == 0) got = source->read(target);
    }
    first = false;
    return got;
  });
}

RowCounts read_rows(std::string_view bytes, bool is_all, const RowFormat& format,
                    const std::function<void(Row&)>& visit) {
  return parse(format, visit, is_all, [&](std::span<char> target) {
    const std::size_t got = std::min(bytes.size(), target.size());
    std::copy_n(bytes.begin(), got, target.begin());
    bytes.remove_prefix(got);
    return got;
  });
}

std::string encoding_by_all_lines(const std::string& path) {
  const bytes::Utf8Census census = local_census(examined(path, {}));
  return census.is_utf8() ? std::string() : bytes::detect_8_bit(census.other_lines()).encoding;
}

std::vector<std::string> files_of(const std::string& path) { return local_expand(path, ""); }

}  // namespace onefold::ingest
