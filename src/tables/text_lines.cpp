#include "tables/text_lines.hpp"

#include <algorithm>
#include <vector>

#include "csv/csv_scan.hpp"

namespace onefold::tables {

namespace {

/// How many bytes are read at once to find the footer.
constexpr std::size_t kChunkOfFooter = 64U << 10;

}  // namespace

std::size_t footer_begin(std::string_view tail, std::uint64_t num_lines, char line_end) {
  std::size_t end = tail.size();
  while (end > 0 &&
         (tail[end - 1] == line_end || tail[end - 1] == '\r' || tail[end - 1] == ' ' || tail[end - 1] == '\t'))
    --end;
  for (std::uint64_t n = 0; n < num_lines; ++n) {
    end = end == 0 ? std::string_view::npos : tail.rfind(line_end, end - 1);
    if (end == std::string_view::npos) return end;
  }
  return end + 1;
}

void LineCounter::add(std::uint64_t offset, std::string_view bytes) {
  if (bytes.empty() || offset >= end_ || offset + bytes.size() <= begin_) return;
  bytes = bytes.substr(0, end_ - offset);
  if (offset < begin_) bytes.remove_prefix(begin_ - offset);
  num_line_ends_ += csv::count_byte(bytes, line_end_);
  is_open_ = bytes.back() != line_end_;
}

std::size_t CountedLines::read(std::span<char> target) {
  const std::size_t got = source_->read(target);
  lines_.add(offset_, {target.data(), got});
  offset_ += got;
  return got;
}

std::size_t WithoutFooter::read(std::span<char> target) {
  while (released_ == 0 && !ended_) {
    const std::size_t before = held_.size();
    held_.resize(before + std::max<std::size_t>(target.size(), kChunkOfFooter));
    const std::size_t got = source_->read(std::span(held_).subspan(before));
    held_.resize(before + got);
    const std::size_t footer = footer_begin(held_, num_lines_, line_end_);
    if (footer != std::string::npos) released_ = footer;
    ended_ = got == 0;
  }
  const std::size_t given = std::min(released_, target.size());
  std::copy_n(held_.begin(), given, target.begin());
  held_.erase(0, given);
  released_ -= given;
  return given;
}

}  // namespace onefold::tables
