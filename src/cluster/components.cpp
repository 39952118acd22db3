// Connected components, by contraction, of a graph whose edges are on any rank.
//
//   1. local forest   each rank reduces its links to one label (smallest local root) per record that they touch
//   2. owner merge    the owner of a record receives its labels; different labels are the edges of a contracted graph,
//                     whose vertices are local roots
//   3. contraction    rounds, until one rank can finish the rest
//   4. base case      union-find on one rank
//   5. resolution     pointer doubling for contracted vertices; then every other record asks once
//
// Every step links larger ids to smaller ones. The final root is therefore the smallest RecordId of the component, for
// any number of ranks and any order of links or messages.
//
// Cost for M local links that touch n records, N / P owned records: O(M + n + N / P) time. Memory besides the links: 4
// n bytes and an IdSet for the forest; then 5 to 7 bytes per record whose label is sent, and per record whose label is
// received; 8 N / P for the result and N / 8 P for marks (ids above 2^32: 5 n, and one more byte per message). Step 2
// sends 5 to 7 bytes per touched record that another rank owns. The graph of step 3 is smaller and halves in each
// round. Step 5 sends as much as step 2 for each distinct root to which a rank's records point. In each step a record
// receives at most one label and one question per rank, so a giant component overloads no rank.
//
// Boruvka-style contraction after a local reduction: Sanders, Schimek, IPDPS 2023; local forests first: Manne, Patwary
// 2009.
#include "onefold/cluster/components.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "cluster/contract.hpp"
#include "cluster/huge_pages.hpp"
#include "cluster/local_forest.hpp"
#include "cluster/owner_exchange.hpp"
#include "cluster/owner_merge.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

namespace {

// Collective. Solves the remaining contracted graph on rank 0.
void solve_on_one_rank(OwnerExchange& owners, PackedLinks local_edges, std::span<RecordId> local_parent) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(owners.world().size()), 0);
  counts[0] = local_edges.bytes().size();
  Incoming in = owners.exchange(local_edges.bytes(), counts);
  local_edges.release();

  std::optional<LocalForest> forest;
  mpi::run_locally(owners.world(), [&] {
    const std::uint64_t num_global = owners.distribution().num_global();
    const PackedLinks edges(num_global, std::move(in.bytes));
    forest = local_forest(num_global, edges);
  });
  owners.tell_roots(std::move(*forest),
                    [&](RecordId vertex, RecordId root) { local_parent[vertex - owners.first_owned()] = root; });
}

// Collective. Contracts the graph in rounds, until it has at most `base_case_edges` edges over all ranks. Returns the
// number of rounds.
std::uint64_t contract_in_rounds(OwnerExchange& owners, std::uint64_t base_case_edges, PackedLinks& local_edges,
                                 std::span<RecordId> local_parent) {
  const auto& world = owners.world();
  if (world.sum(local_edges.size()) <= base_case_edges) return 0;
  std::vector<Link> edges(local_edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) edges[i] = local_edges[i];
  local_edges.release();
  normalise(edges, owners.distribution().num_global());

  std::uint64_t rounds = 0;
  for (; world.sum(edges.size()) > base_case_edges; ++rounds) contract(owners, edges, local_parent);
  local_edges.reserve(edges.size());
  for (const Link& edge : edges) local_edges.push_back(edge);
  return rounds;
}

// Collective. Makes every record point to the root of its component. If the base case solved the whole graph, vertices
// already do.
void resolve(OwnerExchange& owners, const std::vector<bool>& is_vertex, bool vertices_are_done,
             std::span<RecordId> local_parent) {
  const RecordId first = owners.first_owned();
  if (!vertices_are_done) {
    std::vector<std::uint32_t> rows;
    for (std::uint64_t row = 0; row < local_parent.size(); ++row)
      if (is_vertex[row] && local_parent[row] != first + row) rows.push_back(static_cast<std::uint32_t>(row));
    owners.point_at_roots(std::move(rows), local_parent);
  }
  const auto visit_leaves = [&](auto visit) {
    for (std::uint64_t row = 0; row < local_parent.size(); ++row)
      if (!is_vertex[row] && local_parent[row] != first + row) visit(row);
  };
  owners.for_each_grandparent(visit_leaves, local_parent,
                              [&](std::uint64_t row, RecordId root) { local_parent[row] = root; });
}

// Collective. `local_links` is one of the types that local_forest accepts; `release` frees it.
template <typename Links, typename Release>
std::vector<RecordId> find(const mpi::Communicator& world, const BlockDistribution& distribution,
                           const Links& local_links, Release release, const ComponentOptions& options,
                           ComponentCounters* counters) {
  const std::uint64_t num_global = distribution.num_global();
  const std::uint64_t bytes_before = world.bytes_sent();
  mpi::require_on_all_ranks(world, distribution.num_ranks() == world.size(),
                            "records are dealt to the ranks that cluster them");
  if (num_global > kMostRecords) throw Error(ExitCode::limit, "more than 2^40 records");
  if (distribution.size(0) > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "more than 2^32 records on one rank: use more ranks");

  // 1. Reduce the links of each rank to a forest.
  std::optional<LocalForest> forest;
  mpi::run_locally(world, [&] { forest = local_forest(num_global, local_links); });
  release();

  // 2. Owners merge the labels of their records.
  OwnerExchange owners(world, distribution);
  auto local_parent = array_in_huge_pages<RecordId>(owners.num_owned());
  std::iota(local_parent.begin(), local_parent.end(), owners.first_owned());
  OwnerMerge merge(num_global, owners.first_owned(), local_parent);
  owners.tell_roots(std::move(*forest), [&](RecordId record, RecordId root) { merge.add(record, root); });
  merge.finish();
  PackedLinks local_edges = merge.take_edges();
  const std::vector<bool> is_vertex = merge.take_is_vertex();
  const std::uint64_t contracted_edges = world.sum(local_edges.size());

  // 3. Contract the graph. 4. Solve the rest on one rank.
  const std::uint64_t rounds = contract_in_rounds(owners, options.base_case_edges, local_edges, local_parent);
  if (world.any(!local_edges.empty())) solve_on_one_rank(owners, std::move(local_edges), local_parent);

  // 5. Send the roots of vertices to all records.
  resolve(owners, is_vertex, rounds == 0, local_parent);

  const std::uint64_t bytes_on_wire = world.sum(world.bytes_sent() - bytes_before);
  if (counters != nullptr)
    *counters = {rounds,           owners.num_exchanges(),          bytes_on_wire,
                 contracted_edges, world.max(owners.most_labels()), world.max(owners.most_questions())};
  return local_parent;
}

}  // namespace

std::vector<RecordId> find_components(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      std::span<const Link> local_links, const ComponentOptions& options,
                                      ComponentCounters* counters) {
  return find(
      world, distribution, local_links, [] {}, options, counters);
}

std::vector<RecordId> find_components(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      std::vector<Link>&& local_links, const ComponentOptions& options,
                                      ComponentCounters* counters) {
  return find(
      world, distribution, std::span<const Link>(local_links), [&] { std::vector<Link>().swap(local_links); }, options,
      counters);
}

std::vector<RecordId> find_components(const mpi::Communicator& world, const BlockDistribution& distribution,
                                      PackedLinks&& local_links, const ComponentOptions& options,
                                      ComponentCounters* counters) {
  return find(
      world, distribution, local_links, [&] { local_links.release(); }, options, counters);
}

}  // namespace onefold::cluster
