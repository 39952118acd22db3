#include <algorithm>
#include <set>

#include "evaluate_cases.hpp"
#include "reference/naive_components.hpp"
#include "reference/naive_metrics.hpp"

namespace onefold::evaluate {
namespace {

// From scratch: the components of the edges at or above the threshold, then every pair.
Metrics naive_at(const Truth& truth, const std::vector<ScoredPair>& edges, double threshold) {
  std::vector<cluster::Link> links;
  for (const auto& edge : edges)
    if (edge.weight_log2 >= threshold) links.push_back({edge.left, edge.right});
  const auto labels = reference::naive_components(truth.true_class.size(), links);
  return reference::naive_metrics(truth, std::vector<std::int64_t>(labels.begin(), labels.end()));
}

RC_GTEST_PROP(Sweep, is_exact_at_every_point, ()) {
  const Truth truth = random_truth(40);
  const auto edges = random_edges(truth.true_class.size());
  const auto num_points = *rc::gen::inRange<std::uint64_t>(0, 40);
  const auto points = sweep(truth, edges, num_points);
  for (const auto& point : points) {
    expect_metrics(point.metrics, naive_at(truth, edges, point.threshold_weight_log2));
    // The probability is that of the weakest edge in it.
    double weakest = 1;
    for (const auto& edge : edges)
      if (edge.weight_log2 >= point.threshold_weight_log2) weakest = std::min(weakest, edge.probability);
    RC_ASSERT(point.threshold == weakest);
  }
  if (edges.empty() || num_points == 0) {
    RC_ASSERT(points.empty());
  } else if (edges.front().weight_log2 == edges.back().weight_log2) {
    RC_ASSERT(points.size() == 1u);
  } else {
    RC_ASSERT(points.size() == num_points);
    RC_ASSERT(points.back().threshold_weight_log2 == edges.front().weight_log2);
    if (num_points > 1) RC_ASSERT(points.front().threshold_weight_log2 == edges.back().weight_log2);
  }
}

RC_GTEST_PROP(Sweep, finds_the_best_of_all_thresholds_and_the_highest_of_equals, ()) {
  const Truth truth = random_truth(40);
  const auto edges = random_edges(truth.true_class.size());
  const auto best = best_point(truth, edges);
  RC_ASSERT(best.has_value() == !edges.empty());
  if (!best) return;
  expect_metrics(best->metrics, naive_at(truth, edges, best->threshold_weight_log2));
  std::set<double> thresholds;
  for (const auto& edge : edges) thresholds.insert(edge.weight_log2);
  RC_ASSERT(thresholds.count(best->threshold_weight_log2) == 1u);
  for (const double threshold : thresholds) {
    const double f1 = naive_at(truth, edges, threshold).pairwise.f1;
    RC_ASSERT(f1 <= best->metrics.pairwise.f1);
    if (f1 == best->metrics.pairwise.f1) RC_ASSERT(threshold <= best->threshold_weight_log2);
  }
}

RC_GTEST_PROP(Completeness, is_the_share_of_true_pairs_with_an_edge_and_of_those_connected, ()) {
  const Truth truth = random_truth(40);
  const auto edges = random_edges(truth.true_class.size());
  std::set<std::pair<std::uint32_t, std::uint32_t>> linked;
  for (const auto& edge : edges) linked.insert(std::minmax(edge.left, edge.right));
  std::uint64_t found = 0;
  for (const auto& [i, j] : linked) {
    if (i == j || truth.true_class[i] == kNoClass || truth.true_class[i] != truth.true_class[j]) continue;
    if (!truth.link_only || truth.source[i] != truth.source[j]) ++found;
  }
  const auto all = naive_at(truth, edges, -1e9);
  const auto completeness = pairs_completeness(truth, edges);
  RC_ASSERT(completeness.direct == ratio(found, all.pairs.actual));
  RC_ASSERT(completeness.transitive == ratio(all.pairs.true_positive, all.pairs.actual));
}

TEST(Sweep, links_through_records_without_truth) {
  Truth truth;
  truth.true_class = {0, kNoClass, 0};
  truth.source = {0, 0, 0};
  std::vector<ScoredPair> edges{{0, 1, 5, 0.9}, {1, 2, 3, 0.7}};
  sort_by_weight(edges);
  const auto best = best_point(truth, edges);
  ASSERT_TRUE(best);
  EXPECT_EQ(best->threshold_weight_log2, 3);
  EXPECT_EQ(best->threshold, 0.7);
  EXPECT_EQ(best->metrics.pairwise.f1, 1);
}

TEST(Sweep, of_many_records_merged_in_one_cluster_stays_exact) {
  // A chain over all records: cluster sizes grow one by one, classes meet again far apart.
  constexpr std::uint32_t kNum = 20'000;
  Truth truth;
  std::vector<ScoredPair> edges;
  for (std::uint32_t i = 0; i < kNum; ++i) {
    truth.true_class.push_back(i % 5000);
    truth.source.push_back(i % 2);
    if (i > 0) edges.push_back({i - 1, i, 0.001 * (i * 7919 % kNum), 0.5});
  }
  sort_by_weight(edges);
  const auto points = sweep(truth, edges, 3);
  ASSERT_EQ(points.size(), 3u);
  const auto& m = points.front().metrics;
  EXPECT_EQ(m.pairs, (PairCounts{5000 * 6, std::uint64_t{kNum} * (kNum - 1) / 2, 5000 * 6}));
  EXPECT_NEAR(m.b_cubed.precision, 4.0 / kNum, kTolerance);
  EXPECT_EQ(m.b_cubed.recall, 1);
}

}  // namespace
}  // namespace onefold::evaluate
