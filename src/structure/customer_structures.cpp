#include "structure/customer_structures.hpp"

#include <algorithm>

#include "cluster/link_counts.hpp"
#include "memory/memory_budget.hpp"
#include "memory/write_windows.hpp"
#include "repair/repair_parts.hpp"
#include "score/edge_runs.hpp"
#include "structure/structure.hpp"

namespace onefold::structure {

namespace {

constexpr std::uint16_t kIsLink = 0;
constexpr std::uint16_t kIsMustLink = 1;

// Collective. Ids of the customers that are too large to be looked at, of all ranks, ascending.
std::vector<RecordId> find_large(const Context& context, const cluster::Clusters& clusters) {
  std::vector<RecordId> large;
  for (std::size_t c = 0; c < clusters.size(); ++c)
    if (clusters.begins[c + 1] - clusters.begins[c] > context.job.cluster.max_repair_size)
      large.push_back(clusters.id(c));
  return context.world.gather_all(large);
}

// Collective. Links within customers, sorted by customer: `left` is the customer, `right` and `pattern` are the two
// records. Those of `large` customers are counted only.
score::EdgeSummary sort_by_customer(const Context& context, const Columns& columns, const score::ScoredPairs& pairs,
                                    const decisions::Decisions& lists, std::span<const RecordId> labels,
                                    bool has_cuts, const std::vector<RecordId>& large,
                                    cluster::LinkCounter& links_of_large) {
  const auto& world = context.world;
  score::EdgeSummary sorted;
  sorted.num_records = columns.distribution.num_global();
  sorted.left_bins.assign(score::EdgeSummary::kNumBins, 0);
  sorted.products.emplace_back("links-by-customer");
  const auto must_labels = repair::labels_of_pairs(context, columns, lists.must_link, labels);
  const auto is_large = [&](RecordId label) { return std::binary_search(large.begin(), large.end(), label); };
  score::EdgeList list;
  score::EdgeRunWriter runs(context, sorted.products.front(), sorted.num_records, 0, sorted.left_bins, list);
  const std::uint64_t max_edges = score::EdgeRunWriter::edges_in(
      std::min(context.job.memory_per_rank_bytes / memory::kRunsPerMemory, memory::kMaxRunBytes), 0);
  const auto add = [&](RecordId label, RecordId left, RecordId right, FixedWeight weight, std::uint16_t kind) {
    list.left.push_back(label);
    list.right.push_back(left);
    list.pattern.push_back(right);
    list.weight.push_back(weight);
    list.rule.push_back(kind);
    if (list.size() >= max_edges) runs.spill();
  };
  const auto label_of = [&](std::uint64_t row) { return labels[row]; };
  repair::for_each_link_window(context, columns, pairs.edges, weight_of_probability(context.job.cluster.threshold),
                               [&](std::span<const score::LocalEdges::Edge> links, const mpi::Fetch& left) {
                                 const auto left_label = left.values<RecordId>(label_of);
                                 std::vector<RecordId> right_label;
                                 if (has_cuts) {
                                   std::vector<RecordId> right;
                                   for (const auto& link : links) right.push_back(link.right);
                                   right_label =
                                       mpi::Fetch(world, columns.distribution, right).values<RecordId>(label_of);
                                 }
                                 mpi::run_locally(world, [&] {
                                   for (std::size_t l = 0; l < links.size(); ++l) {
                                     if (has_cuts && left_label[l] != right_label[l]) continue;
                                     if (is_large(left_label[l]))
                                       links_of_large.add(left_label[l]);
                                     else
                                       add(left_label[l], links[l].left, links[l].right, links[l].weight, kIsLink);
                                   }
                                 });
                               });
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::size_t p = 0; p < lists.must_link.size(); ++p)
      if (!is_large(must_labels[2 * p]))
        add(must_labels[2 * p], lists.must_link[p].left, lists.must_link[p].right, 0, kIsMustLink);
  });
  runs.publish();
  world.sum_in_place(sorted.left_bins);
  return sorted;
}

// Local. `edges`: of whole customers, ascending.
std::vector<CustomerStructure> look_at(const score::EdgeList& edges) {
  std::vector<CustomerStructure> found;
  std::vector<WeightedLink> links;
  for (std::size_t e = 0; e < edges.size();) {
    const RecordId customer = edges.left[e];
    links.clear();
    for (; e < edges.size() && edges.left[e] == customer; ++e)
      links.push_back(
          {edges.right[e], edges.pattern[e], edges.rule[e] == kIsMustLink ? kUnbreakable : edges.weight[e]});
    found.push_back({customer, structure_of(links)});
  }
  return found;
}

// Collective. To the ranks that own the customers' ids.
std::vector<CustomerStructure> send_to_owners(const Context& context, const Columns& columns,
                                              const std::vector<CustomerStructure>& found) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(context.world.size()), 0);
  for (const auto& one : found) ++counts[static_cast<std::size_t>(columns.distribution.owner(one.customer))];
  return context.world.exchange(found, counts);
}

}  // namespace

Structures find_structures(const Context& context, const Columns& columns, const score::ScoredPairs& pairs,
                           const decisions::Decisions& lists, const repair::Cuts& cuts,
                           const identity::Customers& customers) {
  const auto& world = context.world;
  const auto& clusters = customers.clusters;
  // 1. Links, sorted by customer.
  const std::vector<RecordId> large = find_large(context, clusters);
  cluster::LinkCounter counter;
  const score::EdgeSummary links = sort_by_customer(context, columns, pairs, lists, customers.record_clusters,
                                                    cuts.edges.num_edges > 0, large, counter);
  // 2. Window by window, customer by customer. Windows come in the order of customers, and so does what is found.
  std::vector<CustomerStructure> structures;
  score::for_each_edge_window(context, links, memory::window_rows(context, {}), [&](const score::EdgeList& edges) {
    std::vector<CustomerStructure> found;
    mpi::run_locally(world, [&] { found = look_at(edges); });
    const auto received = send_to_owners(context, columns, found);
    structures.insert(structures.end(), received.begin(), received.end());
  });
  context.work.remove_product(links.products.front());
  // 3. Large ones: links alone.
  if (!large.empty()) {
    const auto num_links = cluster::count_by_record(world, columns.distribution, std::move(counter));
    for (std::size_t c = 0; c < clusters.size(); ++c)
      if (clusters.begins[c + 1] - clusters.begins[c] > context.job.cluster.max_repair_size)
        structures.push_back({clusters.id(c), {.size = 0, .links = num_links[clusters.id(c) - columns.first_record]}});
    std::sort(structures.begin(), structures.end(),
              [](const CustomerStructure& a, const CustomerStructure& b) { return a.customer < b.customer; });
  }
  // Every customer of two or more has been found, with all its records.
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
