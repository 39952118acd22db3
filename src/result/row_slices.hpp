// Slices of rows, for reading large columns piece by piece.
#pragma once

#include <algorithm>
#include <cstdint>

namespace onefold::result {

/// Rows per slice: a whole chunk of 64-bit numbers.
inline constexpr std::uint64_t kSliceRows = 1 << 17;

/// Calls `work(first, count)` for slices of `num_rows` rows, in ascending order.
template <typename Work>
void for_each_slice(std::uint64_t num_rows, const Work& work) {
  for (std::uint64_t first = 0; first < num_rows; first += kSliceRows)
    work(first, std::min(kSliceRows, num_rows - first));
}

}  // namespace onefold::result
