// The filters of a chunk, byte for byte as HDF5 defines them: shuffle, deflate (zlib's container), Fletcher-32. Local,
// without HDF5.
//
//   shuffle     byte 0 of all elements, then byte 1 of all, ...; bytes after the last whole element stay in place
//   deflate     skipped (and marked in the mask) if it would not make the chunk smaller
//   Fletcher    checksum of the bytes so far, read as big-endian 16-bit words; an odd last byte is the high half of a
//               word. 4 bytes, little-endian, follow the chunk. Both sums are modulo 65535; 0 occurs only for chunks
//               of zeros.
//
// Shuffling makes ascending ids ten times smaller and texts twice as large, so each chunk decides for itself: its first
// 16 KiB are compressed both ways, and it is shuffled if that saves a twentieth. Next to each chunk HDF5 keeps a mask
// of the skipped filters, which every reader understands. The bytes depend only on the chunk and the level.
//
// Cost: linear in the bytes; docs/benchmarks.md has the rates. Memory: three times the largest chunk.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace onefold::bytes {

/// Bits of the mask, in the order of the filters in the file.
inline constexpr std::uint32_t kNoShuffle = 1U << 0;
inline constexpr std::uint32_t kNoDeflate = 1U << 1;

class ChunkFilter {
 public:
  /// `compression_level`: 0 to 9, of deflate.
  explicit ChunkFilter(int compression_level);
  ~ChunkFilter();
  ChunkFilter(const ChunkFilter&) = delete;
  ChunkFilter& operator=(const ChunkFilter&) = delete;

  /// Appends the stored form of `raw` to `out` and returns the mask of skipped filters.
  std::uint32_t apply(std::span<const char> raw, std::uint64_t element_bytes, std::vector<char>& out);

 private:
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
  std::vector<char> shuffled_;
  std::vector<char> packed_;
};

class ChunkUnfilter {
 public:
  ChunkUnfilter();
  ~ChunkUnfilter();
  ChunkUnfilter(const ChunkUnfilter&) = delete;
  ChunkUnfilter& operator=(const ChunkUnfilter&) = delete;

  /// Fills all of `raw`. Returns false when the checksum is wrong or the chunk has another size.
  [[nodiscard]] bool apply(std::span<const char> stored, std::uint32_t mask, std::uint64_t element_bytes,
                           std::span<char> raw);

 private:
  struct Decompressor;
  std::unique_ptr<Decompressor> decompressor_;
  std::vector<char> shuffled_;
};

/// The single filters. `out` is as long as `in`.
void shuffle(std::span<const char> in, std::uint64_t element_bytes, std::span<char> out);
void unshuffle(std::span<const char> in, std::uint64_t element_bytes, std::span<char> out);
[[nodiscard]] std::uint32_t fletcher32(std::span<const char> bytes);

}  // namespace onefold::bytes
