#include "bytes/line_reader.hpp"

#include <algorithm>
#include <cstring>

namespace onefold::bytes {

LineReader::LineReader(std::unique_ptr<ByteSource> source, TextPosition begin, const LineLimits& limits)
    : source_(std::move(source)), limits_(limits), offset_(begin.offset), next_line_(begin.line) {
  limits_.chunk_bytes = std::max<std::size_t>(1, limits_.chunk_bytes);
  buffer_.resize(limits_.chunk_bytes + limits_.padding);
}

bool LineReader::refill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, filled_ - begin_);
    offset_ += begin_;
    scanned_ -= begin_;
    filled_ -= begin_;
    begin_ = 0;
  }
  // Doubling, so that a long line is not copied for every chunk.
  if (filled_ + limits_.padding == buffer_.size()) buffer_.resize(2 * filled_ + limits_.padding);
  const std::size_t got = source_->read({buffer_.data() + filled_, buffer_.size() - limits_.padding - filled_});
  filled_ += got;
  return got > 0;
}

LineReader::Step LineReader::next() {
  while (true) {
    const void* const found = std::memchr(buffer_.data() + scanned_, limits_.line_end, filled_ - scanned_);
    const std::size_t end =
        found == nullptr ? filled_ : static_cast<std::size_t>(static_cast<const char*>(found) - buffer_.data());
    position_ = {offset_ + begin_, next_line_};
    if (end - begin_ > limits_.max_line_bytes) return Step::too_long;
    if (found == nullptr) {
      scanned_ = filled_;
      if (!ended_ && refill()) continue;
      ended_ = true;
      if (begin_ == filled_) return Step::end;
      line_ = {buffer_.data() + begin_, filled_ - begin_};
      begin_ = scanned_ = filled_;
    } else {
      line_ = {buffer_.data() + begin_, end - begin_};
      begin_ = scanned_ = end + 1;
    }
    ++next_line_;
    if (line_.ends_with('\r')) line_.remove_suffix(1);
    return Step::line;
  }
}

}  // namespace onefold::bytes
