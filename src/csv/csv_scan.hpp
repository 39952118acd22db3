// The bytes of CSV, 64 at a time: where quotes, delimiters and line feeds stand, and which of them are structure.
//
// Structure is decided by quote parity alone: a delimiter or line feed counts when the number of quote bytes before it
// in the file is even. In well-formed CSV this is the same as parsing (a doubled quote changes the parity twice), and
// it needs no context but one bit, so that a range in the middle of a file can be read by itself.
//
// Cost: about a byte compare and 1/64 of a six-step prefix XOR per byte; SSE2 where there is one, plain loops
// elsewhere. Bit masks and prefix XOR after Langdale and Lemire: Parsing Gigabytes of JSON per Second, VLDB Journal
// 2019.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace onefold::csv {

/// How a file is cut into fields. Both are single bytes; quote '\0' means that no byte quotes.
struct Dialect {
  char delimiter = ',';
  char quote = '"';
};

struct ScanCounts {
  std::uint64_t num_quotes = 0;
  std::uint64_t num_line_feeds = 0;
};

/// Local. What a rank must tell those behind it: the parity and the line on which their ranges begin.
[[nodiscard]] ScanCounts count_quotes_and_line_feeds(std::string_view bytes, char quote);

/// A queue of ascending offsets, with room at its tail that is not cleared before it is written.
class Offsets {
 public:
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::uint32_t front() const { return data_[begin_]; }
  void pop_front() { ++begin_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] const std::uint32_t* begin() const { return data_.data() + begin_; }

  /// Room for `count` more; returns where they go. What was written is then `commit`ted.
  std::uint32_t* make_room(std::size_t count);
  void commit(const std::uint32_t* tail) { end_ = static_cast<std::size_t>(tail - data_.data()); }
  /// The bytes that the offsets point into have moved towards the front.
  void shift_down(std::uint32_t distance);

 private:
  std::vector<std::uint32_t> data_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// Local. Appends the offsets (plus `base`) of delimiters and line feeds outside quotes to `separators`, and those of
/// all quotes to `quotes`. `inside_quotes` is the parity before the first byte; the parity after the last is returned.
bool index_structure(std::string_view bytes, std::uint32_t base, Dialect dialect, bool inside_quotes,
                     Offsets& separators, Offsets& quotes);

}  // namespace onefold::csv
