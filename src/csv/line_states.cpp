#include "csv/line_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::csv {

namespace {

constexpr std::size_t kLineBlockBytes = 4U << 10;

}  // namespace

LineScan::LineScan(TextBytes text, const Dialect& dialect, const ParserLimits& limits, RowWidth width,
                   std::uint64_t begin, std::uint64_t end)
    : text_(std::move(text)),
      dialect_(dialect),
      limits_(limits),
      width_(width),
      begin_(begin),
      end_(end),
      window_begin_(begin) {}

// Appends the next chunk to the window, and drops what no scan needs any more. False at the end of the text.
bool LineScan::extend() {
  const std::uint64_t at = window_end();
  if (at >= text_.end) return false;
  trim();
  const std::size_t before = window_.size();
  if (before > limits_.max_row_bytes + text_.chunk_bytes)
    throw Error(
        ExitCode::input,
        fmt::format("{}: the line at byte {} has more than {} bytes; are quote and line ends what the job says, or is "
                    "the file of another kind?",
                    text_.path, window_begin_, limits_.max_row_bytes));
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(text_.chunk_bytes, text_.end - at));
  window_.resize(before + wanted);
  const std::size_t got = text_.read_at(at, std::span(window_).subspan(before));
  window_.resize(before + got);
  const std::string_view bytes = std::string_view(window_).substr(before);
  if (dialect_.quote != '\0') append_positions(bytes, at, dialect_.quote, quotes_);
  if (at < end_) num_line_ends_ += count_byte(bytes.substr(0, end_ - at), dialect_.line_end);
  return got > 0;
}

void LineScan::trim() {
  std::uint64_t keep = window_end();
  for (const Path* path : {&outside_, &inside_})
    if (path->active) keep = std::min(keep, std::max(path->at, window_begin_));
  // The byte before, and blanks before it, tell whether a field begins at the next quote.
  while (keep > window_begin_ && dialect_.is_blank(byte_at(keep - 1))) --keep;
  if (keep > window_begin_) --keep;
  // Moving a large rest over and over would cost more than it saves.
  if (keep - window_begin_ < window_.size() / 2) return;
  window_.erase(0, keep - window_begin_);
  window_begin_ = keep;
  const auto kept = std::lower_bound(quotes_.begin(), quotes_.end(), keep);
  num_trimmed_ += static_cast<std::size_t>(kept - quotes_.begin());
  quotes_.erase(quotes_.begin(), kept);
}

// The position after the next line end at or after `at`; the end of the text if there is none.
std::uint64_t LineScan::next_line_start(std::uint64_t at) {
  while (holds(at)) {
    const std::size_t found = window_.find(dialect_.line_end, at - window_begin_);
    if (found != std::string::npos) return window_begin_ + found + 1;
    at = window_end();
  }
  return text_.end;
}

// The end of the range if no line begins in it.
std::uint64_t LineScan::first_line_start() {
  if (begin_ == text_.begin) return begin_;
  char before = '\0';
  if (text_.read_at(begin_ - 1, std::span(&before, 1)) == 1 && before == dialect_.line_end) return begin_;
  for (std::uint64_t at = begin_; at < end_ && holds(at); at = window_end()) {
    const std::size_t found = window_.find(dialect_.line_end, at - window_begin_);
    if (found != std::string::npos) return std::min(window_begin_ + found + 1, end_);
  }
  return end_;
}

// The first line start at or after the end of the range. Does not use the window, which is at the beginning.
std::uint64_t LineScan::last_line_start() const {
  std::vector<char> block(std::min(text_.chunk_bytes, kLineBlockBytes));
  for (std::uint64_t at = end_ - 1; at < text_.end;) {
    const auto wanted = std::span(block).first(std::min<std::uint64_t>(block.size(), text_.end - at));
    const std::size_t got = text_.read_at(at, wanted);
    if (got == 0) break;
    if (const void* found = std::memchr(block.data(), dialect_.line_end, got))
      return at + static_cast<std::uint64_t>(static_cast<const char*>(found) - block.data()) + 1;
    at += got;
  }
  return text_.end;
}

