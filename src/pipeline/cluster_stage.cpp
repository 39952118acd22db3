#include <numeric>
#include <optional>

#include "edge_runs.hpp"
#include "onefold/cluster/components.hpp"
#include "onefold/cluster/link_counts.hpp"
#include "onefold/cluster/link_reducer.hpp"
#include "onefold/mpi/fetch.hpp"
#include "onefold/pipeline/stages.hpp"

namespace onefold::pipeline {

Components run_cluster_stage(const Context& context, const Columns& columns, const ScoredPairs& pairs,
                             const StewardLists& lists) {
  Stage stage(context, "cluster", "records");
  const auto& world = context.world;
  const auto& distribution = columns.distribution;
  const bool repairs = context.job.cluster.method == config::ClusterMethod::repair;
  Components components;
  // 1. Edges at or above the threshold are links. Where repair follows, they are counted: it skips what is linked
  // throughout.
  const auto threshold = model::weight_of_probability(context.job.cluster.threshold);
  cluster::LinkReducer links(distribution.num_global());
  cluster::LinkCounter counter;
  mpi::run_locally(world, [&] {
    for_each_local_edge(context, pairs.edges, [&](RecordId left, RecordId right, model::FixedWeight weight) {
      if (weight < threshold) return;
      links.add({left, right});
      if (repairs) counter.add(left);
    });
  });
  components.num_links = world.sum(links.num_added());
  // What must be one customer is connected, by whatever rank has the lists: all have them.
  if (world.is_root()) links.add(lists.must_link);
  // 2. Records connected by links are one component, named by its smallest RecordId.
  cluster::ComponentCounters counters;
  components.labels = cluster::find_components(world, distribution, links.take(), {}, &counters);
  if (repairs) components.record_links = cluster::count_by_record(world, distribution, std::move(counter));
  context.statistics.add_global("links", components.num_links);
  context.statistics.add_load("component_rounds", counters.rounds);
  context.statistics.add_load("component_bytes_on_wire", counters.bytes_on_wire);
  stage.finish(distribution.num_global(), "records");
  return components;
}

Customers number_customers(const Context& context, const Columns& columns, Components components) {
  const auto& world = context.world;
  const auto& distribution = columns.distribution;
  Customers customers;
  customers.num_links = components.num_links;
  customers.record_clusters = std::move(components.labels);
  customers.clusters = cluster::group_members(world, distribution, customers.record_clusters);
  mpi::require_on_all_ranks(world, world.sum(customers.clusters.members.size()) == distribution.num_global(),
                            "every record is in one cluster");
  // 1. PINs count customers in the order of their cluster ids, from 1.
  customers.pins.resize(customers.clusters.size());
  std::iota(customers.pins.begin(), customers.pins.end(),
            static_cast<std::int64_t>(1 + world.exclusive_sum(customers.clusters.size())));
  // 2. Records learn theirs from the rank that owns their cluster's id.
  std::vector<std::int64_t> pin_of_row(columns.num_local_rows, 0);
  for (std::size_t c = 0; c < customers.clusters.size(); ++c)
    pin_of_row[customers.clusters.id(c) - columns.first_record] = customers.pins[c];
  const mpi::Fetch fetch(world, distribution, customers.record_clusters);
  customers.record_pins = fetch.values<std::int64_t>([&](std::uint64_t row) { return pin_of_row[row]; });

  customers.num_global = world.sum(customers.clusters.size());
  for (std::size_t c = 0; c < customers.clusters.size(); ++c)
    customers.largest = std::max(customers.largest, customers.clusters.begins[c + 1] - customers.clusters.begins[c]);
  customers.largest = world.max(customers.largest);
  context.statistics.add_global("customers", customers.num_global);
  return customers;
}

}  // namespace onefold::pipeline
