#include <algorithm>
#include <bit>
#include <functional>
#include <string>
#include <vector>

#include <boost/pending/disjoint_sets.hpp>

#include "onefold/cluster/components.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "reference/naive_components.hpp"
#include "support/mpi_test.hpp"

namespace onefold::cluster {
namespace {

struct Graph {
  std::string name;
  std::uint64_t num_records = 0;
  std::vector<Link> links;
};

// A permutation of 0 .. n - 1, equal on all ranks.
std::vector<RecordId> shuffled(std::uint64_t n, std::uint64_t seed) {
  std::vector<RecordId> ids(n);
  for (RecordId i = 0; i < n; ++i) ids[i] = i;
  for (RecordId i = n; i > 1; --i) std::swap(ids[i - 1], ids[scale_to(mix(seed, i), i)]);
  return ids;
}

Graph path(const std::string& name, const std::vector<RecordId>& order) {
  Graph graph{name, order.size(), {}};
  for (std::size_t i = 1; i < order.size(); ++i) graph.links.push_back({order[i - 1], order[i]});
  return graph;
}

std::vector<Graph> paths(std::uint64_t n) {
  std::vector<RecordId> ascending(n), descending(n), zigzag(n);
  for (RecordId i = 0; i < n; ++i) {
    ascending[i] = i;
    descending[i] = n - 1 - i;
    zigzag[i] = i % 2 == 0 ? i / 2 : n - 1 - i / 2;
  }
  return {path("path, ascending", ascending), path("path, descending", descending), path("path, zigzag", zigzag),
          path("path, random", shuffled(n, test::kSeed))};
}

Graph star(const std::string& name, std::uint64_t n, RecordId centre) {
  Graph graph{name, n, {}};
  for (RecordId i = 0; i < n; ++i) graph.links.push_back({i, centre});  // including a loop at the centre
  return graph;
}

// Cliques of 1, 2, ... records; ids are dealt in turn or in runs.
Graph cliques(const std::string& name, bool shuffle) {
  constexpr std::uint64_t kMax = 14;
  Graph graph{name, kMax * (kMax + 1) / 2, {}};
  std::vector<RecordId> ids = shuffled(graph.num_records, test::kSeed + 1);
  if (!shuffle) std::sort(ids.begin(), ids.end());
  std::uint64_t first = 0;
  for (std::uint64_t size = 1; size <= kMax; first += size++)
    for (std::uint64_t i = first; i < first + size; ++i)
      for (std::uint64_t j = first; j < i; ++j) graph.links.push_back({ids[i], ids[j]});
  return graph;
}

Graph random_graph(std::uint64_t n, std::uint64_t num_links, std::uint64_t seed) {
  Graph graph{"random, " + std::to_string(n) + " records, " + std::to_string(num_links) + " links", n, {}};
  for (std::uint64_t i = 0; i < num_links; ++i)
    graph.links.push_back({scale_to(mix(seed, 2 * i), n), scale_to(mix(seed, 2 * i + 1), n)});
  return graph;
}

// Links only between the last record of a rank and the first one of the next, and from the very first to the very last.
Graph rank_borders(std::uint64_t n) {
  Graph graph{"ids on rank borders", n, {}};
  const BlockDistribution distribution(n, test::world().size());
  for (int rank = 1; rank < test::world().size(); ++rank)
    if (distribution.size(rank) > 0) graph.links.push_back({distribution.begin(rank) - 1, distribution.begin(rank)});
  if (n > 1) graph.links.push_back({n - 1, 0});
  return graph;
}

Graph caterpillar(std::uint64_t n) {
  Graph graph = path("caterpillar", shuffled(n, test::kSeed + 2));
  graph.num_records = 3 * n;
  for (RecordId i = 0; i < n; ++i) {
    graph.links.push_back({i, n + 2 * i});
    graph.links.push_back({n + 2 * i + 1, i});
  }
  return graph;
}

std::vector<Graph> all_graphs() {
  std::vector<Graph> graphs = paths(700);
  for (auto& graph : paths(5)) graphs.push_back(graph);
  graphs.push_back(star("star, smallest centre", 400, 0));
  graphs.push_back(star("star, largest centre", 400, 399));
  graphs.push_back(star("star, centre in the middle", 401, 200));
  graphs.push_back(cliques("cliques, ids in runs", false));
  graphs.push_back(cliques("cliques, ids scattered", true));
  graphs.push_back(caterpillar(150));
  for (const std::uint64_t n : {0, 1, 2, 3, 300}) graphs.push_back({"singletons, " + std::to_string(n), n, {}});
  graphs.push_back({"two records", 2, {{1, 0}, {0, 1}, {1, 1}}});
  for (const std::uint64_t n : {2, 7, 8, 100, 101}) graphs.push_back(rank_borders(n));
  Graph loops{"loops and repetitions", 50, {}};
  for (RecordId i = 0; i < 50; ++i)
    for (int repetition = 0; repetition < 4; ++repetition)
      loops.links.push_back({i, repetition % 2 == 0 ? i : (i * 7) % 50});
  graphs.push_back(loops);
  std::uint64_t seed = test::kSeed + 100;
  for (const std::uint64_t n : {3, 10, 100, 1000})
    for (const double density : {0.3, 0.5, 1.0, 3.0})
      graphs.push_back(random_graph(n, static_cast<std::uint64_t>(static_cast<double>(n) * density), ++seed));
  return graphs;
}

std::vector<RecordId> boost_components(const Graph& graph) {
  std::vector<std::size_t> rank(graph.num_records), parent(graph.num_records);
  boost::disjoint_sets<std::size_t*, std::size_t*> sets(rank.data(), parent.data());
  for (RecordId i = 0; i < graph.num_records; ++i) sets.make_set(i);
  for (const auto& link : graph.links) sets.union_set(link.left, link.right);
  std::vector<RecordId> smallest(graph.num_records, graph.num_records);
  for (RecordId i = graph.num_records; i > 0; --i) smallest[sets.find_set(i - 1)] = i - 1;
  std::vector<RecordId> labels(graph.num_records);
  for (RecordId i = 0; i < graph.num_records; ++i) labels[i] = smallest[sets.find_set(i)];
  return labels;
}

enum class Deal { at_random, all_on_the_first, all_on_the_last, all_on_every };

std::vector<Link> local_share(const std::vector<Link>& links, Deal deal, std::uint64_t seed) {
  const auto& world = test::world();
  std::vector<Link> share;
  for (std::size_t i = 0; i < links.size(); ++i) {
    int target = world.rank();
    if (deal == Deal::at_random)
      target = static_cast<int>(scale_to(mix(seed, i), static_cast<std::uint64_t>(world.size())));
    if (deal == Deal::all_on_the_first) target = 0;
    if (deal == Deal::all_on_the_last) target = world.size() - 1;
    if (target == world.rank()) share.push_back(links[i]);
  }
  return share;
}

struct Outcome {
  std::vector<RecordId> labels;
  ComponentCounters counters;
};

// Labels of all records, on all ranks.
Outcome run(const Graph& graph, Deal deal, std::uint64_t base_case_edges, std::uint64_t seed = test::kSeed) {
  const BlockDistribution distribution(graph.num_records, test::world().size());
  const auto share = local_share(graph.links, deal, seed);
  Outcome outcome;
  const auto local = find_components(test::world(), distribution, share, {base_case_edges}, &outcome.counters);
  EXPECT_EQ(local.size(), distribution.size(test::world().rank()));
  outcome.labels = test::world().gather_all(local);
  return outcome;
}

TEST(Components, the_two_oracles_agree) {
  for (const auto& graph : all_graphs())
    ASSERT_EQ(boost_components(graph), reference::naive_components(graph.num_records, graph.links)) << graph.name;
}

TEST(Components, equal_those_of_the_oracle_for_any_deal_and_any_base_case) {
  for (const auto& graph : all_graphs()) {
    const auto expected = boost_components(graph);
    for (const Deal deal : {Deal::at_random, Deal::all_on_the_first, Deal::all_on_the_last, Deal::all_on_every})
      for (const std::uint64_t base_case_edges : {0, 1, 50, 16'000'000}) {
        const auto outcome = run(graph, deal, base_case_edges);
        ASSERT_EQ(outcome.labels, expected)
            << graph.name << ", deal " << static_cast<int>(deal) << ", base case " << base_case_edges;
      }
  }
}

TEST(Components, do_not_depend_on_the_deal) {
  const Graph graph = random_graph(2000, 1900, test::kSeed + 7);
  const auto expected = boost_components(graph);
  for (std::uint64_t deal = 0; deal < 20; ++deal)
    ASSERT_EQ(run(graph, Deal::at_random, deal % 2 * 100, test::kSeed + deal).labels, expected) << "deal " << deal;
}

TEST(Components, contract_in_a_logarithmic_number_of_rounds) {
  for (const auto& graph : all_graphs()) {
    const auto outcome = run(graph, Deal::at_random, 0);
    // Each round halves the number of vertices, which is the number of records at first; even one edge needs two
    // vertices.
    const auto bound = static_cast<std::uint64_t>(std::bit_width(graph.num_records));
    ASSERT_LE(outcome.counters.rounds, bound) << graph.name;
    // Pointer doubling: the number of steps is the logarithm of the path length, with two exchanges per step.
    ASSERT_LE(outcome.counters.exchanges, (bound + 1) * (5 + 2 * (bound + 1)) + 2 * (bound + 2)) << graph.name;
    ASSERT_EQ(run(graph, Deal::at_random, 16'000'000).counters.rounds, 0u) << graph.name;
  }
}

TEST(Components, contract_a_long_monotone_path_in_one_round) {
  const Graph graph = paths(5000).front();
  const auto outcome = run(graph, Deal::at_random, 0);
  ASSERT_EQ(outcome.labels, std::vector<RecordId>(graph.num_records, 0));
  ASSERT_LE(outcome.counters.rounds, 1u);
}

TEST(Components, counters_are_the_same_on_all_ranks) {
  const auto outcome = run(random_graph(500, 400, test::kSeed), Deal::at_random, 10);
  const auto& c = outcome.counters;
  const std::vector<std::uint64_t> mine{c.rounds,           c.exchanges,   c.bytes_on_wire,
                                        c.contracted_edges, c.most_labels, c.most_questions};
  const auto all = test::world().gather_all(mine);
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], all[i % mine.size()]);
  ASSERT_GT(c.exchanges, 0u);
  ASSERT_EQ(c.bytes_on_wire > 0, test::world().size() > 1);
}

