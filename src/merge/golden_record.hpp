// Survivorship: decides which record's value goes into a customer's golden record. No MPI.
//
//   in   candidates   one per member of a customer that has a value of the attribute (or group of attributes)
//   out  the members among which only their content decides, and the next best ones with another value
//
// A rule is a total order of candidates by what they say, when, and in which source; never by their position. Its
// criteria, the first that differs decides:
//
//   1. what the rule asks for: see Candidate::merit
//   2. the later time of change; unknown times come last
//   3. the better source; sources that the job does not list are equal
//   4. the value that more members share
//   5. content: the cleansed value, then the value as written, byte by byte
//   6. name of the source, then id in the source
//
// In a group with required attributes, records that lack one of them are no candidates.
// Criteria 1 to 4 need numbers only. Texts are sent for the members that they leave equal (contest, settle). A golden
// value is therefore a function of the multiset of members. Cost for n candidates: O(n) time up to two candidates, else
// O(n log n), and 64 n bytes.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::merge {

/// The value of one member.
struct Candidate {
  std::uint32_t member = 0;    ///< position among the members; they are in the order of criterion 6
  std::uint32_t source = 0;    ///< index into Job::sources
  std::int64_t updated = 0;    ///< seconds since 1970; the smallest int64 if unknown
  std::uint64_t value_id = 0;  ///< equal ids mean equal cleansed values. In a group see kCompleteBit
  std::uint64_t merit = 0;     ///< larger is better:
                               ///<   most_frequent    a hash of the text; equal ones are counted
                               ///<   longest          number of characters
                               ///<   min, max         a number in the order of the values
                               ///<   any              1 if the value is one that the job names
                               ///<   trust            thousandths of a point
                               ///<   others           not used
};

/// In a group: the bit of `value_id` that is set if the record has all required attributes.
inline constexpr std::uint64_t kCompleteBit = std::uint64_t{1} << 63;

/// The id of an empty text. It never survives: a golden value is empty, and not missing, if no member has a value and
/// one has an empty text.
inline constexpr std::uint64_t kEmptyTextId = ~std::uint64_t{1};
/// Whether the id is that of a value, which may survive.
[[nodiscard]] constexpr bool is_value(std::uint64_t value_id) { return value_id != 0 && value_id != kEmptyTextId; }

/// Members that only their content tells apart.
struct Contest {
  std::vector<std::uint32_t> winners;     ///< empty: no value survives
  std::vector<std::uint32_t> runners_up;  ///< the best ones with another value; `winners` if those have several values
  std::int32_t distinct = 0;              ///< number of different values of all candidates
};

/// One rule, ready to be applied to many customers.
class Survivorship {
 public:
  Survivorship(const config::MergeConfig& merge, config::SurvivorshipRule rule, bool is_group, std::size_t num_sources);

  /// Pure. Whether the record may survive: in a group, it needs all required attributes.
  [[nodiscard]] bool admits(const Candidate& candidate) const {
    return !is_group_ || (candidate.value_id & kCompleteBit) != 0;
  }
  /// `candidates` ascend by member, and are admitted. The result is valid until the next call.
  [[nodiscard]] const Contest& contest(std::span<const Candidate> candidates);

  /// Criteria 2 and 3, for lists of elements: whether `a` comes before `b`, or is equal to it.
  [[nodiscard]] int compare_by_time_and_source(const Candidate& a, const Candidate& b) const;

 private:
  struct Standing {
    std::uint64_t first = 0, second = 0;
    std::int64_t updated = 0;
    std::uint32_t source = 0;
    std::uint32_t shared = 0;
    auto operator<=>(const Standing&) const = default;
  };
  void count(std::span<const Candidate> candidates);
  [[nodiscard]] Standing standing_of(const Candidate& candidate, std::size_t index) const;
  /// The best candidates among those whose value is another one than `other`.
  void best(std::span<const Candidate> candidates, std::uint64_t other, std::vector<std::uint32_t>& out) const;

  config::SurvivorshipRule rule_;
  bool is_group_;
  bool last_resort_;
  std::vector<std::uint32_t> rank_of_source_;  ///< larger is better
  // Of the current customer, [candidate]: how many have the same value, and the same spelling of it.
  std::vector<std::uint32_t> order_, num_value_, num_spelling_;
  std::int32_t distinct_ = 0;
  Contest contest_;
};

/// Number of code points.
[[nodiscard]] std::uint64_t num_code_points(std::string_view utf8);

}  // namespace onefold::merge
