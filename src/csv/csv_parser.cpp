#include "csv/csv_parser.hpp"

#include <algorithm>
#include <cstring>

#include "csv/utf8.hpp"

namespace onefold::csv {

namespace {

// Small, so that the offsets and bytes of a window stay in the cache until its rows are taken, and so that one
// non-ASCII character sends only few rows to the slow check.
constexpr std::uint32_t kWindowBytes = 8U << 10;

}  // namespace

CsvParser::CsvParser(Dialect dialect, ParserLimits limits, std::uint64_t offset, std::uint64_t line)
    : dialect_(dialect), limits_(limits), offset_(offset), line_(line), next_line_(line) {}

std::span<char> CsvParser::prepare(std::size_t num_bytes) {
  // Only the unfinished row is kept. It moves to the front once; after that the buffer grows after its end.
  const std::uint32_t keep_from = row_open_ ? row_begin_ : next_row_begin_;
  if (keep_from > 0) {
    std::memmove(buffer_.data(), buffer_.data() + keep_from, filled_ - keep_from);
    separators_.shift_down(keep_from);
    quotes_.shift_down(keep_from);
    filled_ -= keep_from;
    indexed_ -= keep_from;
    plain_from_ -= std::min(plain_from_, keep_from);
    offset_ += keep_from;
    field_begin_ -= row_open_ ? keep_from : field_begin_;
    row_begin_ = row_end_ = next_row_begin_ = 0;
  }
  if (filled_ + num_bytes > buffer_.size())
    buffer_.resize(std::max<std::size_t>(filled_ + num_bytes, buffer_.size() * 3 / 2));
  return {buffer_.data() + filled_, num_bytes};
}

void CsvParser::commit(std::size_t num_bytes) { filled_ += static_cast<std::uint32_t>(num_bytes); }

void CsvParser::begin_row() {
  row_begin_ = field_begin_ = next_row_begin_;
  line_ = next_line_;
  fields_.clear();
  stray_quote_ = false;
  row_open_ = true;
}

void CsvParser::end_quoted_field(std::uint32_t end) {
  // A well-formed field has a quote at each end, and adjacent pairs of quotes between them. The number of quotes is
  // even, because a delimiter counts only after an even number of them.
  std::size_t count = 0;
  const std::uint32_t* quote = quotes_.begin();
  while (count < quotes_.size() && quote[count] < end) ++count;
  bool well_formed = count >= 2 && quote[0] == field_begin_ && quote[count - 1] == end - 1;
  for (std::size_t i = 1; well_formed && i + 2 < count; i += 2) well_formed = quote[i] + 1 == quote[i + 1];
  stray_quote_ |= !well_formed;
  const auto num_doubled = static_cast<std::uint32_t>(count / 2 - (count >= 2 ? 1 : 0));
  // A line feed inside quotes still begins a new line of the file.
  next_line_ += static_cast<std::uint64_t>(std::count(buffer_.data() + field_begin_, buffer_.data() + end, '\n'));
  for (std::size_t i = 0; i < count; ++i) quotes_.pop_front();
  fields_.push_back({field_begin_ - row_begin_, end - row_begin_, num_doubled, true});
}

void CsvParser::end_row(std::uint32_t end, std::uint32_t next_begin) {
  if (end > field_begin_ && buffer_[end - 1] == '\r') --end;
  end_field(end);
  row_end_ = end;
  next_row_begin_ = next_begin;
  row_open_ = false;
}

CsvParser::Step CsvParser::next() {
  if (!row_open_) begin_row();
  while (true) {
    while (!separators_.empty()) {
      const std::uint32_t at = separators_.front();
      separators_.pop_front();
      if (buffer_[at] == '\n') {
        end_row(at, at + 1);
        ++next_line_;
        return at - row_begin_ > limits_.max_row_bytes ? Step::row_too_long : Step::row;
      }
      end_field(at);
      field_begin_ = at + 1;
    }
    if (indexed_ < filled_) {
      const std::uint32_t num_bytes = std::min(kWindowBytes, filled_ - indexed_);
      const std::string_view window(buffer_.data() + indexed_, num_bytes);
      inside_quotes_ = index_structure(window, indexed_, dialect_, inside_quotes_, separators_, quotes_);
      indexed_ += num_bytes;
      const ByteKinds kinds = byte_kinds(window);
      if (kinds.has_nul || kinds.has_non_ascii) plain_from_ = indexed_;
      continue;
    }
    if (filled_ - row_begin_ > limits_.max_row_bytes) return Step::row_too_long;
    if (!finished_) return Step::need_bytes;
    if (inside_quotes_) return Step::cut_off;
    if (row_begin_ == filled_) return Step::end;
    end_row(filled_, filled_);
    return Step::row;
  }
}

std::optional<Defect> CsvParser::defect() const {
  if (stray_quote_) return Defect::stray_quote;
  if (expected_fields_ != 0 && fields_.size() != expected_fields_) return Defect::wrong_number_of_fields;
  const std::string_view row(buffer_.data() + row_begin_, row_end_ - row_begin_);
  if (row.size() > limits_.max_field_bytes)
    for (const Field& field : fields_)
      if (raw(field).size() - field.num_doubled > limits_.max_field_bytes) return Defect::field_too_long;
  if (row_begin_ >= plain_from_) return std::nullopt;
  const ByteKinds kinds = byte_kinds(row);
  // The delimiter itself may be NUL or non-ASCII, so each field is checked.
  if (kinds.has_nul)
    for (const Field& field : fields_)
      if (raw(field).find('\0') != std::string_view::npos) return Defect::nul_byte;
  if (kinds.has_non_ascii && expects_utf8_)
    for (const Field& field : fields_)
      if (!is_valid_utf8(raw(field))) return Defect::invalid_utf8;
  return std::nullopt;
}

std::string_view CsvParser::unescaped_value(const Field& field) {
  std::string_view text = raw(field);
  unescaped_.clear();
  while (!text.empty()) {
    // Take everything up to the first quote of a pair, and continue after the second.
    const std::size_t quote = text.find(dialect_.quote);
    if (quote == std::string_view::npos) break;
    unescaped_.append(text.substr(0, quote + 1));
    text.remove_prefix(quote + 2);
  }
  unescaped_.append(text);
  return without_outer_blanks(unescaped_);
}

}  // namespace onefold::csv
