// Sorts by a 64-bit key, least significant digit first, 11 bits per pass. Skips passes in which all digits are equal.
// Stable; O(n) time, one buffer of n elements. Short inputs use std::stable_sort, which is faster there.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace onefold {

/// `key(element)` returns the std::uint64_t to sort by.
template <typename T, typename Key>
void radix_sort(std::vector<T>& items, Key key) {
  constexpr int kBits = 11;
  constexpr std::size_t kBuckets = std::size_t{1} << kBits;
  constexpr int kPasses = (64 + kBits - 1) / kBits;
  if (items.size() < 2 * kBuckets) {
    std::stable_sort(items.begin(), items.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
    return;
  }
  // One loop over the items counts the digits of all passes.
  std::vector<std::array<std::uint64_t, kBuckets>> counts(kPasses);
  for (auto& pass : counts) pass.fill(0);
  for (const T& item : items) {
    std::uint64_t k = key(item);
    for (int pass = 0; pass < kPasses; ++pass, k >>= kBits)
      ++counts[static_cast<std::size_t>(pass)][k & (kBuckets - 1)];
  }
  std::vector<T> buffer(items.size());
  for (int pass = 0; pass < kPasses; ++pass) {
    auto& count = counts[static_cast<std::size_t>(pass)];
    const int shift = pass * kBits;
    if (count[(key(items.front()) >> shift) & (kBuckets - 1)] == items.size()) continue;
    std::uint64_t offset = 0;
    for (auto& c : count) offset += std::exchange(c, offset);
    for (const T& item : items) buffer[count[(key(item) >> shift) & (kBuckets - 1)]++] = item;
    items.swap(buffer);
  }
}

}  // namespace onefold
