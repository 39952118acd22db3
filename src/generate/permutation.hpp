// A keyed permutation of 0 .. n - 1 that can be evaluated at a single position. It hides the order of persons in the
// files.
//
// A Feistel network over the smallest 2^k >= n, whose halves may differ by one bit: each round XORs a hash of one half
// onto the other, which is a bijection for any hash. A result of n or above is permuted again ("cycle walking", Black
// and Rogaway, CT-RSA 2002): fewer than two evaluations on average. No memory.
#pragma once

#include <bit>
#include <cstdint>

#include "record/hash.hpp"

namespace onefold::generate {

class Permutation {
 public:
  Permutation(std::uint64_t size, std::uint64_t seed) : size_(size), seed_(seed) {
    const int bits = size > 1 ? std::bit_width(size - 1) : 0;
    low_bits_ = bits / 2;
    low_mask_ = (std::uint64_t{1} << low_bits_) - 1;
    high_mask_ = (std::uint64_t{1} << (bits - low_bits_)) - 1;
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// `position` must be below size().
  [[nodiscard]] std::uint64_t operator()(std::uint64_t position) const {
    if (size_ <= 2) return size_ == 2 ? position ^ (seed_ & 1) : position;
    std::uint64_t value = position;
    do {
      std::uint64_t low = value & low_mask_;
      std::uint64_t high = value >> low_bits_;
      for (std::uint64_t round = 0; round < kRounds; ++round) {
        low ^= mix(seed_ + 2 * round, high) & low_mask_;
        high ^= mix(seed_ + 2 * round + 1, low) & high_mask_;
      }
      value = (high << low_bits_) | low;
    } while (value >= size_);
    return value;
  }

 private:
  static constexpr std::uint64_t kRounds = 3;
  std::uint64_t size_;
  std::uint64_t seed_;
  int low_bits_ = 0;
  std::uint64_t low_mask_ = 0;
  std::uint64_t high_mask_ = 0;
};

}  // namespace onefold::generate
