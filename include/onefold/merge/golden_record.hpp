// Survivorship: which record's value goes into a customer's golden record. No MPI.
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
  std::uint32_t source = 0;            ///< index into Job::sources
  std::int64_t updated = 0;            ///< seconds since 1970; the smallest int64 when unknown
  std::uint32_t cleansed_code = 0;     ///< equal codes: equal cleansed values; 0: missing, cannot survive
  std::string_view raw;                ///< as written
};

/// Index of the surviving candidate, or nothing when all are missing. Candidates are in ascending order of record.
/// Every rule ends its ties the same way: later `updated`, then better source priority, then smaller RecordId.
///   most_recent      the largest `updated`; unknown moments lose against known ones
///   most_frequent    the most frequent cleansed value, and of it the most frequent spelling 
///   longest          the most code points in `raw`
///   source_priority  the best source
[[nodiscard]] std::optional<std::size_t> survivor(config::SurvivorshipRule rule, std::span<const Candidate> candidates,
                                                  std::span<const std::uint32_t> source_priority);

}  // namespace onefold::merge
