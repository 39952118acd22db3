#include "ingest/read_rows.hpp"

#include <array>
#include <memory>

#include "bytes/byte_source.hpp"
#include "csv/byte_order_mark.hpp"
#include "csv/csv_parser.hpp"
#include "ingest/file_names.hpp"
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

std::unique_ptr<bytes::ByteSource> open(const std::string& path, std::uint64_t& stored_bytes) {
  const bytes::FileHandle handle(path);
  stored_bytes = handle.size();
  std::array<char, 4> magic{};
  const std::size_t got = handle.read_at(0, magic);
  const auto compression = bytes::compression_of(path, {magic.data(), got});
  return compression == bytes::Compression::none ? bytes::open_plain(path, 0, stored_bytes)
                                                 : bytes::open_compressed(path, compression);
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
  Beginning beginning;
  const auto source = open(path, beginning.stored_bytes);
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
  csv::refuse_utf16(bytes, path + ": ");
  if (bytes.starts_with(csv::kByteOrderMark)) bytes.erase(0, csv::kByteOrderMark.size());
  return beginning;
}

RowCounts read_rows(const std::string& path, const RowFormat& format, const std::function<void(Row&)>& visit) {
  std::uint64_t stored_bytes = 0;
  const auto source = open(path, stored_bytes);
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

std::vector<std::string> files_of(const std::string& path) { return local_expand(path, ""); }

}  // namespace onefold::ingest
