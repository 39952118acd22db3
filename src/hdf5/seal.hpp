// The seal: the last 80 bytes of a result file. They follow the end of the HDF5 part and hold a digest of all bytes
// before them.
//
// HDF5's own checksums cover the chunks of data, not the metadata. Tests with flipped bits in the metadata gave wrong
// values without an error, missing datasets, and once a crash inside the library. Readers therefore check the seal
// before HDF5 opens the file. HDF5 ignores the seal; a program that changes the file through HDF5 cuts it off.
//
//   seal     "onefold-seal-1 " + 32 hex digits of the digest + " " + 16 hex digits of the number of bytes before the
//            seal + padding
//   digest   sum over blocks of 1 MiB of XXH3-128(block, seed = index of the block), so that ranks can share the blocks
//
// A copy that was cut off or lengthened does not end in a seal. HDF5's superblock states where the HDF5 part ends,
// which distinguishes such a copy from a file that another program has changed: see `length_of`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "onefold/hdf5/column_digest.hpp"

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

/// Local. Returns the part of the digest that covers blocks `first` .. `last` - 1 of the first `num_bytes` bytes of a
/// file. Throws std::system_error when reading fails.
[[nodiscard]] ColumnDigest digest_of_blocks(int descriptor, std::uint64_t num_bytes, std::uint64_t first,
                                            std::uint64_t last);

/// Local. Throws std::system_error.
void append_seal(int descriptor, const Seal& seal);

/// Local. Returns nothing when the file does not end in a seal.
[[nodiscard]] std::optional<Seal> read_seal(int descriptor);

/// The length of a file without a seal, and the length that its superblock states.
struct FileLength {
  std::uint64_t num_bytes = 0;
  std::uint64_t hdf5_bytes = 0;  ///< end-of-file address of the superblock
};

/// Local. Returns nothing if the file does not begin with an HDF5 superblock with 64-bit addresses. Throws
/// std::system_error if reading fails.
[[nodiscard]] std::optional<FileLength> length_of(int descriptor);

}  // namespace onefold::result
