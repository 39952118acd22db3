// What is kept in memory of each chunk that was written, so that the file can be read back without unfiltering it all.
//
// The stored bytes of every chunk are hashed. Of each chunk in kUnfilteredEvery its rows are hashed too: unfiltering
// these proves that filters and their reverse fit together. Equal stored bytes unfilter to equal rows.
#pragma once

#include <cstdint>
#include <span>

namespace onefold::result {

/// The first chunk of a dataset, and then one in this many, is unfiltered when the file is read back.
inline constexpr std::uint64_t kUnfilteredEvery = 16;
[[nodiscard]] constexpr bool is_unfiltered(std::uint64_t chunk) { return chunk % kUnfilteredEvery == 0; }

struct ChunkCheck {
  std::uint64_t num_bytes = 0;    ///< stored
  std::uint64_t stored_hash = 0;  ///< of the stored bytes and the mask of skipped filters
  std::uint64_t rows_hash = 0;    ///< of the rows; 0 unless is_unfiltered()
  bool operator==(const ChunkCheck&) const = default;
};

/// Pure. XXH3-64 with `seed`.
[[nodiscard]] std::uint64_t hash_of_chunk(std::span<const char> bytes, std::uint64_t seed = 0);

}  // namespace onefold::result
