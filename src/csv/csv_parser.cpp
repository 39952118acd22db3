#include "csv/csv_parser.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "csv/utf8.hpp"

namespace onefold::csv {

namespace {

// Small, so that the offsets and bytes of a window stay in the cache until its rows are taken, and so that one
// non-ASCII character sends only few rows to the slow check.
constexpr std::uint32_t kWindowBytes = 8U << 10;
// After a malformed field the index of what follows is thrown away; windows grow again from here.
constexpr std::uint32_t kFirstWindowBytes = 256;

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

}  // namespace

CsvParser::CsvParser(Dialect dialect, ParserLimits limits, std::uint64_t offset, std::uint64_t line)
    : dialect_(std::move(dialect)),
      scan_{dialect_.delimiter.front(), dialect_.quote, dialect_.line_end},
      limits_(limits),
      plain_(dialect_.is_plain()),
      window_bytes_(kWindowBytes),
      offset_(offset),
      line_(line),
      last_line_(line),
      next_line_(line) {
  for (const char c : {dialect_.line_end, dialect_.delimiter.front()}) is_special_[index_of(c)] = true;
  if (dialect_.quote != '\0') is_special_[index_of(dialect_.quote)] = true;
  if (dialect_.escape != '\0') is_special_[index_of(dialect_.escape)] = true;
  for (const char c : {' ', '\t'}) {
    may_be_empty_[index_of(c)] = true;
    is_blank_[index_of(c)] = dialect_.is_blank(c);
  }
  may_be_empty_[index_of(dialect_.delimiter.front())] = true;
}

std::span<char> CsvParser::prepare(std::size_t num_bytes) {
  // Only the unfinished row is kept. It moves to the front once; after that the buffer grows after its end.
  const std::uint32_t keep_from = row_open_ ? row_begin_ : next_row_begin_;
  if (keep_from > 0) {
    std::memmove(buffer_.data(), buffer_.data() + keep_from, filled_ - keep_from);
    separators_.shift_down(keep_from);
    quotes_.shift_down(keep_from);
    filled_ -= keep_from;
    offset_ += keep_from;
    for (std::uint32_t* position : {&indexed_, &plain_from_, &at_, &open_, &close_, &field_begin_})
      *position -= std::min(*position, keep_from);
    row_begin_ = row_end_ = next_row_begin_ = 0;
  }
  if (filled_ + num_bytes > buffer_.size())
    buffer_.resize(std::max<std::size_t>(filled_ + num_bytes, buffer_.size() * 3 / 2));
  return {buffer_.data() + filled_, num_bytes};
}

void CsvParser::begin_row() {
  row_begin_ = field_begin_ = next_row_begin_;
  line_ = next_line_;
  fields_.clear();
  num_dropped_fields_ = 0;
  kind_ = RowKind::row;
  fault_ = QuoteFault::none;
  line_too_long_ = false;
  row_open_ = true;
  by_automaton_ = false;
  if (lines_to_skip_ > 0) {
    --lines_to_skip_;
    kind_ = RowKind::skipped;
    begin_automaton(State::rest_of_line, row_begin_);
  } else if (!plain_) {
    begin_automaton(State::row_begin, row_begin_);
  }
}

void CsvParser::end_row(std::uint32_t end, std::uint32_t next_begin) {
  row_end_ = end;
  next_row_begin_ = next_begin;
  last_line_ = next_line_;
  if (next_begin > end && byte_at(next_begin - 1) == dialect_.line_end) ++next_line_;
  row_open_ = false;
}

CsvParser::Step CsvParser::next() {
  if (!row_open_) begin_row();
  if (!by_automaton_) {
    if (const auto step = next_by_masks()) return *step;
    begin_automaton(State::field_begin, field_begin_);
  }
  return next_by_automaton();
}

bool CsvParser::end_quoted_field(std::uint32_t end) {
  // A well-formed field has a quote at each end, blanks before and after them, and adjacent pairs of quotes between
  // them. The number of quotes is even, because a delimiter counts only after an even number of them.
  std::size_t count = 0;
  const std::uint32_t* quote = quotes_.begin();
  while (count < quotes_.size() && quote[count] < end) ++count;
  if (count < 2) return false;
  const std::uint32_t first = quote[0], last = quote[count - 1];
  for (std::uint32_t at = field_begin_; at < first; ++at)
    if (!is_blank_[index_of(byte_at(at))]) return false;
  for (std::uint32_t at = last + 1; at < end; ++at)
    if (!is_blank_[index_of(byte_at(at))]) return false;
  for (std::size_t i = 1; i + 2 < count; i += 2)
    if (quote[i] + 1 != quote[i + 1]) return false;
  const auto num_doubled = static_cast<std::uint32_t>(count / 2 - 1);
  const std::string_view content(buffer_.data() + first + 1, last - first - 1);
  if (content.size() - num_doubled > limits_.max_field_bytes) return false;
  // A line end inside quotes still begins a new line of the file.
  const auto num_line_ends = static_cast<std::uint64_t>(std::count(content.begin(), content.end(), dialect_.line_end));
  if (num_line_ends > 1 && holds_rows(content, dialect_, width_.usual)) return false;
  next_line_ += num_line_ends;
  quotes_.pop_front(count);
  add_field(first + 1, last, num_doubled, true);
  return true;
}

void CsvParser::index_window() {
  const std::uint32_t num_bytes = std::min(window_bytes_, filled_ - indexed_);
  window_bytes_ = std::min(2 * window_bytes_, kWindowBytes);
  const std::string_view window(buffer_.data() + indexed_, num_bytes);
  inside_quotes_ = index_structure(window, indexed_, scan_, inside_quotes_, separators_, quotes_);
  indexed_ += num_bytes;
  drop_fields();
  const ByteKinds kinds = byte_kinds(window);
  if (kinds.has_nul || kinds.has_non_ascii) plain_from_ = indexed_;
}

[[gnu::always_inline]] inline std::optional<CsvParser::Step> CsvParser::next_by_masks() {
  const char line_end = scan_.line_end;
  while (true) {
    while (!separators_.empty()) {
      const std::uint32_t at = separators_.front();
      if (byte_at(at) == line_end) {
        const std::uint32_t end = without_carriage_return(at);
        if (!end_field(end)) return std::nullopt;
        separators_.pop_front();
        end_row(end, at + 1);
        return at - row_begin_ > limits_.max_row_bytes ? Step::row_too_long : Step::row;
      }
      if (!end_field(at)) return std::nullopt;
      separators_.pop_front();
      field_begin_ = at + 1;
    }
    if (indexed_ < filled_) {
      index_window();
      continue;
    }
    // A field that is quoted and longer than the limit, or not closed at all.
    if (inside_quotes_ && (finished_ || (filled_ - field_begin_) / 2 > limits_.max_field_bytes + 1))
      return std::nullopt;
    if (filled_ - row_begin_ > limits_.max_row_bytes) return Step::row_too_long;
    if (!finished_) return Step::need_bytes;
    if (row_begin_ == filled_) return Step::end;
    const std::uint32_t end = without_carriage_return(filled_);
    if (!end_field(end)) return std::nullopt;
    end_row(end, filled_);
    return Step::row;
  }
}

void CsvParser::begin_automaton(State state, std::uint32_t at) {
  by_automaton_ = true;
  state_ = state;
  at_ = at;
  num_removed_ = 0;
  separators_.clear();
  quotes_.clear();
}

CsvParser::Step CsvParser::next_by_automaton() {
  if (row_begin_ == filled_) return finished_ ? Step::end : Step::need_bytes;
  while (row_open_) {
    if (pass_state() != Found::need_bytes) continue;
    return filled_ - row_begin_ > limits_.max_row_bytes ? Step::row_too_long : Step::need_bytes;
  }
  return row_end_ - row_begin_ > limits_.max_row_bytes ? Step::row_too_long : Step::row;
}

CsvParser::Found CsvParser::pass_state() {
  switch (state_) {
    case State::row_begin:
      return pass_row_begin();
    case State::field_begin:
      return pass_field_begin();
    case State::unquoted:
      return pass_unquoted();
    case State::quoted:
      return pass_quoted();
    case State::closed:
      return pass_closed();
    case State::rest_of_line:
      return pass_rest_of_line();
  }
  return Found::no;
}

CsvParser::Found CsvParser::delimiter_at(std::uint32_t at) const {
  const std::string_view rest(buffer_.data() + at, filled_ - at);
  if (rest.starts_with(dialect_.delimiter)) return Found::yes;
  return !finished_ && std::string_view(dialect_.delimiter).starts_with(rest) ? Found::need_bytes : Found::no;
}

// `at` stands after an escape. Moves it behind what the escape makes a character, if anything.
CsvParser::Found CsvParser::pass_escape(std::uint32_t& at) const {
  if (at == filled_) return finished_ ? Found::no : Found::need_bytes;
  const char c = byte_at(at);
  if (c == dialect_.escape || c == dialect_.line_end || (c == dialect_.quote && c != '\0')) {
    ++at;
    return Found::yes;
  }
  if (c == '\r' && dialect_.line_end == '\n') {
    if (at + 1 == filled_) return finished_ ? Found::no : Found::need_bytes;
    if (byte_at(at + 1) != '\n') return Found::no;
    at += 2;
    return Found::yes;
  }
  const Found delimiter = delimiter_at(at);
  if (delimiter == Found::yes) at += static_cast<std::uint32_t>(dialect_.delimiter.size());
  return delimiter;
}

CsvParser::Found CsvParser::pass_row_begin() {
  if (!dialect_.comment.empty()) {
    const std::string_view rest(buffer_.data() + at_, filled_ - at_);
    if (rest.starts_with(dialect_.comment)) {
      kind_ = RowKind::comment;
      state_ = State::rest_of_line;
      return Found::yes;
    }
    if (!finished_ && std::string_view(dialect_.comment).starts_with(rest)) return Found::need_bytes;
  }
  state_ = State::field_begin;
  return Found::yes;
}

CsvParser::Found CsvParser::pass_field_begin() {
  while (at_ < filled_ && is_blank_[index_of(byte_at(at_))]) ++at_;
  if (at_ == filled_ && !finished_) return Found::need_bytes;
  num_removed_ = 0;
  if (at_ < filled_ && dialect_.quote != '\0' && byte_at(at_) == dialect_.quote) {
    open_ = at_++;
    state_ = State::quoted;
  } else {
    at_ = field_begin_;
    state_ = State::unquoted;
  }
  return Found::yes;
}

void CsvParser::end_unquoted_field(std::uint32_t end) {
  // An escaped line end still begins a new line of the file.
  if (num_removed_ > 0)
    next_line_ +=
        static_cast<std::uint64_t>(std::count(buffer_.data() + field_begin_, buffer_.data() + end, dialect_.line_end));
  add_field(field_begin_, end, num_removed_, false);
}

// `at_` stands at a delimiter.
void CsvParser::begin_next_field() {
  at_ += static_cast<std::uint32_t>(dialect_.delimiter.size());
  field_begin_ = at_;
  state_ = State::field_begin;
  drop_fields();
}

void CsvParser::end_automaton_row(std::uint32_t end, bool at_line_end) {
  end_row(end, at_line_end ? at_ + 1 : filled_);
  // No line begins after a line end that is escaped, if it is the last byte.
  if (!at_line_end && byte_at(filled_ - 1) == dialect_.line_end) --last_line_;
  // Masks go on with the next row.
  if (!plain_) return;
  indexed_ = plain_from_ = next_row_begin_;
  inside_quotes_ = false;
  window_bytes_ = kFirstWindowBytes;
}

CsvParser::Found CsvParser::pass_unquoted() {
  while (true) {
    while (at_ < filled_ && !is_special_[index_of(byte_at(at_))]) ++at_;
    if (at_ == filled_) {
      if (!finished_) return Found::need_bytes;
      const std::uint32_t end = without_carriage_return(filled_);
      end_unquoted_field(end);
      end_automaton_row(end, false);
      return Found::yes;
    }
    const char c = byte_at(at_);
    if (c == dialect_.line_end) {
      const std::uint32_t end = without_carriage_return(at_);
      end_unquoted_field(end);
      end_automaton_row(end, true);
      return Found::yes;
    }
    if (c == dialect_.escape && c != '\0') {
      std::uint32_t after = at_ + 1;
      const Found escaped = pass_escape(after);
      if (escaped == Found::need_bytes) return escaped;
      num_removed_ += escaped == Found::yes ? 1 : 0;
      at_ = after;
      continue;
    }
    const Found delimiter = delimiter_at(at_);
    if (delimiter == Found::need_bytes) return delimiter;
    if (delimiter == Found::yes) {
      end_unquoted_field(at_);
      begin_next_field();
      return Found::yes;
    }
    if (c == dialect_.quote && c != '\0' && fault_ == QuoteFault::none) fault_ = QuoteFault::inside;
    ++at_;
  }
}

CsvParser::Found CsvParser::pass_quoted() {
  const auto value_bytes = [&] { return at_ - open_ - 1 - num_removed_; };
  while (true) {
    if (dialect_.escape == '\0') {
      const void* quote = std::memchr(buffer_.data() + at_, dialect_.quote, filled_ - at_);
      at_ = quote == nullptr ? filled_ : static_cast<std::uint32_t>(static_cast<const char*>(quote) - buffer_.data());
    } else {
      while (at_ < filled_ && byte_at(at_) != dialect_.quote && byte_at(at_) != dialect_.escape) ++at_;
    }
    if (value_bytes() > limits_.max_field_bytes || (at_ == filled_ && finished_)) {
      recover(QuoteFault::unclosed);
      return Found::yes;
    }
    if (at_ == filled_) return Found::need_bytes;
    if (byte_at(at_) == dialect_.escape && dialect_.escape != '\0') {
      std::uint32_t after = at_ + 1;
      const Found escaped = pass_escape(after);
      if (escaped == Found::need_bytes) return escaped;
      num_removed_ += escaped == Found::yes ? 1 : 0;
      at_ = after;
      continue;
    }
    if (at_ + 1 == filled_ && !finished_) return Found::need_bytes;
    if (at_ + 1 < filled_ && byte_at(at_ + 1) == dialect_.quote) {
      at_ += 2;
      ++num_removed_;
      continue;
    }
    close_ = at_++;
    state_ = State::closed;
    return Found::yes;
  }
}

CsvParser::Found CsvParser::pass_closed() {
  while (at_ < filled_ && is_blank_[index_of(byte_at(at_))]) ++at_;
  Found delimiter = Found::no;
  bool at_line_end = false;
  std::uint32_t row_end = at_;
  if (at_ == filled_) {
    if (!finished_) return Found::need_bytes;
  } else if (byte_at(at_) == '\r' && dialect_.line_end == '\n') {
    if (at_ + 1 == filled_ && !finished_) return Found::need_bytes;
    at_line_end = at_ + 1 < filled_ && byte_at(at_ + 1) == '\n';
    if (at_ + 1 < filled_ && !at_line_end) return recover_after_closing(), Found::yes;
  } else if (byte_at(at_) == dialect_.line_end) {
    at_line_end = true;
  } else {
    delimiter = delimiter_at(at_);
    if (delimiter == Found::need_bytes) return delimiter;
    if (delimiter == Found::no) return recover_after_closing(), Found::yes;
  }
  const std::string_view content(buffer_.data() + open_ + 1, close_ - open_ - 1);
  const auto num_line_ends = static_cast<std::uint64_t>(std::count(content.begin(), content.end(), dialect_.line_end));
  if (num_line_ends > 1 && holds_rows(content, dialect_, width_.usual))
    return recover(QuoteFault::holds_rows), Found::yes;
  next_line_ += num_line_ends;
  add_field(open_ + 1, close_, num_removed_, true);
  if (delimiter == Found::yes) {
    begin_next_field();
  } else {
    if (at_line_end && byte_at(at_) == '\r' && dialect_.line_end == '\n') ++at_;
    end_automaton_row(row_end, at_line_end);
  }
  return Found::yes;
}

// The row ends with the line on which the field with the wrong quotes begins.
void CsvParser::recover(QuoteFault fault) {
  fault_ = fault;
  at_ = open_;
  state_ = State::rest_of_line;
}

void CsvParser::recover_after_closing() {
  const bool later = std::memchr(buffer_.data() + open_, dialect_.line_end, close_ - open_) != nullptr;
  recover(later ? QuoteFault::closed_later : QuoteFault::after_closing);
}

CsvParser::Found CsvParser::pass_rest_of_line() {
  const void* found = std::memchr(buffer_.data() + at_, dialect_.line_end, filled_ - at_);
  if (found == nullptr && !finished_) {
    at_ = filled_;
    return Found::need_bytes;
  }
  at_ = found == nullptr ? filled_ : static_cast<std::uint32_t>(static_cast<const char*>(found) - buffer_.data());
  const std::uint32_t end = without_carriage_return(at_);
  line_too_long_ = fault_ == QuoteFault::unclosed && end > open_ && end - open_ - 1 > limits_.max_field_bytes;
  if (kind_ == RowKind::row) add_field(field_begin_, end, 0, false);
  end_automaton_row(end, found != nullptr);
  return Found::yes;
}

RowKind CsvParser::kind_of_empty_row() const {
  if (row_end_ == row_begin_) return RowKind::blank;
  if (fault_ != QuoteFault::none || num_dropped_fields_ > 0) return RowKind::row;
  for (const Field& field : fields_)
    if (field.quoted || !without_outer_blanks(raw(field)).empty()) return RowKind::row;
  return RowKind::delimiters;
}

std::optional<Defect> CsvParser::defect() const {
  if (fault_ != QuoteFault::none) return line_too_long_ ? Defect::field_too_long : Defect::stray_quote;
  if (width_.usual != 0 && num_fields() != width_.usual) return Defect::wrong_number_of_fields;
  if (width_.empty_from != 0)
    for (std::size_t f = width_.empty_from; f < num_fields(); ++f)
      if (f >= fields_.size() || !without_outer_blanks(raw(fields_[f])).empty()) return Defect::wrong_number_of_fields;
  const std::string_view row = row_bytes();
  if (row.size() > limits_.max_field_bytes)
    for (const Field& field : fields_)
      if (raw(field).size() - field.num_removed > limits_.max_field_bytes) return Defect::field_too_long;
  if (!by_automaton_ && row_begin_ >= plain_from_) return std::nullopt;
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
  const std::string_view text = raw(field);
  unescaped_.clear();
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const std::string_view rest = text.substr(at + 1);
    if (field.quoted && c == dialect_.quote) {
      // The second quote of a pair.
      ++at;
    } else if (c == dialect_.escape && c != '\0' && !rest.empty()) {
      // Whatever the escape protects is copied with it, so that an escaped escape does not protect the next byte.
      std::size_t length = 0;
      if (rest[0] == dialect_.escape || rest[0] == dialect_.line_end || (rest[0] == dialect_.quote && rest[0] != '\0'))
        length = 1;
      else if (rest.starts_with("\r\n") && dialect_.line_end == '\n')
        length = 2;
      else if (rest.starts_with(dialect_.delimiter))
        length = dialect_.delimiter.size();
      if (length > 0) {
        unescaped_.append(rest.substr(0, length));
        at += 1 + length;
        continue;
      }
    }
    unescaped_ += c;
    ++at;
  }
  return without_outer_blanks(unescaped_);
}

}  // namespace onefold::csv
