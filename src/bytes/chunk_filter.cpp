#include "bytes/chunk_filter.hpp"

#include <libdeflate.h>
#ifdef ONEFOLD_WITH_ISAL
#include <isa-l/igzip_lib.h>
#endif

#include <algorithm>
#include <cstring>
#include <new>

namespace onefold::bytes {

namespace {

constexpr std::uint64_t kSampleBytes = 16 << 10;
constexpr std::uint64_t kChecksumBytes = 4;
#ifdef ONEFOLD_WITH_ISAL
constexpr std::uint64_t kMaxFastBytes = std::uint64_t{1} << 31;
#endif

// Transposes 8 rows of 8 bytes: quarters of the square are swapped, then quarters of those, then single bytes.
void transpose(std::uint64_t (&rows)[8]) {
  const auto swap = [&rows](int i, int j, int shift, std::uint64_t mask) {
    const std::uint64_t changed = ((rows[i] >> shift) ^ rows[j]) & mask;
    rows[j] ^= changed;
    rows[i] ^= changed << shift;
  };
  for (int i = 0; i < 4; ++i) swap(i, i + 4, 32, 0x00000000FFFFFFFFULL);
  for (int i = 0; i < 8; ++i)
    if ((i & 2) == 0) swap(i, i + 2, 16, 0x0000FFFF0000FFFFULL);
  for (int i = 0; i < 8; i += 2) swap(i, i + 1, 8, 0x00FF00FF00FF00FFULL);
}

// Moves squares of 8 by 8 bytes from the rows of one matrix to those of its transpose, and the remaining bytes one by
// one.
void transpose(const char* in, std::uint64_t num_rows, std::uint64_t num_columns, char* out) {
  const std::uint64_t row_end = num_rows / 8 * 8;
  const std::uint64_t column_end = num_columns / 8 * 8;
  for (std::uint64_t row = 0; row < row_end; row += 8)
    for (std::uint64_t column = 0; column < column_end; column += 8) {
      std::uint64_t square[8];
      for (std::uint64_t i = 0; i < 8; ++i) std::memcpy(&square[i], in + (row + i) * num_columns + column, 8);
      transpose(square);
      for (std::uint64_t i = 0; i < 8; ++i) std::memcpy(out + (column + i) * num_rows + row, &square[i], 8);
    }
  for (std::uint64_t column = column_end; column < num_columns; ++column)
    for (std::uint64_t row = 0; row < row_end; ++row) out[column * num_rows + row] = in[row * num_columns + column];
  for (std::uint64_t column = 0; column < num_columns; ++column)
    for (std::uint64_t row = row_end; row < num_rows; ++row)
      out[column * num_rows + row] = in[row * num_columns + column];
}

}  // namespace

void shuffle(std::span<const char> in, std::uint64_t element_bytes, std::span<char> out) {
  const std::uint64_t count = in.size() / element_bytes;
  transpose(in.data(), count, element_bytes, out.data());
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(count * element_bytes), in.end(),
            out.begin() + static_cast<std::ptrdiff_t>(count * element_bytes));
}

void unshuffle(std::span<const char> in, std::uint64_t element_bytes, std::span<char> out) {
  const std::uint64_t count = in.size() / element_bytes;
  transpose(in.data(), element_bytes, count, out.data());
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(count * element_bytes), in.end(),
            out.begin() + static_cast<std::ptrdiff_t>(count * element_bytes));
}

std::uint32_t fletcher32(std::span<const char> bytes) {
  // This many words cannot overflow the second sum.
  constexpr std::uint64_t kWords = 1 << 20;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  // A sum other than 0 stays other than 0: 65535 represents the multiples of 65535.
  const auto reduce = [](std::uint64_t sum) { return sum == 0 ? 0 : (sum - 1) % 65535 + 1; };
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::uint64_t words = bytes.size() / 2;
  while (words > 0) {
    const std::uint64_t count = std::min(words, kWords);
    for (std::uint64_t i = 0; i < count; ++i) {
      first += static_cast<std::uint64_t>(data[2 * i]) << 8 | data[2 * i + 1];
      second += first;
    }
    first = reduce(first);
    second = reduce(second);
    data += 2 * count;
    words -= count;
  }
  if (bytes.size() % 2 != 0) {
    first = reduce(first + (static_cast<std::uint64_t>(*data) << 8));
    second = reduce(second + first);
  }
  return static_cast<std::uint32_t>(second << 16 | first);
}

struct ChunkFilter::Compressor {
  libdeflate_compressor* handle;
#ifdef ONEFOLD_WITH_ISAL
  // ISA-L compresses at level 1 twice as fast as libdeflate, and 3 % worse. It has no counterpart of higher levels.
  std::vector<std::uint8_t> fast;  // its working memory; empty: another level
#endif

