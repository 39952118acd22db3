// Draws an index with given weights by one random word and one look-up (Walker 1977; construction after Vose 1991), and
// the Zipf-like weights that names, streets and domains have. Integers throughout: no library's floating point shows in
// the output.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/hash.hpp"

namespace onefold::generate {

/// 8 bytes an entry.
class AliasTable {
 public:
  AliasTable() = default;
  /// At least one weight, one of them positive; their sum stays below 2^32.
  explicit AliasTable(std::span<const std::uint64_t> weights);

  [[nodiscard]] std::size_t size() const { return cells_.size(); }

  [[nodiscard]] std::uint32_t draw(std::uint64_t random) const {
    // The high word of random * size picks the cell, the top of the low word decides within it.
    const auto cell = static_cast<std::uint32_t>(scale_to(random, cells_.size()));
    const auto rest = static_cast<std::uint32_t>((random * cells_.size()) >> 32);
    return rest < cells_[cell].own ? cell : cells_[cell].other;
  }

  /// Asks for the memory that draw(random) will read.
  void prefetch(std::uint64_t random) const { __builtin_prefetch(&cells_[scale_to(random, cells_.size())]); }

  /// The probability of `index`, in units of 1 / (size() * 2^32). O(size()): for tests.
  [[nodiscard]] std::uint64_t share_of(std::uint32_t index) const;

 private:
  /// The cell gives itself when a random 32-bit word is below `own`, else `other`. A full cell has itself as `other`.
  struct Cell {
    std::uint32_t own;
    std::uint32_t other;
  };
  std::vector<Cell> cells_;
};

/// Weight of rank r (0 is the most frequent): proportional to 1 / (r + flatness). Zipf's law with Mandelbrot's shift:
/// `flatness` makes the first few alike, as surnames are.
[[nodiscard]] std::vector<std::uint64_t> zipf_weights(std::size_t size, std::uint64_t flatness);

}  // namespace onefold::generate
