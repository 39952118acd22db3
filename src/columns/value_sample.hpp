// A sample of the different raw values of a column, for questions that are too expensive to ask of every value.
//
// A value is in the sample if its hash is below a limit, so the sample depends neither on the order of the rows nor on
// the ranks. Cost: one hash per value; memory: the values kept.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "record/hash.hpp"

namespace onefold::columns {

class ValueSample {
 public:
  static constexpr std::uint64_t kSize = 400;

  /// About kSize different values if all of `num_values` differ.
  explicit ValueSample(std::uint64_t num_values)
      : limit_(num_values <= kSize ? std::numeric_limits<std::uint64_t>::max()
                                   : std::numeric_limits<std::uint64_t>::max() / num_values * kSize) {}
  void add(std::string_view raw) {
    if (raw.empty() || raw.size() > kLongest) return;
    if (const std::uint64_t hash = hash_bytes(raw); hash <= limit_) values_.emplace(hash, raw);
  }
  /// [hash] value
  [[nodiscard]] const std::map<std::uint64_t, std::string>& values() const { return values_; }

 private:
  static constexpr std::size_t kLongest = 64;
  std::uint64_t limit_;
  std::map<std::uint64_t, std::string> values_;
};

}  // namespace onefold::columns