  explicit Compressor(int level) : handle(libdeflate_alloc_compressor(level)) {
    if (handle == nullptr) throw std::bad_alloc();
#ifdef ONEFOLD_WITH_ISAL
    if (level == 1) fast.resize(ISAL_DEF_LVL1_DEFAULT);
#endif
  }
  ~Compressor() { libdeflate_free_compressor(handle); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  // Returns 0 if the result does not fit into `out`.
  std::uint64_t pack(std::span<const char> in, std::span<char> out) {
#ifdef ONEFOLD_WITH_ISAL
    // Its sizes have 32 bits; a row may be longer.
    if (!fast.empty() && in.size() < kMaxFastBytes) {
      // Zeros first: the next line does not set `hist_bits`, the longest distance of a match. What was on the stack
      // would decide the size of the chunk.
      isal_zstream stream{};
      isal_deflate_stateless_init(&stream);
      stream.level = 1;
      stream.level_buf = fast.data();
      stream.level_buf_size = static_cast<std::uint32_t>(fast.size());
      stream.gzip_flag = IGZIP_ZLIB;
      stream.end_of_stream = 1;
      stream.flush = NO_FLUSH;
      stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in.data()));  // it only reads there
      stream.avail_in = static_cast<std::uint32_t>(in.size());
      stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
      stream.avail_out = static_cast<std::uint32_t>(std::min<std::uint64_t>(out.size(), kMaxFastBytes));
      return isal_deflate_stateless(&stream) == COMP_OK ? stream.total_out : 0;
    }
#endif
    return libdeflate_zlib_compress(handle, in.data(), in.size(), out.data(), out.size());
  }
};

ChunkFilter::ChunkFilter(int compression_level) : compressor_(std::make_unique<Compressor>(compression_level)) {}
ChunkFilter::~ChunkFilter() = default;

std::uint32_t ChunkFilter::apply(std::span<const char> raw, std::uint64_t element_bytes, std::vector<char>& out) {
  packed_.resize(std::max<std::size_t>(packed_.size(), raw.size()));
  shuffled_.resize(std::max<std::size_t>(shuffled_.size(), raw.size()));
  std::uint32_t mask = kNoShuffle;
  std::span<const char> bytes = raw;
  if (element_bytes > 1 && raw.size() > element_bytes) {
    const std::uint64_t sample_bytes =
        std::min<std::uint64_t>(raw.size(), std::max<std::uint64_t>(1, kSampleBytes / element_bytes) * element_bytes);
    const auto sample = raw.first(sample_bytes);
    const auto size_of = [&](std::span<const char> in) {
      const std::uint64_t size = compressor_->pack(in, std::span(packed_).first(sample_bytes));
      return size == 0 ? sample_bytes : size;
    };
    const std::uint64_t plain = size_of(sample);
    shuffle(sample, element_bytes, std::span(shuffled_).first(sample_bytes));
    if (size_of(std::span(shuffled_).first(sample_bytes)) * 20 < plain * 19) {
      shuffle(raw, element_bytes, std::span(shuffled_).first(raw.size()));
      bytes = std::span(shuffled_).first(raw.size());
      mask = 0;
    }
  }
  // Keep the packed form only if it is smaller.
  const std::uint64_t size = raw.empty() ? 0 : compressor_->pack(bytes, std::span(packed_).first(raw.size() - 1));
  if (size > 0)
    bytes = std::span(packed_).first(size);
  else
    mask |= kNoDeflate;
  const std::uint32_t checksum = fletcher32(bytes);
  out.insert(out.end(), bytes.begin(), bytes.end());
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(checksum >> shift & 0xFF));
  return mask;
}

struct ChunkUnfilter::Decompressor {
  libdeflate_decompressor* handle = libdeflate_alloc_decompressor();

  Decompressor() {
    if (handle == nullptr) throw std::bad_alloc();
  }
  ~Decompressor() { libdeflate_free_decompressor(handle); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
};

ChunkUnfilter::ChunkUnfilter() : decompressor_(std::make_unique<Decompressor>()) {}
ChunkUnfilter::~ChunkUnfilter() = default;

bool ChunkUnfilter::apply(std::span<const char> stored, std::uint32_t mask, std::uint64_t element_bytes,
                          std::span<char> raw) {
  if (stored.size() < kChecksumBytes || (mask & ~(kNoShuffle | kNoDeflate)) != 0) return false;
  const std::span<const char> bytes = stored.first(stored.size() - kChecksumBytes);
  std::uint32_t checksum = 0;
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    checksum |= static_cast<std::uint32_t>(static_cast<unsigned char>(stored[bytes.size() + i])) << (8 * i);
  if (fletcher32(bytes) != checksum) return false;

  const bool is_shuffled = (mask & kNoShuffle) == 0;
  shuffled_.resize(std::max<std::size_t>(shuffled_.size(), is_shuffled ? raw.size() : 0));
  const std::span<char> target = is_shuffled ? std::span(shuffled_).first(raw.size()) : raw;
  if ((mask & kNoDeflate) != 0) {
    if (bytes.size() != raw.size()) return false;
    std::copy(bytes.begin(), bytes.end(), target.begin());
  } else {
    std::size_t size = 0;
    const auto result = libdeflate_zlib_decompress(decompressor_->handle, bytes.data(), bytes.size(), target.data(),
                                                   target.size(), &size);
    if (result != LIBDEFLATE_SUCCESS || size != raw.size()) return false;
  }
  if (is_shuffled) unshuffle(target, element_bytes, raw);
  return true;
}

}  // namespace onefold::bytes
