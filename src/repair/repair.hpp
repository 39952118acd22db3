// Takes one component apart where the evidence of all its pairs is against it. Local; one component at a time.
//
// What is sought: groups of members whose pairs have a mean match probability of `support` or more. Every pair of
// members counts, those that no rule proposed too, and counts with its probability, so that one pair cannot outvote
// many, however large its weight. This is correlation clustering (Bansal, Blum, Chawla, Machine Learning 56, 2004) of
// the weights p - support, by greedy agglomeration with average linkage (Sokal, Michener 1958): of all pairs of groups
// that a link joins and nothing forbids, the two with the largest mean probability become one, until no mean reaches
// `support`.
//
// One customer's records agree with each other more or less all alike; members of a household agree in their name,
// address and telephone, all pairs a little, and a shared telephone joins two of them. So two groups of two or more
// records each must not stand out against each other: between them, weights have a mean of at least kLeastContrast * (1
// - 1 / m)^2 times that within one of the groups, m the size of the smaller one: the more records, the surer what is
// usual within. Weights below 0 count as 0, above kMostWeight as that.
//
// Some values are for life: a date of birth, less surely a given name. Records with errors in them differ from all
// others; two customers differ pair by pair. So two groups are not joined where of the pairs between them that have
// such a value three quarters differ in it, and
//   - the same goes for another such value, and each group has two records or more; or one of them, when its pairs
//   weigh less than
//     kLeastContrast times those within the other: a record may be full of errors, and still be the only one of its
//     kind;
//   - or the value speaks alone, and within each group, of three records or more, a quarter differ at most.
//
// Ties: equal means go by the smaller members. Where a tie would decide who of two that exclude one another gets a
// group, nobody gets it: the tied links are cut together.
//
//   in   members 0 .. n - 1; evidence of pairs, 0 where none was given; links; what is forbidden; what must be one
//   out  [member] the smallest member of its part; why two parts that a link joins are not one
//
// All in integers: probabilities are in units of 2^-36, means are compared as fractions. So the result is the same
// everywhere. Cost: O(n^2) time as a rule, O(n^3) at worst; 17 bytes for each of the n (n - 1) / 2 pairs, and 8 more
// for each value that is for life.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/cut_reason.hpp"

namespace onefold::repair {

/// A probability in units of 2^-36: fine enough to tell strong pairs apart, coarse enough to add up those of 20,000
/// members in 64 bits.
using FixedShare = std::int64_t;
inline constexpr FixedShare kWholeShare = FixedShare{1} << 36;

/// Weights, in units of 2^-20, are those of the model.
inline constexpr std::int64_t kMostWeight = std::int64_t{64} << 20;
/// kLeastContrast, as a fraction.
inline constexpr std::int64_t kContrastNumerator = 7;
inline constexpr std::int64_t kContrastDenominator = 20;
/// Of four pairs between two groups, and within one, that differ in what is for life.
inline constexpr std::uint64_t kLastingBetween = 3;
inline constexpr std::uint64_t kLastingWithin = 1;
/// Pairs within a group whose values are known: those of three records.
inline constexpr std::uint64_t kLeastLastingPairs = 3;

class ComponentRepair {
 public:
  /// Forgets everything; memory stays. `num_lasting`: values that are for life, of which the first `num_alone` speak
  /// alone.
  void reset(std::uint32_t num_members, std::uint32_t num_lasting = 0, std::uint32_t num_alone = 0);

  /// `i` and `j` different, below num_members, in any order, here and below. Each pair at most once.
  void add_evidence(std::uint32_t i, std::uint32_t j, FixedShare probability, std::int64_t weight, bool is_link);
  /// Whether the two differ in value `which` of those that are for life; both have one. Each at most once.
  void add_lasting(std::uint32_t i, std::uint32_t j, std::uint32_t which, bool differs);
  /// The two may not be in one part. `reason`: unique_source, conflict or cannot_link.
  void forbid(std::uint32_t i, std::uint32_t j, CutReason reason);
  /// The two are in one part, whatever else is said.
  void join(std::uint32_t i, std::uint32_t j);

  /// Once, when all has been said.
  void run(FixedShare support);

  /// After run(): the smallest member of its part.
  [[nodiscard]] std::uint32_t part(std::uint32_t member) const { return part_[member]; }
  /// After run(): why the parts of two members are two. They are in different parts.
  [[nodiscard]] CutReason reason(std::uint32_t i, std::uint32_t j) const;

 private:
  struct Mean {
    std::int64_t sum = -1;  ///< below 0: nothing to merge with
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

  // Pairs whose values are known, and those of them that differ.
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
  std::size_t num_alone_ = 0;
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
  std::vector<std::uint32_t> best_;   // [group] whom it would merge with
  std::vector<Mean> best_mean_;       // [group]
  struct Join {
    std::uint32_t left;
    std::uint32_t right;
  };
  std::vector<Join> joins_;
};

}  // namespace onefold::repair
