#include "ingest/read_segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "ingest/column_mapping.hpp"
#include "onefold/record/error.hpp"
#include "record/elements.hpp"

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
  const auto source = open_plain(file.path, segment.begin - 1, segment.end);
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

/// Reads and discards the unpacked bytes before the content.
void skip(ByteSource& source, std::uint64_t num_bytes) {
  std::vector<char> dropped(64U << 10);
  while (num_bytes > 0) {
    const std::size_t got = source.read(std::span(dropped).first(std::min<std::uint64_t>(dropped.size(), num_bytes)));
    if (got == 0) return;
    num_bytes -= got;
  }
}

/// Puts parsed rows into batches or quarantine.
class RowTaker {
 public:
  RowTaker(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& local)
      : task_(task), true_id_(true_id), batches_(batches), local_(local), counts_{task.segment_index, 0, 0} {
    const auto& field_of_slot = task.file.field_of_slot;
    const auto& columns = task.source.columns;
    std::size_t num_further = 0;
    for (std::size_t m = 0; m < columns.size(); ++m) num_further += is_further_column(task.source, m);
    // A file without rows has no fields.
    const std::size_t num_slots = field_of_slot.size() < num_further ? 0 : field_of_slot.size() - num_further;
    for (std::size_t slot = 0; slot < num_slots; ++slot)
      if (field_of_slot[slot] != kNoField && batches.keeps(slot))
        mapped_.push_back({slot, static_cast<std::size_t>(field_of_slot[slot]), {}, {&kElementSeparator, 1}});
    std::size_t next = num_slots;
    for (std::size_t m = 0; m < columns.size(); ++m) {
      if (!is_further_column(task.source, m) || next == field_of_slot.size()) continue;
      const std::size_t slot = kFirstAttributeSlot + columns[m].attribute;
      const auto first =
          std::find_if(mapped_.begin(), mapped_.end(), [&](const MappedField& field) { return field.slot == slot; });
      if (first != mapped_.end()) {
        first->further.push_back(static_cast<std::size_t>(field_of_slot[next]));
        if (columns[m].joined_with) first->between = *columns[m].joined_with;
      }
      ++next;
    }
  }

  void take(csv::CsvParser& parser) {
    // A blank line is not a row, unless the file has one column: then it is an empty value.
    if (parser.is_blank() && task_.file.num_fields != 1) return;
    std::optional<Reason> reason;
    if (const auto defect = parser.defect())
      reason = reason_of(*defect);
    else if (id_is_missing(parser))
      reason = Reason::missing_id;
    if (reason) {
      local_.quarantine.push_back({task_.file.source, counts_.num_rows, task_.segment.file, parser.line(), *reason});
      local_.segment_of_quarantined.push_back(task_.segment_index);
    } else {
      for (const auto& [slot, field, further, between] : mapped_) {
        if (!further.empty()) {
          join_fields(parser, field, further, between);
          batches_.add(slot, joined_);
          continue;
        }
        const std::string_view value = parser.value(field);
        batches_.add(slot, slot == kTruthSlot ? true_id_.find(value) : value);
      }
      batches_.end_row(parser.num_row_bytes());
      ++counts_.num_records;
    }
    ++counts_.num_rows;
  }
  [[nodiscard]] const SegmentCounts& counts() const { return counts_; }

 private:
  [[nodiscard]] bool id_is_missing(csv::CsvParser& parser) const {
    const std::int32_t field = task_.file.field_of_slot[kIdSlot];
    return field != kNoField && parser.value(static_cast<std::size_t>(field)).empty();
  }

  struct MappedField {
    std::size_t slot;
    std::size_t field;
    std::vector<std::size_t> further;  ///< the other fields of the attribute
    std::string_view between;          ///< stands between two fields
  };
  /// Joins the fields that are not empty.
  void join_fields(csv::CsvParser& parser, std::size_t first, const std::vector<std::size_t>& further,
                   std::string_view between) {
    joined_ = parser.value(first);
    for (const std::size_t field : further) {
      const std::string_view value = parser.value(field);
      if (!joined_.empty() && !value.empty()) joined_ += between;
      joined_ += value;
    }
  }
  const SegmentTask& task_;
  TrueIdPattern& true_id_;
  BatchBuilder& batches_;
  LocalCounts& local_;
  SegmentCounts counts_;
  std::vector<MappedField> mapped_;
  std::string joined_;
};

}  // namespace

csv::ScanCounts local_count(const InputFile& file, const Segment& segment, csv::Dialect dialect,
                            std::size_t chunk_bytes) {
  const auto source = open_plain(file.path, segment.begin, segment.end);
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
  const InputFile& file = task.file;
  const Segment& segment = task.segment;
  const std::size_t chunk_bytes = task.chunk_bytes;
  const csv::Dialect dialect = dialect_of(task.source);
  const bool plain = file.compression == Compression::none;
  RowTaker taker(task, true_id, batches, counts);

  std::optional<RowBegin> begin = RowBegin{segment.begin, task.start.line};
  if (plain && segment.begin != file.content_begin)
    begin = first_row_begin(file, segment, task.start, dialect.quote, chunk_bytes);
  if (begin) {
    std::unique_ptr<ByteSource> source;
    if (plain) {
      source = open_plain(file.path, begin->offset, file.size);
    } else {
      source = open_compressed(file.path, file.compression);
      skip(*source, begin->offset);
    }
    csv::CsvParser parser(dialect, task.limits, begin->offset, begin->line);
    parser.expect_fields(file.num_fields);
    std::uint64_t fed_to = begin->offset;
    std::size_t overrun = std::min(chunk_bytes, kOverrunBytes);
    for (bool more = true; more;) {
      switch (parser.next()) {
        case csv::CsvParser::Step::row:
          // A row that begins after the end of the segment belongs to the next one.
          if (parser.offset() >= segment.end)
            more = false;
          else
            taker.take(parser);
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
