// What the programs that change inputs at random have in common.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "record/hash.hpp"

namespace onefold::fuzz {

/// Numbers that follow from the seed.
class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t limit) { return mix(seed_, ++count_) % limit; }
  template <typename T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

/// Leaves out parts of the text as long as it has a fault.
template <typename HasFault>
std::string shrunk(std::string text, const HasFault& has_fault) {
  for (std::size_t length = text.size() / 2; length > 0; length /= 2)
    for (std::size_t at = 0; at + length <= text.size();) {
      std::string less = text;
      less.erase(at, length);
      if (has_fault(less))
        text = less;
      else
        at += length;
    }
  return text;
}

}  // namespace onefold::fuzz
