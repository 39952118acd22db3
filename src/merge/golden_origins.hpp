// Finds, for one attribute, the record from which each golden record takes its value. Applies a survivorship rule to
// every cluster. No MPI.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::merge {

/// One attribute of the members of clusters. All arrays have one row per member, ordered by cluster and by record.
struct MemberValues {
  std::span<const std::uint64_t> begins;  ///< [cluster + 1] index of its first member
  std::span<const RecordId> record;
  std::span<const std::uint64_t> source_ends;  ///< [source] one past the RecordId of its last record
  std::span<const std::int64_t> updated;       ///< like Candidate::updated
  std::span<const std::uint64_t> cleansed;     ///< like Candidate::cleansed_id
  std::span<const std::uint64_t> spelling;     ///< like Candidate::spelling; empty if the rule does not need it
};

/// Local. [cluster] The record whose value survives; -1 if all values are missing.
[[nodiscard]] std::vector<std::int64_t> golden_origins(config::SurvivorshipRule rule, const MemberValues& values,
                                                       std::span<const std::uint32_t> source_priority);

}  // namespace onefold::merge
