// The probability of a match, given its rivals.
//
// A match weight considers two records only. But a record has at most one match in a source without duplicates, and, if
// the model was learnt from candidates that compete (model/candidate_em.hpp), at most a few among all candidates. So of
// two candidates with odds of 100 to 1 each, only one can be right. With w the odds of a pair, and n the matches
// expected per record, one of its two records gives the pair the probability
//
//   p = w / (1 + w + (sum of the odds of the record's other pairs in the group) / n)
//
// For n = 1 this is the probability given that at most one pair is a match (as in one-to-one record linkage: Sadinle,
// JASA 112, 2017). The pair's probability is the mean over its two records.
//
// Odds are integers in units of 2^-20, so that sums do not depend on their order; a complete sum is kept in 16 bits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace onefold::score {

/// Odds by weight, both in units of 2^-20, in steps of 1/64 bit from -8 to 24 bits; weights beyond this range are
/// clamped.
class OddsTable {
 public:
  static constexpr std::int64_t kLeast = std::int64_t{-8} << 20;
  static constexpr std::int64_t kMost = std::int64_t{24} << 20;
  static constexpr std::int64_t kStep = (1 << 20) / 64;
  static constexpr std::uint64_t kEven = 1 << 20;

  /// Uses this processor's exp2, whose last bit differs between processors: all ranks must use one rank's values().
  OddsTable();
  explicit OddsTable(std::vector<std::uint64_t> values) : values_(std::move(values)) {}
  [[nodiscard]] const std::vector<std::uint64_t>& values() const { return values_; }

  /// At most 2^44, so that the sum over a million pairs fits in 64 bits.
  [[nodiscard]] std::uint64_t operator()(std::int64_t weight) const { return values_[step_of(weight)]; }
  [[nodiscard]] static std::size_t step_of(std::int64_t weight) {
    return static_cast<std::size_t>((std::clamp(weight, kLeast, kMost) - kLeast) / kStep);
  }

 private:
  std::vector<std::uint64_t> values_;
};

/// A sum of odds in 16 bits: exact below 1,024, else its first 11 bits, which is less than a thousandth below the sum.
using CompactOdds = std::uint16_t;
[[nodiscard]] CompactOdds compact(std::uint64_t sum);
[[nodiscard]] std::uint64_t expand(CompactOdds odds);

/// The denominator of p above for one record. `sum`: odds of all its pairs in the group, this pair included.
[[nodiscard]] inline std::uint64_t rivalled(std::uint64_t odds, std::uint64_t sum, std::uint64_t expected_matches) {
  return OddsTable::kEven + odds + (std::max(sum, odds) - odds) / expected_matches;
}

/// Which records are rivals.
struct RivalGroups {
  std::vector<std::int32_t> group_of_source;  ///< of the other record; -1: records of this source have no rivals
  std::int32_t num_groups = 0;
  std::uint64_t expected_matches_per_record = 1;  ///< in a group
};

/// The mean over both records; a sum of 0 means that the record has no rivals.
[[nodiscard]] double probability_among_rivals(std::uint64_t odds, std::uint64_t left_sum, std::uint64_t right_sum,
                                              std::uint64_t expected_matches);

}  // namespace onefold::score
