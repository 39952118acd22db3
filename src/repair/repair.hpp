// Takes one component apart if the evidence of all its pairs is against it. Local; one component at a time.
//
// It searches for groups of members whose pairs have a mean match probability of at least `support`. Every pair of
// members counts, whether or not a rule proposed it, and it counts with its probability, so that one pair cannot
// outvote many, however large its weight. This is correlation clustering (Bansal, Blum, Chawla, Machine Learning 56,
// 2004) of the weights p - support, by greedy agglomeration with average linkage (Sokal, Michener 1958). Among all
// pairs of groups that a link joins and that no rule below forbids, the two with the largest mean probability are
// merged, until no mean reaches `support`.
//
// Contrast: all records of one customer agree with each other about equally well. Members of a household agree in name,
// address and telephone: all their pairs a little, and a shared telephone links two of them. Two groups of at least two
// records each are therefore not joined if they stand out against each other: the mean weight between them must be at
// least kLeastContrast * (1 - 1 / m)^2 times the mean weight within each of them, where m is the size of the smaller
// group (the more records, the more reliable the mean within). Weights are limited to the range from 0 to kMostWeight.
//
// Lasting values: some values do not change during a customer's life, such as a date of birth and, less reliably, a
// given name. A record with an error differs from all others; two customers differ pair by pair. Two groups are not
// joined if three quarters of the pairs between them that have both values of a lasting attribute differ in it, and one
// of these holds:
//   - another lasting attribute corroborates it: the same is true of that attribute, and either each group has at least
//     two records, or one group has one record, whose pairs weigh less than kLeastContrast times those within the other
//     group (a record full of errors may still belong there);
//   - the attribute is decisive, and within each group, of at least three records, at most a quarter of the pairs
//     differ.
//
// Ties: groups with equal means are ordered by their smaller members. If a tie would decide which of two groups that
// exclude each other gets a third group, neither gets it: the tied links are cut together.
//
//   in   members 0 .. n - 1; evidence of pairs, 0 if none was given; links; pairs that are forbidden, or must
//        be together
//   out  [member] the smallest member of its part; for two parts joined by a link: the reason why they are not one
//
// All arithmetic is in integers: probabilities in units of 2^-36, means compared as fractions. The result is therefore
// the same everywhere. Cost: O(n^2) time as a rule, O(n^3) at worst; 17 bytes per pair (there are n (n - 1) / 2), and 8
// more per pair and lasting attribute.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/cut_reason.hpp"

namespace onefold::repair {

/// A probability in units of 2^-36: fine enough to distinguish strong pairs, coarse enough that 64 bits hold the sum
/// over the pairs of 20,000 members.
using FixedShare = std::int64_t;
inline constexpr FixedShare kWholeShare = FixedShare{1} << 36;

/// Weights, in units of 2^-20, as in the model.
inline constexpr std::int64_t kMostWeight = std::int64_t{64} << 20;
/// kLeastContrast, as a fraction.
inline constexpr std::int64_t kContrastNumerator = 7;
inline constexpr std::int64_t kContrastDenominator = 20;
/// Shares of pairs that differ in a lasting attribute, in quarters: the least between two groups, the most within one.
inline constexpr std::uint64_t kLastingBetween = 3;
inline constexpr std::uint64_t kLastingWithin = 1;
/// The smallest number of pairs with known values within a group: that of three records.
inline constexpr std::uint64_t kLeastLastingPairs = 3;

class ComponentRepair {
 public:
  /// Removes all data but keeps the memory. The first `num_decisive` of the `num_lasting` lasting attributes are
  /// decisive.
  void reset(std::uint32_t num_members, std::uint32_t num_lasting = 0, std::uint32_t num_decisive = 0);

  /// In the functions below, `i` and `j` are different members, in any order. Add each pair at most once.
  void add_evidence(std::uint32_t i, std::uint32_t j, FixedShare probability, std::int64_t weight, bool is_link);
  /// Call it for two members that both have lasting attribute `which`; `differs`: whether their values differ. Add each
  /// pair and attribute at most once.
  void add_lasting(std::uint32_t i, std::uint32_t j, std::uint32_t which, bool differs);
  /// The two must not be in one part. `reason`: unique_source, conflict or cannot_link.
  void forbid(std::uint32_t i, std::uint32_t j, CutReason reason);
  /// The two must be in one part, in spite of any other evidence.
  void join(std::uint32_t i, std::uint32_t j);

  /// Call once, after everything was added.
  void run(FixedShare support);

  /// After run(): the smallest member of its part.
  [[nodiscard]] std::uint32_t part(std::uint32_t member) const { return part_[member]; }
  /// After run(), for two members in different parts: the reason why these parts are not one.
  [[nodiscard]] CutReason reason(std::uint32_t i, std::uint32_t j) const;

 private:
  struct Mean {
    std::int64_t sum = -1;  ///< negative: there is no group to merge with
    std::int64_t num_pairs = 1;
    [[nodiscard]] bool is_above(const Mean& other) const;
    [[nodiscard]] bool equals(const Mean& other) const;
  };
  [[nodiscard]] static std::size_t cell(std::uint32_t i, std::uint32_t j) {
    return i > j ? std::size_t{i} * (i - 1) / 2 + j : std::size_t{j} * (j - 1) / 2 + i;
  }
  [[nodiscard]] Mean mean_of(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool stands_out(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool is_far_from_others(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool differs_for_life(std::uint32_t a, std::uint32_t b) const;
  void find_best(std::uint32_t a);
  void merge(std::uint32_t a, std::uint32_t b);
  bool cut_ties(std::uint32_t a, std::uint32_t b);

  // Number of pairs with known values, and how many of them differ.
  struct Lasting {
    std::uint32_t known = 0;
    std::uint32_t differ = 0;
    void operator+=(const Lasting& other) {
      known += other.known;
      differ += other.differ;
    }
  };

  std::uint32_t num_members_ = 0;
  std::size_t num_lasting_ = 0;
  std::size_t num_decisive_ = 0;
  std::int64_t support_ = 0;
  std::vector<std::int64_t> sums_;      // [cell] of the pairs between two groups
  std::vector<std::int64_t> weights_;   // [cell] of the pairs between two groups
  std::vector<std::int64_t> inner_;     // [group] weights of the pairs within
  std::vector<Lasting> lasting_;        // [cell * num_lasting_ + which] between two groups
  std::vector<Lasting> inner_lasting_;  // [group * num_lasting_ + which]
  std::vector<std::uint8_t> flags_;     // [cell]
  std::vector<std::int64_t> sizes_;     // [group]
  std::vector<std::uint32_t> part_;
  std::vector<std::uint32_t> alive_;  // groups, ascending; a group is named by its smallest member
  std::vector<std::uint32_t> best_;   // [group] the group with which it would merge
  std::vector<Mean> best_mean_;       // [group]
  struct Join {
    std::uint32_t left;
    std::uint32_t right;
  };
  std::vector<Join> joins_;
};

}  // namespace onefold::repair
