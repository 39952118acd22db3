// Connected components of a graph whose edges lie anywhere, by contraction.
//
//   1. local forest   each rank alone: its links become one label (smallest local root) per record that they touch
//   2. owner merge    the owner of a record receives its labels; those that differ are the edges of a contracted graph,
//                     whose vertices are local roots
//   3. contraction    rounds, until one rank can finish the rest
//   4. base case      the rest, by union-find on one rank
//   5. resolution     records point at labels, these at others: pointer doubling
//
// Every step links larger ids to smaller ones, so the final root is the smallest RecordId of the component, whatever the
// number of ranks, the order of links or of messages.
// Cost for M local links that touch n records, N / P owned: O(M + n + N / P) time, and memory of 40 n + 13 N / P bytes and what
// an IdSet holds. Step 2 sends 16 bytes for each record touched; the graph of step 3 is smaller, and halves each round.
// A record gets at most one label from each rank and is asked for at most once by each rank in each step: a giant
// component floods nobody.
// Boruvka-style contraction after a local reduction: Sanders, Schimek, IPDPS 2023; local forests first: Manne, Patwary 2009.
#include "onefold/cluster/components.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "cluster/contract.hpp"
#include "cluster/local_forest.hpp"
#include "cluster/owner_exchange.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

namespace {

struct Label {
  RecordId record;
  RecordId root;
};

// Collective. Tells the owner of each record of the forest its local root; a root is told of itself.
std::vector<Label> send_labels(OwnerExchange& owners, LocalForest forest) {
  std::vector<Label> labels(forest.ids.size());
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = {forest.ids[i], forest.ids[forest.root[i]]};
  const auto counts = owners.count_by_owner(forest.ids);
  forest = {};
  return owners.exchange(labels, counts);
}

// Local. Keeps each record's smallest label as its parent; returns the edges of the contracted graph.
std::vector<Link> merge_labels(const std::vector<Label>& labels, RecordId first, std::span<RecordId> local_parent) {
  std::vector<Link> edges;
  std::vector<bool> is_label(local_parent.size(), false);
  for (const Label& label : labels) {
    RecordId& parent = local_parent[label.record - first];
    if (label.root == label.record) {
      is_label[label.record - first] = true;
    } else if (parent == label.record) {
      parent = label.root;
    } else {
      if (label.root != parent) edges.push_back({std::min(label.root, parent), std::max(label.root, parent)});
      parent = std::min(parent, label.root);
    }
  }
  // A record that is nobody's label is a leaf and done. One that is takes part in the contraction with its own label.
  for (std::uint64_t i = 0; i < local_parent.size(); ++i) {
    if (!is_label[i] || local_parent[i] == first + i) continue;
    edges.push_back({local_parent[i], first + i});
    local_parent[i] = first + i;
  }
  return edges;
}

// Collective. Finishes what is left of the contracted graph on rank 0.
void solve_on_one_rank(OwnerExchange& owners, std::vector<Link> local_edges, std::span<RecordId> local_parent) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(owners.world().size()), 0);
  counts[0] = local_edges.size();
  const std::vector<Link> edges = owners.exchange(local_edges, counts);
  std::vector<Link>().swap(local_edges);

  LocalForest forest;
  mpi::run_locally(owners.world(), [&] { forest = local_forest(owners.distribution().num_global(), edges); });
  for (const Label& label : send_labels(owners, std::move(forest)))
    local_parent[label.record - owners.first_owned()] = label.root;
}

// Collective. Every record points at the root of its component.
void resolve(OwnerExchange& owners, std::span<RecordId> local_parent) {
  std::vector<std::uint32_t> rows;
  for (std::uint64_t i = 0; i < local_parent.size(); ++i)
    if (local_parent[i] != owners.first_owned() + i) rows.push_back(static_cast<std::uint32_t>(i));
  owners.point_at_roots(std::move(rows), local_parent);
}

}  // namespace

std::vector<RecordId> find_components(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      std::span<const Link> local_links, const ComponentOptions& options,
                                      ComponentCounters* counters) {
  const std::uint64_t num_global = distribution.num_global();
  const std::uint64_t bytes_before = world.bytes_sent();
  mpi::require_on_all_ranks(world, distribution.num_ranks() == world.size(), "records are dealt to the ranks that cluster them");
  if (distribution.size(0) > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "more than 2^32 records on one rank: use more ranks");

  LocalForest forest;
  mpi::run_locally(world, [&] { forest = local_forest(num_global, local_links); });

  OwnerExchange owners(world, distribution);
  std::vector<RecordId> local_parent(owners.num_owned());
  std::iota(local_parent.begin(), local_parent.end(), owners.first_owned());
  std::vector<Link> local_edges = merge_labels(send_labels(owners, std::move(forest)), owners.first_owned(), local_parent);
  normalise(local_edges, num_global);

  std::uint64_t rounds = 0;
  std::uint64_t num_global_edges = world.sum(local_edges.size());
  for (; num_global_edges > options.base_case_edges; ++rounds) {
    contract(owners, local_edges, local_parent);
    num_global_edges = world.sum(local_edges.size());
  }
  if (num_global_edges > 0) solve_on_one_rank(owners, std::move(local_edges), local_parent);
  resolve(owners, local_parent);

  const std::uint64_t bytes_on_wire = world.sum(world.bytes_sent() - bytes_before);
  if (counters != nullptr) *counters = {rounds, owners.num_exchanges(), bytes_on_wire};
  return local_parent;
}

}  // namespace onefold::cluster
