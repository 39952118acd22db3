// Customers: clusters with their PINs.
#pragma once

#include <cstdint>
#include <vector>

#include "cluster/component_labels.hpp"
#include "cluster/members.hpp"
#include "decisions/overrides.hpp"
#include "identity/lineage.hpp"
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
  Lineage lineage;            ///< how the PINs came about
};

/// Collective. Groups records by component, and gives each customer its PIN: that of the previous result, or a new one.
/// New PINs are minted in the order of the content of the customers, so they depend on neither the order of the input
/// nor the number of ranks. `locks`: those of the lists of decisions, equal on all ranks. Throws
/// Error(input) if the previous result or a list of locks cannot be used.
[[nodiscard]] Customers number_customers(const Context& context, const Columns& columns, cluster::Components components,
                                         const std::vector<decisions::Lock>& locks = {});

/// Pure. Locks that were not kept, and a previous result none of whose records is there.
[[nodiscard]] Warnings warn_of_pins(const Lineage& lineage);

}  // namespace onefold::identity