// Moves the path to its next quote in the window, or to the end of the window.
void LineScan::advance(Path& path) {
  std::size_t i = std::min(path.cursor > num_trimmed_ ? path.cursor - num_trimmed_ : 0, quotes_.size());
  while (i > 0 && quotes_[i - 1] >= path.at) --i;
  while (i < quotes_.size() && quotes_[i] < path.at) ++i;
  path.cursor = i + num_trimmed_;
  path.at = i < quotes_.size() ? quotes_[i] : std::max(path.at, window_end());
}

bool LineScan::begins_field(std::uint64_t quote) const {
  std::uint64_t at = quote;
  while (at > first_line_ && dialect_.is_blank(byte_at(at - 1))) --at;
  if (at == first_line_) return true;
  const char before = byte_at(at - 1);
  return before == dialect_.delimiter.front() || before == dialect_.line_end;
}

bool LineScan::ends_field(std::uint64_t after_closing) {
  std::uint64_t at = after_closing;
  while (holds(at) && dialect_.is_blank(byte_at(at))) ++at;
  if (!holds(at)) return true;
  const char c = byte_at(at);
  if (c == '\r' && dialect_.line_end == '\n') return !holds(at + 1) || byte_at(at + 1) == '\n';
  return c == dialect_.delimiter.front() || c == dialect_.line_end;
}

// The path stands at an opening quote. Returns where the quoted field ends; nothing if its quotes are wrong.
std::optional<std::uint64_t> LineScan::end_of_field(const Path& path) {
  const std::uint64_t content = path.at + 1;
  std::uint64_t num_doubled = 0;
  for (std::size_t cursor = path.cursor + 1;; cursor += 2, ++num_doubled) {
    while (cursor - num_trimmed_ >= quotes_.size()) {
      if (window_end() > content && window_end() - content - num_doubled > limits_.max_field_bytes) return std::nullopt;
      if (!extend()) return std::nullopt;
    }
    const std::uint64_t quote = quotes_[cursor - num_trimmed_];
    if (quote - content - num_doubled > limits_.max_field_bytes) return std::nullopt;
    if (holds(quote + 1) && byte_at(quote + 1) == dialect_.quote) continue;
    if (!ends_field(quote + 1)) return std::nullopt;
    const std::string_view text = std::string_view(window_).substr(content - window_begin_, quote - content);
    if (text.size() > width_.usual && holds_rows(text, dialect_, width_.usual)) return std::nullopt;
    return quote + 1;
  }
}

// Passes the quote at which the path stands.
void LineScan::step(Path& path, std::uint64_t last_line_start) {
  if (path.inside) {
    if (holds(path.at + 1) && byte_at(path.at + 1) == dialect_.quote) {
      path.at += 2;
    } else if (ends_field(path.at + 1)) {
      path.inside = false;
      ++path.at;
    } else {
      path.active = false;  // nobody asks for its end: the range cannot begin inside a quoted field
    }
  } else if (!begins_field(path.at)) {
    ++path.at;
  } else if (const auto end = end_of_field(path); !end) {
    path.at = next_line_start(path.at);
  } else {
    path.at = *end;
    if (*end < last_line_start) return;
    path.end_state = LineState::quoted_field;
    path.active = false;
  }
}

// Passes fields as most are: between two delimiters or line ends, without doubled quotes and line ends. The path stands
// at a quote outside of quoted fields. A shortcut: `step` passes them too.
void LineScan::pass_simple_fields(Path& path, std::uint64_t last_line_start) const {
  const char delimiter = dialect_.delimiter.front();
  const char line_end = dialect_.line_end;
  const std::uint64_t limit = std::min(last_line_start, window_end());
  std::size_t i = path.cursor - num_trimmed_;
  for (; i + 1 < quotes_.size(); i += 2) {
    const std::uint64_t open = quotes_[i];
    const std::uint64_t close = quotes_[i + 1];
    if (open == window_begin_ || close + 2 >= limit || close - open - 1 > limits_.max_field_bytes) break;
    const char before = byte_at(open - 1);
    const char after = byte_at(close + 1);
    if (before != delimiter && before != line_end) break;
    if (after != delimiter && after != line_end && !(after == '\r' && byte_at(close + 2) == line_end)) break;
    if (std::memchr(window_.data() + (open - window_begin_), line_end, close - open) != nullptr) break;
    path.at = close + 1;
  }
  path.cursor = i + num_trimmed_;
}

