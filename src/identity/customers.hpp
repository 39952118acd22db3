// Customers: clusters with their PINs.
#pragma once

#include <cstdint>
#include <vector>

#include "cluster/component_labels.hpp"
#include "cluster/members.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::identity {

struct Customers {
  cluster::Clusters clusters;             ///< clusters whose ids this rank owns
  std::vector<std::int64_t> pins;         ///< [cluster]
  std::vector<std::int64_t> record_pins;  ///< [local record]
  std::vector<RecordId> record_clusters;  ///< [local record]
  std::uint64_t num_links = 0;            ///< global, like the next two counts
  std::uint64_t num_global = 0;
  std::uint64_t largest = 0;  ///< number of records of the largest customer
};

/// Collective. Groups records by component, and gives each customer its PIN.
[[nodiscard]] Customers number_customers(const Context& context, const Columns& columns,
                                         cluster::Components components);

}  // namespace onefold::identity
