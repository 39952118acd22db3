// Survivorship: which record's value goes into a customer's golden record. No MPI.
//
//   in   candidates       what each member of one customer says about one attribute; distinct records; may be empty
//        source_priority  source indices, best first; sources that it does not name come last, alike; may be empty
//   out  the index of the surviving candidate
//
// A rule is a total order of the candidates that have a value (the last tie ends with the RecordId, and no record has
// two values), so the same candidate survives in whatever order they come, on however many ranks the customer was
// gathered. Cost for n candidates and s sources: O(n + s) time; most_frequent O(n log n) time and 24 n bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::merge {

/// One member's say on one attribute.
struct Candidate {
  RecordId record = 0;
  std::uint32_t source = 0;       ///< index into Job::sources
  std::int64_t updated = 0;       ///< seconds since 1970; the smallest int64 when unknown
  std::uint64_t cleansed_id = 0;  ///< equal ids: equal cleansed values; 0: missing, cannot survive
  std::uint64_t spelling =
      0;  ///< what the rule wants to know of the text as written: spelling(); 0 where it wants nothing
};

/// What a rule wants to know of a value as it is written, so that the text itself need not travel to where customers
/// are merged.
///   most_frequent    equal for equal texts, and for others but once in 2^64
///   longest          code points
///   others           nothing: 0
[[nodiscard]] std::uint64_t spelling(config::SurvivorshipRule rule, std::string_view raw);
[[nodiscard]] bool wants_spelling(config::SurvivorshipRule rule);

/// Index of the surviving candidate, or nothing when all are missing.
/// Every rule ends its ties the same way: later `updated`, then better source priority, then smaller RecordId.
///   most_recent      the largest `updated`; unknown moments lose against known ones
///   most_frequent    the most frequent cleansed value, and of it the most frequent spelling; of equally frequent
///   values the
///                    one whose best spelling is more frequent
///   longest          the most code points as written
///   source_priority  the best source
///   all_elements     as most_recent: the one whose elements come first (golden_elements.hpp)
[[nodiscard]] std::optional<std::size_t> survivor(config::SurvivorshipRule rule, std::span<const Candidate> candidates,
                                                  std::span<const std::uint32_t> source_priority);

/// How ties end: later `updated`, then better source priority, then smaller RecordId. A total order of the members of a
/// customer.
[[nodiscard]] bool comes_before(const Candidate& a, const Candidate& b, std::span<const std::uint32_t> source_priority);

}  // namespace onefold::merge
