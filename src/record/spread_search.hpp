// Searches keys that are spread evenly, such as hashes: the place of a key is about its share of their range, so a few
// steps find it where a binary search would touch twenty lines of memory. Galloping after Bentley, Yao: An almost
// optimal algorithm for unbounded searching, 1976. Any ascending keys are fine; uneven ones take O(log n) more steps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "record/hash.hpp"

namespace onefold {

/// The first element whose key is not below `key`, or the number of elements. `items` ascend by `key_of(item)`, a
/// std::uint64_t.
template <typename T, typename KeyOf>
[[nodiscard]] std::size_t first_not_below(const std::vector<T>& items, std::uint64_t key, KeyOf key_of) {
  if (items.empty() || key <= key_of(items.front())) return 0;
  if (key > key_of(items.back())) return items.size();
  const std::uint64_t first = key_of(items.front());
  auto at =
      static_cast<std::size_t>(static_cast<Uint128>(key - first) * (items.size() - 1) / (key_of(items.back()) - first));
  // The element is in [low, end]. Steps double until they lead past it.
  std::size_t low = 0, end = items.size();
  for (std::size_t step = 8;; step *= 2) {
    if (key_of(items[at]) < key) {
      low = at + 1;
      if (end - low <= step) break;
      at = low + step - 1;
    } else {
      end = at;
      if (end - low <= step) break;
      at = end - step;
    }
  }
  const auto found = std::lower_bound(items.begin() + static_cast<std::ptrdiff_t>(low),
                                      items.begin() + static_cast<std::ptrdiff_t>(end), key,
                                      [&](const T& item, std::uint64_t value) { return key_of(item) < value; });
  return static_cast<std::size_t>(found - items.begin());
}

}  // namespace onefold
