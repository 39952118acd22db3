// The seal: the last 80 bytes of a result file, behind the end of its HDF5 part, hold a digest of all bytes before
// them.
//
// Why: HDF5's own checksums cover the chunks of data, not the metadata. A flipped bit there was measured to give wrong
// values silently, missing datasets, and once a crash inside the library. The seal is looked at before HDF5 sees the
// file. Readers of HDF5 do not notice it; a program that changes the file through HDF5 cuts it off.
//
//   seal     "onefold-seal-1 " + 32 hex digits of the digest + " " + 16 hex digits of the number of bytes before the
//   seal + padding digest   sum over blocks of 1 MiB of XXH3-128(block, seed = index of the block): ranks share the
//   blocks
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "onefold/result/column_digest.hpp"

namespace onefold::result {

inline constexpr std::uint64_t kSealBytes = 80;
inline constexpr std::uint64_t kSealBlockBytes = 1 << 20;

struct Seal {
  ColumnDigest digest;
  std::uint64_t num_bytes = 0;  ///< of the file, the seal not counted
};

[[nodiscard]] constexpr std::uint64_t num_seal_blocks(std::uint64_t num_bytes) {
  return (num_bytes + kSealBlockBytes - 1) / kSealBlockBytes;
}

/// Local. Part of the digest: blocks `first` .. `last` - 1 of the first `num_bytes` bytes of a file. Throws
/// std::system_error when reading fails.
[[nodiscard]] ColumnDigest digest_of_blocks(int descriptor, std::uint64_t num_bytes, std::uint64_t first,
                                            std::uint64_t last);

/// Local. Throws std::system_error.
void append_seal(int descriptor, const Seal& seal);

/// Local. Nothing when the file does not end in a seal of its own length.
[[nodiscard]] std::optional<Seal> read_seal(int descriptor);

}  // namespace onefold::result
