#include "generate/alias_table.hpp"

#include <numeric>

namespace onefold::generate {

AliasTable::AliasTable(std::span<const std::uint64_t> weights) {
  const std::uint64_t size = weights.size();
  const std::uint64_t total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  cells_.resize(size);

  // Scales the weights to a mean of `total`. Each cell holds `total`: cells with less are filled up from those with
  // more.
  std::vector<std::uint64_t> left(size);
  std::vector<std::uint32_t> poor;
  std::vector<std::uint32_t> rich;
  for (std::uint32_t i = 0; i < size; ++i) {
    left[i] = weights[i] * size;
    (left[i] < total ? poor : rich).push_back(i);
  }
  while (!poor.empty() && !rich.empty()) {
    const std::uint32_t small = poor.back();
    const std::uint32_t large = rich.back();
    poor.pop_back();
    cells_[small] = {static_cast<std::uint32_t>((left[small] << 32) / total), large};
    left[large] -= total - left[small];
    if (left[large] < total) {
      rich.pop_back();
      poor.push_back(large);
    }
  }
  // Cells that remain are exactly full, because the arithmetic is exact.
  for (const auto i : poor) cells_[i] = {0, i};
  for (const auto i : rich) cells_[i] = {0, i};
}

std::uint64_t AliasTable::share_of(std::uint32_t index) const {
  std::uint64_t share = 0;
  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    if (i == index) share += cells_[i].own;
    if (cells_[i].other == index) share += (std::uint64_t{1} << 32) - cells_[i].own;
  }
  return share;
}

std::vector<std::uint64_t> zipf_weights(std::size_t size, std::uint64_t flatness) {
  std::vector<std::uint64_t> weights(size);
  for (std::size_t rank = 0; rank < size; ++rank) weights[rank] = 100'000'000 / (rank + flatness);
  return weights;
}

}  // namespace onefold::generate
