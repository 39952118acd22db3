#include "cluster/component_labels.hpp"

#include "cluster/link_counts.hpp"
#include "cluster/link_reducer.hpp"
#include "onefold/cluster/components.hpp"

namespace onefold::cluster {

Components connect_links(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                         const std::vector<Link>& must_link, bool count_links) {
  const auto& world = context.world;
  const auto& distribution = columns.distribution;
  Components components;
  // 1. Locally: reduce the links to a forest.
  LinkReducer reducer(distribution.num_global());
  LinkCounter counter;
  mpi::run_locally(world, [&] {
    links.for_each_local([&](const score::Edge& link) {
      reducer.add({link.left, link.right});
      if (count_links) counter.add(link.left);
    });
  });
  components.num_links = links.num_rows();
  // All ranks hold the must-link list; only one of them adds its pairs.
  if (world.is_root()) reducer.add(must_link);
  // 2. Globally: records connected by links form one component, named by its smallest RecordId.
  ComponentCounters counters;
  components.labels = find_components(world, distribution, reducer.take(), {}, &counters);
  if (count_links) components.record_links = count_by_record(world, distribution, std::move(counter));
  context.statistics.add_global("links", components.num_links);
  context.statistics.add_load("component_rounds", counters.rounds);
  context.statistics.add_load("component_bytes_on_wire", counters.bytes_on_wire);
  return components;
}

}  // namespace onefold::cluster
