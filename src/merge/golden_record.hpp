// Survivorship: decides which record's value goes into a customer's golden record. No MPI.
//
//   in   candidates       one candidate per member of a customer, for one attribute; distinct records; may be empty
//        source_priority  source indices, best first; sources that are not listed rank last, equally; may be empty
//   out  the index of the surviving candidate
//
// A rule is a total order of the candidates that have a value: the last criterion is the RecordId, and no record has
// two values. The result therefore does not depend on the order of the candidates or on the number of ranks. Cost for n
// candidates and s sources: O(n + s) time; for most_frequent O(n log n) time and 24 n bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::merge {

/// The value of one member for one attribute.
struct Candidate {
  RecordId record = 0;
  std::uint32_t source = 0;       ///< index into Job::sources
  std::int64_t updated = 0;       ///< seconds since 1970; the smallest int64 if unknown
  std::uint64_t cleansed_id = 0;  ///< equal ids mean equal cleansed values; 0: missing, cannot survive
  /// The result of spelling() for the raw text; 0 if the rule does not use it.
  std::uint64_t spelling = 0;
};

/// The part of a raw value that a rule needs, so that the text itself is not sent to the rank that merges the customer.
///   most_frequent    a hash of the text: equal for equal texts, and for different ones with probability 2^-64
///   longest          number of code points
///   others           nothing: 0
[[nodiscard]] std::uint64_t spelling(config::SurvivorshipRule rule, std::string_view raw);
[[nodiscard]] bool wants_spelling(config::SurvivorshipRule rule);

/// Index of the surviving candidate; nothing if all values are missing. Every rule breaks ties in the same order: later
/// `updated`, then better source priority, then smaller RecordId.
///   most_recent      the largest `updated`; unknown times lose against known ones
///   most_frequent    the most frequent cleansed value, and its most frequent spelling; among equally frequent values
///                    the one whose best spelling is more frequent
///   longest          the most code points in the raw value
///   source_priority  the best source
///   all_elements     as most_recent: the member whose elements come first (golden_elements.hpp)
[[nodiscard]] std::optional<std::size_t> survivor(config::SurvivorshipRule rule, std::span<const Candidate> candidates,
                                                  std::span<const std::uint32_t> source_priority);

/// The order for ties: later `updated`, then better source priority, then smaller RecordId. A total order of the
/// members of a customer.
[[nodiscard]] bool comes_before(const Candidate& a, const Candidate& b, std::span<const std::uint32_t> source_priority);

}  // namespace onefold::merge