TEST(Components, a_giant_component_known_to_all_ranks_sends_little) {
  // Every rank holds all links of one component: it may send one label per record, and no edge remains.
  const Graph graph = star("star", 3000, 0);
  const auto outcome = run(graph, Deal::all_on_every, 0);
  const auto ranks = static_cast<std::uint64_t>(test::world().size());
  ASSERT_EQ(outcome.counters.rounds, 0u);
  ASSERT_EQ(outcome.counters.contracted_edges, 0u);
  ASSERT_LE(outcome.counters.bytes_on_wire, 5 * graph.num_records * (ranks - 1) + 6 * ranks * ranks);
}

TEST(Components, two_giant_components_of_two_ranks_are_one_edge_not_one_for_each_record) {
  // The even ranks know a star around record 0, the odd ones the same records as a star around record 1.
  const std::uint64_t n = 3000;
  const auto& world = test::world();
  const BlockDistribution distribution(n, world.size());
  std::vector<Link> links;
  for (RecordId i = 2; i < n; ++i) links.push_back({i, static_cast<RecordId>(world.rank() % 2)});
  ComponentCounters counters;
  const auto labels = find_components(world, distribution, links, {}, &counters);
  if (world.size() == 1) return;
  EXPECT_EQ(std::count(labels.begin(), labels.end(), RecordId{0}), static_cast<std::ptrdiff_t>(labels.size()));
  ASSERT_LE(counters.contracted_edges, static_cast<std::uint64_t>(world.size()));
}

