#include "structure/customer_structures.hpp"

#include <algorithm>

#include "cluster/link_counts.hpp"
#include "memory/memory_budget.hpp"
#include "memory/write_windows.hpp"
#include "repair/repair_parts.hpp"
#include "scratch/sorted_runs.hpp"
#include "structure/structure.hpp"

namespace onefold::structure {

namespace {

// A link within a customer.
struct CustomerLink {
  static constexpr std::size_t kWords = 4;

  RecordId customer = 0;
  RecordId left = 0;
  RecordId right = 0;
  FixedWeight weight = 0;     ///< 63 bits in a product; 0 for a must-link
  bool is_must_link = false;  ///< from a steward's list, not an edge

  void encode(std::uint64_t* words) const {
    words[0] = customer;
    words[1] = left;
    words[2] = right;
    words[3] = static_cast<std::uint64_t>(weight) << 1 | static_cast<std::uint64_t>(is_must_link);
  }
  [[nodiscard]] static CustomerLink decode(const std::uint64_t* words) {
    return {words[0], words[1], words[2], static_cast<FixedWeight>(words[3]) >> 1, (words[3] & 1) != 0};
  }
};
using CustomerLinks = scratch::SortedRuns<CustomerLink>;

// The customers of records, and whether a link can connect two customers.
struct CustomersOfRecords {
  std::span<const RecordId> of_record;  // [local record]
  std::span<const Link> must_link;      // equal on all ranks
  bool may_differ;                      // repair has cut links
};

// Collective. Ids of the customers with more than max_repair_size records, of all ranks, ascending.
std::vector<RecordId> find_large(const Context& context, const cluster::Clusters& clusters) {
  std::vector<RecordId> large;
  for (std::size_t c = 0; c < clusters.size(); ++c)
    if (clusters.begins[c + 1] - clusters.begins[c] > context.job.cluster.max_repair_size)
      large.push_back(clusters.id(c));
  return context.world.gather_all(large);
}

// Collective. The links whose records are in the same customer, sorted by customer. Links of `large` customers are only
// counted.
CustomerLinks sort_by_customer(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                               const CustomersOfRecords& customers, const std::vector<RecordId>& large,
                               cluster::LinkCounter& links_of_large) {
  const auto& world = context.world;
  CustomerLinks sorted(world, context.work,
                       {columns.distribution.num_global(), memory::MemoryBudget(context).run_bytes()});
  sorted.open("links-by-customer");
  const auto is_large = [&](RecordId customer) { return std::binary_search(large.begin(), large.end(), customer); };
  const auto customer_of = [&](std::uint64_t row) { return customers.of_record[row]; };
  repair::for_each_link_window(
      context, columns, links, [&](std::span<const score::Edge> window, const mpi::Fetch& left) {
        const auto customer = left.values<RecordId>(customer_of);
        std::vector<RecordId> right_customer;
        if (customers.may_differ) right_customer = repair::right_labels(context, columns, window, customer_of);
        mpi::run_locally(world, [&] {
          for (std::size_t l = 0; l < window.size(); ++l) {
            if (customers.may_differ && customer[l] != right_customer[l]) continue;
            if (is_large(customer[l]))
              links_of_large.add(customer[l]);
            else
              sorted.add({customer[l], window[l].left, window[l].right, window[l].weight, false});
          }
        });
      });
  const auto of_listed = repair::labels_of_pairs(context, columns, customers.must_link, customers.of_record);
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::size_t p = 0; p < customers.must_link.size(); ++p)
      if (!is_large(of_listed[2 * p]))
        sorted.add({of_listed[2 * p], customers.must_link[p].left, customers.must_link[p].right, 0, true});
  });
  sorted.publish();
  sorted.finish();
  return sorted;
}

// Local. `links`: links of whole customers, ascending.
std::vector<CustomerStructure> find_structures_in(const scratch::RowWindow<CustomerLink>& links) {
  std::vector<CustomerStructure> found;
  std::vector<WeightedLink> of_customer;
  for (std::size_t l = 0; l < links.size();) {
    const RecordId customer = links[l].customer;
    of_customer.clear();
    for (; l < links.size() && links[l].customer == customer; ++l) {
      const CustomerLink link = links[l];
      of_customer.push_back({link.left, link.right, link.is_must_link ? kUnbreakable : link.weight});
    }
    found.push_back({customer, structure_of(of_customer)});
  }
  return found;
}

// Collective. Sends structures to the ranks that own the customers' ids.
std::vector<CustomerStructure> send_to_owners(const Context& context, const Columns& columns,
                                              const std::vector<CustomerStructure>& found) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(context.world.size()), 0);
  for (const auto& one : found) ++counts[static_cast<std::size_t>(columns.distribution.owner(one.customer))];
  return context.world.exchange(found, counts);
}

}  // namespace

Structures find_structures(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                           const decisions::Decisions& lists, const repair::Cuts& cuts,
                           const identity::Customers& customers) {
  const auto& world = context.world;
  const auto& clusters = customers.clusters;
  // 1. Sort links by customer.
  const std::vector<RecordId> large = find_large(context, clusters);
  cluster::LinkCounter counter;
  auto sorted = sort_by_customer(context, columns, links,
                                 {customers.record_clusters, lists.must_link, cuts.num_rows() > 0}, large, counter);
  // 2. Find structures window by window, customer by customer. Windows are in the order of customers, and so are the
  // structures.
  std::vector<CustomerStructure> structures;
  sorted.for_each_window(memory::window_rows(context, {}), [&](const scratch::RowWindow<CustomerLink>& window) {
    std::vector<CustomerStructure> found;
    mpi::run_locally(world, [&] { found = find_structures_in(window); });
    const auto received = send_to_owners(context, columns, found);
    structures.insert(structures.end(), received.begin(), received.end());
  });
  sorted.remove();
  // 3. For large customers, store only the number of links.
  if (!large.empty()) {
    const auto num_links = cluster::count_by_record(world, columns.distribution, std::move(counter));
    for (std::size_t c = 0; c < clusters.size(); ++c)
      if (clusters.begins[c + 1] - clusters.begins[c] > context.job.cluster.max_repair_size)
        structures.push_back({clusters.id(c), {.size = 0, .links = num_links[clusters.id(c) - columns.first_record]}});
    std::sort(structures.begin(), structures.end(),
              [](const CustomerStructure& a, const CustomerStructure& b) { return a.customer < b.customer; });
  }
  // Checks that every customer of two or more records was found, with all its records.
  bool is_complete = true;
  std::size_t next = 0;
  std::uint64_t num_weak = 0;
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    const std::uint64_t size = clusters.begins[c + 1] - clusters.begins[c];
    if (size < 2) continue;
    is_complete = is_complete && next < structures.size() && structures[next].customer == clusters.id(c) &&
                  (structures[next].links.size == size || size > context.job.cluster.max_repair_size);
    if (!is_complete) break;
    num_weak += structures[next].links.bridge_split > 1 ? 1 : 0;
    ++next;
  }
  mpi::require_on_all_ranks(world, world.all(is_complete && next == structures.size()),
                            "links join the records of each customer");
  num_weak = world.sum(num_weak);
  context.statistics.add_global("customers_on_a_bridge", num_weak);
  return {std::move(structures), num_weak};
}

}  // namespace onefold::structure
