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
  // Which digits differ, and then one loop that counts the digits of their passes.
  const std::uint64_t first = key(items.front());
  std::uint64_t different = 0;
  for (const T& item : items) different |= key(item) ^ first;
  std::array<int, kPasses> shifts{};
  std::size_t num_passes = 0;
  for (int shift = 0; shift < 64; shift += kBits)
    if ((different >> shift & (kBuckets - 1)) != 0) shifts[num_passes++] = shift;
  std::vector<std::array<std::uint64_t, kBuckets>> counts(num_passes);
  for (auto& pass : counts) pass.fill(0);
  for (const T& item : items) {
    const std::uint64_t k = key(item);
    for (std::size_t pass = 0; pass < num_passes; ++pass) ++counts[pass][k >> shifts[pass] & (kBuckets - 1)];
  }
  std::vector<T> buffer(items.size());
  for (std::size_t pass = 0; pass < num_passes; ++pass) {
    auto& count = counts[pass];
    const int shift = shifts[pass];
    std::uint64_t offset = 0;
    for (auto& c : count) offset += std::exchange(c, offset);
    for (const T& item : items) buffer[count[(key(item) >> shift) & (kBuckets - 1)]++] = item;
    items.swap(buffer);
  }
}

}  // namespace onefold
