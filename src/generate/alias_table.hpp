// Draws an index with given weights from one random word with one look-up (Walker 1977; construction after Vose 1991).
// Also the Zipf-like weights of names, streets and domains. All arithmetic uses integers, so the output does not depend
// on a floating-point library.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/hash.hpp"

namespace onefold::generate {

/// Memory: 8 bytes per entry.
class AliasTable {
 public:
  AliasTable() = default;
  /// Needs at least one positive weight. The sum must be below 2^32.
  explicit AliasTable(std::span<const std::uint64_t> weights);

  [[nodiscard]] std::size_t size() const { return cells_.size(); }

  [[nodiscard]] std::uint32_t draw(std::uint64_t random) const {
    // The high word of random * size selects the cell; the upper bits of the low word decide within the cell.
    const auto cell = static_cast<std::uint32_t>(scale_to(random, cells_.size()));
    const auto rest = static_cast<std::uint32_t>((random * cells_.size()) >> 32);
    return rest < cells_[cell].own ? cell : cells_[cell].other;
  }

  /// Prefetches the memory that draw(random) will read.
  void prefetch(std::uint64_t random) const { __builtin_prefetch(&cells_[scale_to(random, cells_.size())]); }

  /// The probability of `index`, in units of 1 / (size() * 2^32). O(size()): for tests.
  [[nodiscard]] std::uint64_t share_of(std::uint32_t index) const;

 private:
  /// A cell returns its own index if a random 32-bit word is below `own`, otherwise `other`. In a full cell `other` is
  /// its own index.
  struct Cell {
    std::uint32_t own;
    std::uint32_t other;
  };
  std::vector<Cell> cells_;
};

/// The weight of rank r (0 is the most frequent) is proportional to 1 / (r + flatness): Zipf's law with Mandelbrot's
/// shift. `flatness` makes the first weights similar, as for surnames.
[[nodiscard]] std::vector<std::uint64_t> zipf_weights(std::size_t size, std::uint64_t flatness);

}  // namespace onefold::generate
