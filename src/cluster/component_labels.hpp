// Records that links connect.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/record/link.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "score/edge.hpp"
#include "scratch/context.hpp"

namespace onefold::cluster {

/// Records that links, and must-link lists, connect.
struct Components {
  std::vector<RecordId> labels;             ///< [local record] smallest record of its component
  std::uint64_t num_links = 0;              ///< global
  std::vector<std::uint32_t> record_links;  ///< [local record] links whose left record it is; empty without repair
};

/// Collective. Components of the records that `links` or `must_link` join. Counts the links of each record too where
/// `count_links`. Reads the links once.
[[nodiscard]] Components connect_links(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                                       const std::vector<Link>& must_link, bool count_links);

}  // namespace onefold::cluster
