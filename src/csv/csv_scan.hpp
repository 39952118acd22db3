// Finds the delimiters and line ends of CSV that separate fields and rows, 64 bytes at a time.
//
// Quote parity decides: a delimiter or line end separates if the number of quotes before it is even. As long as the
// quotes of each field are well formed this equals parsing, because a doubled quote changes the parity twice. CsvParser
// checks each field that holds quotes, and parses byte by byte from the first field that is not well formed.
//
// Cost per byte: about one comparison and 1/64 of a six-step prefix XOR, with SSE2 where the processor has it. Bit
// masks and prefix XOR follow Langdale and Lemire: Parsing Gigabytes of JSON per Second, VLDB Journal 2019.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace onefold::csv {

/// The bytes that the scan looks for.
struct ScanBytes {
  char delimiter = ',';
  char quote = '"';  ///< '\0': nothing is quoted
  char line_end = '\n';
};

/// Local. How often `byte` occurs. 16 bytes per step.
[[nodiscard]] std::uint64_t count_byte(std::string_view bytes, char byte);

/// Local. The lines of a text, by its line ends; what follows the last line end is a line too.
[[nodiscard]] inline std::uint64_t count_lines(std::string_view text, char line_end) {
  return count_byte(text, line_end) + (text.empty() || text.back() == line_end ? 0 : 1);
}

/// Local. Appends the positions of `byte`; the first byte of `bytes` has position `base`.
void append_positions(std::string_view bytes, std::uint64_t base, char byte, std::vector<std::uint64_t>& positions);

/// A queue of ascending offsets. Free space at its end is not cleared before it is written.
class Offsets {
 public:
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::uint32_t front() const { return data_[begin_]; }
  void pop_front(std::size_t count = 1) { begin_ += count; }
  void clear() { begin_ = end_ = 0; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] const std::uint32_t* begin() const { return data_.data() + begin_; }

  /// Returns room for `count` more offsets; `commit` says up to where they were written.
  std::uint32_t* make_room(std::size_t count);
  void commit(const std::uint32_t* tail) { end_ = static_cast<std::size_t>(tail - data_.data()); }
  /// Subtracts `distance` from all offsets, after the bytes have moved to the front.
  void shift_down(std::uint32_t distance);

 private:
  std::vector<std::uint32_t> data_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// Local. Appends the offsets (plus `base`) of delimiters and line ends outside quotes to `separators`, and those of
/// all quotes to `quotes`. `inside_quotes` is the parity before the first byte; returns the parity after the last.
bool index_structure(std::string_view bytes, std::uint32_t base, ScanBytes scan, bool inside_quotes,
                     Offsets& separators, Offsets& quotes);

}  // namespace onefold::csv
