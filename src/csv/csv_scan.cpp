#include "csv/csv_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace onefold::csv {

namespace {

constexpr std::size_t kBlockBytes = 64;

/// Bit i of a mask is set if byte i of the block is that character.
struct BlockMasks {
  std::uint64_t separators = 0;
  std::uint64_t quotes = 0;
};

#if defined(__SSE2__)
BlockMasks masks_of(const char* block, ScanBytes scan) {
  const __m128i delimiter = _mm_set1_epi8(scan.delimiter);
  const __m128i line_end = _mm_set1_epi8(scan.line_end);
  const __m128i quote = _mm_set1_epi8(scan.quote);
  BlockMasks masks;
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * part));
    const __m128i separators = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), _mm_cmpeq_epi8(bytes, line_end));
    masks.separators |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(separators))} << (16 * part);
    masks.quotes |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)))}
                    << (16 * part);
  }
  return masks;
}
#else
BlockMasks masks_of(const char* block, ScanBytes scan) {
  BlockMasks masks;
  for (unsigned i = 0; i < kBlockBytes; ++i) {
    masks.separators |= std::uint64_t{block[i] == scan.delimiter || block[i] == scan.line_end} << i;
    masks.quotes |= std::uint64_t{block[i] == scan.quote} << i;
  }
  return masks;
}
#endif

/// Bit i of the result is the parity of bits 0 .. i.
std::uint64_t prefix_parity(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

std::uint32_t* append_offsets(std::uint64_t mask, std::uint32_t base, std::uint32_t* tail) {
  while (mask != 0) {
    *tail++ = base + static_cast<std::uint32_t>(std::countr_zero(mask));
    mask &= mask - 1;
  }
  return tail;
}

}  // namespace

std::uint64_t count_byte(std::string_view bytes, char byte) {
  std::uint64_t count = 0;
  std::size_t i = 0;
#if defined(__SSE2__)
  // Each lane of `lanes` counts up to 255 matches as a difference of bytes, which psadbw then adds up.
  constexpr std::size_t kMostSteps = 255;
  const __m128i wanted = _mm_set1_epi8(byte);
  while (bytes.size() - i >= 16) {
    const std::size_t steps = std::min((bytes.size() - i) / 16, kMostSteps);
    __m128i lanes = _mm_setzero_si128();
    for (std::size_t step = 0; step < steps; ++step, i += 16)
      lanes = _mm_sub_epi8(lanes,
                           _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + i)), wanted));
    const __m128i sums = _mm_sad_epu8(lanes, _mm_setzero_si128());
    count += static_cast<std::uint64_t>(_mm_cvtsi128_si64(sums)) +
             static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
  }
#endif
  for (; i < bytes.size(); ++i) count += bytes[i] == byte ? 1 : 0;
  return count;
}

void append_positions(std::string_view bytes, std::uint64_t base, char byte, std::vector<std::uint64_t>& positions) {
  std::size_t offset = 0;
  const auto append = [&](std::uint64_t mask) {
    for (; mask != 0; mask &= mask - 1)
      positions.push_back(base + offset + static_cast<std::uint64_t>(std::countr_zero(mask)));
  };
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(byte);
  for (; offset + kBlockBytes <= bytes.size(); offset += kBlockBytes) {
    std::uint64_t mask = 0;
    for (unsigned part = 0; part < 4; ++part) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + offset + 16 * part));
      mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)))}
              << (16 * part);
    }
    append(mask);
  }
#endif
  for (; offset < bytes.size(); ++offset)
    if (bytes[offset] == byte) positions.push_back(base + offset);
}

std::uint32_t* Offsets::make_room(std::size_t count) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ + count > data_.size()) {
    std::copy(data_.begin() + static_cast<std::ptrdiff_t>(begin_), data_.begin() + static_cast<std::ptrdiff_t>(end_),
              data_.begin());
    end_ -= begin_;
    begin_ = 0;
    // Doubling, so that a very long field full of quotes does not cost one copy per window.
    if (end_ + count > data_.size()) data_.resize(std::max(end_ + count, 2 * data_.size()));
  }
  return data_.data() + end_;
}

void Offsets::shift_down(std::uint32_t distance) {
  for (std::size_t i = begin_; i < end_; ++i) data_[i] -= distance;
}

bool index_structure(std::string_view bytes, std::uint32_t base, ScanBytes scan, bool inside_quotes,
                     Offsets& separators, Offsets& quotes) {
  std::uint32_t* separator_tail = separators.make_room(bytes.size());
  std::uint32_t* quote_tail = quotes.make_room(bytes.size());
  std::uint64_t inside = inside_quotes ? ~std::uint64_t{0} : 0;
  const auto add_block = [&](const char* block, std::size_t offset, std::uint64_t valid) {
    BlockMasks masks = masks_of(block, scan);
    masks.separators &= valid;
    masks.quotes = scan.quote == '\0' ? 0 : masks.quotes & valid;
    const auto block_base = base + static_cast<std::uint32_t>(offset);
    if (masks.quotes != 0) {
      const std::uint64_t quoted = prefix_parity(masks.quotes) ^ inside;
      masks.separators &= ~quoted;
      inside = (quoted >> 63) != 0 ? ~std::uint64_t{0} : 0;
      quote_tail = append_offsets(masks.quotes, block_base, quote_tail);
    } else {
      masks.separators &= ~inside;
    }
    separator_tail = append_offsets(masks.separators, block_base, separator_tail);
  };

  std::size_t offset = 0;
  for (; offset + kBlockBytes <= bytes.size(); offset += kBlockBytes)
    add_block(bytes.data() + offset, offset, ~std::uint64_t{0});
  if (const std::size_t rest = bytes.size() - offset; rest > 0) {
    std::array<char, kBlockBytes> padded{};
    std::memcpy(padded.data(), bytes.data() + offset, rest);
    add_block(padded.data(), offset, (std::uint64_t{1} << rest) - 1);
  }
  separators.commit(separator_tail);
  quotes.commit(quote_tail);
  return inside != 0;
}

}  // namespace onefold::csv
