// One attribute of all golden records: which record it comes from. Applies a survivorship rule to every cluster. No
// MPI.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::merge {

/// An attribute of the members of clusters: all arrays have a row per member, cluster by cluster, records ascending.
struct MemberValues {
  std::span<const std::uint64_t> begins;  ///< [cluster + 1] first member
  std::span<const RecordId> record;
  std::span<const std::uint64_t> source_ends;  ///< [source] RecordId behind its last record
  std::span<const std::int64_t> updated;       ///< as Candidate::updated
  std::span<const std::uint64_t> cleansed;     ///< as Candidate::cleansed_id
  std::span<const std::uint64_t> spelling;     ///< as Candidate::spelling; empty for a rule that wants none
};

/// Local. [cluster] the record whose value survives; -1 when all are missing.
[[nodiscard]] std::vector<std::int64_t> golden_origins(config::SurvivorshipRule rule, const MemberValues& values,
                                                       std::span<const std::uint32_t> source_priority);

}  // namespace onefold::merge
