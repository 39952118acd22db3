#include "identity/customers.hpp"

#include <algorithm>
#include <numeric>

#include "mpi/fetch.hpp"

namespace onefold::identity {

Customers number_customers(const Context& context, const Columns& columns, cluster::Components components) {
  const auto& world = context.world;
  const auto& distribution = columns.distribution;
  Customers customers;
  customers.num_links = components.num_links;
  customers.record_clusters = std::move(components.labels);
  customers.clusters = cluster::group_members(world, distribution, customers.record_clusters);
  mpi::require_on_all_ranks(world, world.sum(customers.clusters.members.size()) == distribution.num_global(),
                            "every record is in one cluster");
  // 1. Number the customers from 1, in the order of their cluster ids.
  customers.pins.resize(customers.clusters.size());
  std::iota(customers.pins.begin(), customers.pins.end(),
            static_cast<std::int64_t>(1 + world.exclusive_sum(customers.clusters.size())));
  // 2. Each record receives its PIN from the rank that owns its cluster's id.
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

}  // namespace onefold::identity
