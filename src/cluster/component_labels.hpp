// Finds the records that links connect.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/record/link.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "score/edge.hpp"
#include "scratch/context.hpp"

namespace onefold::cluster {

/// The components of records connected by links and must-link lists.
struct Components {
  std::vector<RecordId> labels;             ///< [local record] smallest record of its component
  std::uint64_t num_links = 0;              ///< global
  std::vector<std::uint32_t> record_links;  ///< [local record] links whose left record it is; empty without repair
};

/// Collective. Components of the records that `links` or `must_link` join. If `count_links`, also counts the links of
/// each record. Reads the links once.
[[nodiscard]] Components connect_links(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                                       const std::vector<Link>& must_link, bool count_links);

}  // namespace onefold::cluster
