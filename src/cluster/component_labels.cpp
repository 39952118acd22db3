#include "cluster/component_labels.hpp"

#include "cluster/link_counts.hpp"
#include "cluster/link_reducer.hpp"
#include "onefold/cluster/components.hpp"
#include "score/edge_runs.hpp"

namespace onefold::cluster {

Components connect_links(const Context& context, const Columns& columns, const score::EdgeSummary& edges,
                         FixedWeight threshold, const std::vector<Link>& must_link, bool count_links) {
  const auto& world = context.world;
  const auto& distribution = columns.distribution;
  Components components;
  // 1. Edges at or above the threshold are links.
  LinkReducer links(distribution.num_global());
  LinkCounter counter;
  mpi::run_locally(world, [&] {
    score::for_each_local_edge(context, edges, [&](RecordId left, RecordId right, FixedWeight weight) {
      if (weight < threshold) return;
      links.add({left, right});
      if (count_links) counter.add(left);
    });
  });
  components.num_links = world.sum(links.num_added());
  // What must be one customer is connected, by whatever rank has the lists: all have them.
  if (world.is_root()) links.add(must_link);
  // 2. Records connected by links are one component, named by its smallest RecordId.
  ComponentCounters counters;
  components.labels = find_components(world, distribution, links.take(), {}, &counters);
  if (count_links) components.record_links = count_by_record(world, distribution, std::move(counter));
  context.statistics.add_global("links", components.num_links);
  context.statistics.add_load("component_rounds", counters.rounds);
  context.statistics.add_load("component_bytes_on_wire", counters.bytes_on_wire);
  return components;
}

}  // namespace onefold::cluster
