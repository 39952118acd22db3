// How large the chunks of a result file are, and how many are packed before they are written.
#pragma once

#include <cstdint>

namespace onefold::result {

/// How datasets are divided into chunks. Runs that must give equal bytes must use equal sizes.
struct ChunkSizes {
  /// Largest chunk, unless a single row is longer. Less than 1 MiB, because a checksum of 4 bytes follows each chunk.
  std::uint64_t chunk_bytes = (1 << 20) - 4096;
  /// Number of chunks that all ranks together pack before they write them; a 16th of the chunks of a call, if that is
  /// more.
  std::uint64_t chunks_per_round = 64;
};

}  // namespace onefold::result
