// Functions shared by the repair of components and the breaking of oversized ones.
#pragma once

#include <span>
#include <vector>

#include "cluster/component_labels.hpp"
#include "cluster/members.hpp"
#include "decisions/decisions.hpp"
#include "mpi/fetch.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"
#include "scratch/sorted_runs.hpp"

namespace onefold::repair {

/// Links whose records are looked up at the same time.
inline constexpr std::uint64_t kLinksAtOnce = 1 << 19;

/// Collective. Calls use(links, fetch of their left records) until all ranks have seen their share of `links`, in no
/// particular order.
template <typename Row, typename Use>
void for_each_link_window(const Context& context, const Columns& columns, const scratch::SortedRuns<Row>& links,
                          Use use) {
  const auto& world = context.world;
  scratch::LocalRows<Row> local(links);
  bool more = true;
  while (world.any(more)) {
    std::vector<Row> window;
    mpi::run_locally(world, [&] {
      Row link;
      while (more && window.size() < kLinksAtOnce) {
        more = local.next(link);
        if (more) window.push_back(link);
      }
    });
    std::vector<RecordId> left;
    for (const auto& link : window) left.push_back(link.left);
    use(std::span<const Row>(window), mpi::Fetch(world, columns.distribution, left));
  }
}

/// Collective. Labels of the right records of `links`; `label_of(row)` returns the label of this rank's local row.
template <typename Row, typename LabelOf>
[[nodiscard]] std::vector<RecordId> right_labels(const Context& context, const Columns& columns,
                                                 std::span<const Row> links, LabelOf label_of) {
  std::vector<RecordId> right;
  for (const auto& link : links) right.push_back(link.right);
  return mpi::Fetch(context.world, columns.distribution, right).template values<RecordId>(label_of);
}

/// The components whose ids this rank owns.
struct ComponentsInParts {
  cluster::Clusters clusters;
  std::vector<std::uint64_t> links;  ///< [cluster] between its members
};

/// Collective. Groups the members and counts the links of components.
[[nodiscard]] ComponentsInParts group_components(const Context& context, const Columns& columns,
                                                 const cluster::Components& components);

/// Collective. Labels of the records of `pairs`, which all ranks hold: [2 * pair] of the left, [2 * pair + 1] of the
/// right one.
[[nodiscard]] std::vector<RecordId> labels_of_pairs(const Context& context, const Columns& columns,
                                                    std::span<const Link> pairs,
                                                    std::span<const RecordId> labels_of_records);

}  // namespace onefold::repair
