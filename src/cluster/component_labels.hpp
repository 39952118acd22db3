// Records connected by links.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/record/link.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "record/weight.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::cluster {

/// Records connected by links (and by must-link lists).
struct Components {
  std::vector<RecordId> labels;  ///< [local record] smallest record of its component
  std::uint64_t num_links = 0;   ///< global
  std::vector<std::uint32_t>
      record_links;  ///< [local record] links of which it is the left one; only where they are repaired
};

/// Collective. Components of the records that are joined by edges at or above `threshold`, or by `must_link`. Counts
/// links of each record too where `count_links`.
[[nodiscard]] Components connect_links(const Context& context, const Columns& columns, const score::EdgeSummary& edges,
                                       FixedWeight threshold, const std::vector<Link>& must_link, bool count_links);

}  // namespace onefold::cluster
