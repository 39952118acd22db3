// A buffer for the bytes of one value, reused for the next value. It is never cleared and never shrinks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace onefold::cleanse {

class TextBuffer {
 public:
  /// Makes room for at least `size` bytes. The previous content is lost, and views of it become invalid.
  char* room(std::size_t size) {
    if (size > capacity_) {
      capacity_ = std::max(size, 2 * capacity_);
      bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
    }
    return bytes_.get();
  }

 private:
  std::size_t capacity_ = 256;
  std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(256);
};

/// Eight bytes of text as one integer, for arithmetic on all of them at once; the first byte is in the lowest bits.
/// After Lamport: Multiple Byte Processing with Full-Word Instructions, CACM 1975.
namespace bytes8 {

inline constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
inline constexpr std::uint64_t kHighBits = 0x80 * kOnes;

inline std::uint64_t load(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}
inline void store(std::uint64_t word, char* bytes) { std::memcpy(bytes, &word, sizeof word); }

/// Sets the high bit of each byte that is at least `bound`. All bytes of `word`, and `bound`, must be ASCII.
constexpr std::uint64_t at_least(std::uint64_t word, unsigned char bound) { return word + (0x80U - bound) * kOnes; }
/// Sets the high bit of each byte in [first, last]. All bytes must be ASCII.
constexpr std::uint64_t in_range(std::uint64_t word, char first, char last) {
  return at_least(word, static_cast<unsigned char>(first)) & ~at_least(word, static_cast<unsigned char>(last + 1)) &
         kHighBits;
}

/// Calls `use` with words that together cover a text of at least eight bytes, and with their offsets. The last two
/// words may overlap. Stops if `use` returns false.
template <typename Use>
bool for_each_word(std::string_view text, Use use) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8)
    if (!use(load(text.data() + i), i)) return false;
  return i == text.size() || use(load(text.data() + text.size() - 8), text.size() - 8);
}

}  // namespace bytes8

}  // namespace onefold::cleanse
