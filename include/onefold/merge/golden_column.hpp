// One attribute of all golden records: applies a survivorship rule to every cluster. No MPI.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::merge {

/// An attribute of the members of clusters: all arrays have a row per member, cluster by cluster, records ascending.
struct MemberValues {
  std::span<const std::uint64_t> begins;     ///< [cluster + 1] first member
  std::span<const RecordId> record;
  std::span<const std::uint64_t> source_ends;   ///< [source] RecordId behind its last record
  std::span<const std::int64_t> updated;     ///< as Candidate::updated
  std::span<const std::uint64_t> cleansed;   ///< as Candidate::cleansed_id
  const TextColumn& raw;
};

struct GoldenColumn {
  TextColumn value;                    ///< [cluster] as written in the record it came from; empty when all are missing
  std::vector<std::int64_t> origin;    ///< [cluster] RecordId it came from; -1 when missing
};

/// Local.
[[nodiscard]] GoldenColumn golden_column(config::SurvivorshipRule rule, const MemberValues& values,
                                         std::span<const std::uint32_t> source_priority);

}  // namespace onefold::merge