void LineScan::end(Path& path) {
  path.end_state = path.inside ? LineState::quoted_field : LineState::row;
  path.active = false;
}

// Passes the quote at which the path stands, or reads on at the end of the window.
void LineScan::pass(Path& path, std::uint64_t last_line_start) {
  const bool is_in_window = path.at < window_end();
  if (path.at < last_line_start && is_in_window)
    step(path, last_line_start);
  else if (path.at >= last_line_start || !extend())
    end(path);
}

void LineScan::run(std::uint64_t last_line_start) {
  // Both side by side, the one behind first, until one has ended or both stand at the same quote outside of fields.
  bool have_met = false;
  while (outside_.active && inside_.active) {
    advance(outside_);
    advance(inside_);
    have_met = !inside_.inside && inside_.at == outside_.at && outside_.at < window_end();
    if (have_met) break;
    Path& behind = outside_.at <= inside_.at ? outside_ : inside_;
    pass(behind, last_line_start);
  }
  inside_.active &= !have_met;
  Path& rest = outside_.active ? outside_ : inside_;
  while (rest.active) {
    advance(rest);
    if (!rest.inside) {
      pass_simple_fields(rest, last_line_start);
      advance(rest);
    }
    pass(rest, last_line_start);
  }
  if (have_met) inside_.end_state = outside_.end_state;
}

LineStates LineScan::states() {
  LineStates states;
  first_line_ = first_line_start();
  // Without a line start in the range, its first line start is that after its end.
  if (first_line_ < end_) {
    outside_ = {first_line_, 0, false, true, LineState::row};
    inside_ = {first_line_, 0, true, true, LineState::row};
    if (dialect_.quote != '\0') run(last_line_start());
    outside_.active = inside_.active = false;
    states.after_row = outside_.end_state;
    states.after_quoted_field = inside_.end_state;
  }
  while (window_end() < end_ && extend()) {
  }
  states.num_line_ends = num_line_ends_;
  return states;
}

std::optional<LineScan::RowBegin> LineScan::first_row(LineState state) {
  first_line_ = first_line_start();
  std::uint64_t at = first_line_;
  if (state == LineState::quoted_field && at < end_) {
    outside_ = {first_line_, 0, true, true, LineState::row};
    while (outside_.inside) {
      advance(outside_);
      if (outside_.at < window_end())
        step(outside_, text_.end);
      else if (!extend())
        return std::nullopt;
      if (!outside_.active) return std::nullopt;
    }
    // The row goes on until a line end that no quoted field holds.
    while (true) {
      const std::uint64_t from = outside_.at;
      at = next_line_start(from);
      advance(outside_);
      if (outside_.at >= at) break;
      if (!begins_field(outside_.at)) {
        ++outside_.at;
      } else if (const auto end = end_of_field(outside_)) {
        outside_.at = *end;
      } else {
        at = next_line_start(outside_.at);
        break;
      }
    }
    outside_.active = false;
  }
  if (at >= end_) return std::nullopt;
  // Counted up to the row, not up to what the window holds.
  RowBegin row{at, 0};
  std::vector<char> block(std::min<std::uint64_t>(text_.chunk_bytes, at - begin_));
  for (std::uint64_t from = begin_; from < at;) {
    const auto wanted = std::span(block).first(std::min<std::uint64_t>(block.size(), at - from));
    const std::size_t got = text_.read_at(from, wanted);
    if (got == 0) break;
    row.num_line_ends += count_byte({block.data(), got}, dialect_.line_end);
    from += got;
  }
  return row;
}

}  // namespace onefold::csv