TEST(Components, each_rank_sends_and_asks_an_owner_about_a_record_at_most_once) {
  const auto ranks = static_cast<std::uint64_t>(test::world().size());
  for (const auto& graph : all_graphs())
    for (const Deal deal : {Deal::at_random, Deal::all_on_every}) {
      const auto outcome = run(graph, deal, 0);
      const std::uint64_t bound = (ranks - 1) * BlockDistribution(graph.num_records, test::world().size()).size(0);
      ASSERT_LE(outcome.counters.most_labels, bound) << graph.name;
      ASSERT_LE(outcome.counters.most_questions, bound) << graph.name;
    }
}

TEST(Components, links_that_are_given_away_are_freed_and_give_the_same_labels) {
  const Graph graph = random_graph(3000, 2500, test::kSeed + 9);
  const auto expected = boost_components(graph);
  const BlockDistribution distribution(graph.num_records, test::world().size());
  auto links = local_share(graph.links, Deal::at_random, test::kSeed);
  PackedLinks packed(graph.num_records);
  for (const Link& link : links) packed.push_back(link);
  ASSERT_EQ(test::world().gather_all(find_components(test::world(), distribution, std::move(packed))), expected);
  ASSERT_EQ(test::world().gather_all(find_components(test::world(), distribution, std::move(links))), expected);
  // Both are empty now, as the overloads promise.
  EXPECT_EQ(links.capacity(), 0u);       // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(packed.bytes().size(), 0u);  // NOLINT(bugprone-use-after-move)
}

TEST(Components, a_link_to_nowhere_fails_on_all_ranks) {
  const auto& world = test::world();
  const BlockDistribution distribution(10, world.size());
  const std::vector<Link> links =
      world.rank() == world.size() - 1 ? std::vector<Link>{{0, 10}} : std::vector<Link>{{0, 1}};
  EXPECT_THROW((void)find_components(world, distribution, links), Error);
}

}  // namespace
}  // namespace onefold::cluster
