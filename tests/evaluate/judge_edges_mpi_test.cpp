#include <set>

#include "evaluate/evaluate_cases.hpp"
#include "evaluate/judge_edges.hpp"
#include "reference/naive_components.hpp"
#include "reference/naive_metrics.hpp"

namespace onefold::evaluate {
namespace {

// The naive definition: the components of the edges at or above the threshold, then every pair.
Metrics naive_at(Labels labels, const std::vector<ScoredPair>& edges, double threshold, bool link_only) {
  std::vector<Link> links;
  for (const auto& edge : edges)
    if (edge.weight_log2 >= threshold) links.push_back({edge.left, edge.right});
  labels.cluster = reference::naive_components(labels.true_class.size(), links);
  return reference::naive_metrics(labels, link_only);
}

TEST(JudgeEdges, the_sweep_is_exact_at_every_point) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    Random random(4000 + seed);
    const Labels labels = random_labels(random, 50);
    const auto edges = random_edges(random, labels.cluster.size());
    const bool link_only = random.below(3) == 0;
    const std::uint64_t num_points = random.below(20);
    const auto points = judge(labels, edges, {.link_only = link_only, .num_points = num_points}).sweep;
    double high = -100, low = 100;
    for (const auto& edge : edges) {
      high = std::max(high, edge.weight_log2);
      low = std::min(low, edge.weight_log2);
    }
    EXPECT_EQ(points.size(), edges.empty() ? 0u : high == low ? std::min<std::uint64_t>(num_points, 1) : num_points);
    for (const auto& point : points) {
      expect_metrics(point.metrics, naive_at(labels, edges, point.threshold_weight_log2, link_only));
      // The probability is that of the weakest edge in it.
      double weakest = 1;
      for (const auto& edge : edges)
        if (edge.weight_log2 >= point.threshold_weight_log2)
          weakest = std::min(weakest, probability_of(edge.weight_log2));
      EXPECT_EQ(point.threshold, weakest);
    }
    if (points.empty()) continue;
    EXPECT_EQ(points.back().threshold_weight_log2, high);
    EXPECT_EQ(points.front().threshold_weight_log2, points.size() > 1 ? low : high);
  }
}

TEST(JudgeEdges, finds_the_best_of_all_thresholds_and_the_highest_of_equals) {
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    SCOPED_TRACE(seed);
    Random random(5000 + seed);
    const Labels labels = random_labels(random, 50);
    const auto edges = random_edges(random, labels.cluster.size());
    const bool link_only = random.below(3) == 0;
    const auto best = judge(labels, edges, {.link_only = link_only, .num_points = random.below(3)}).best;
    EXPECT_EQ(best.has_value(), !edges.empty());
    if (!best) continue;
    expect_metrics(best->metrics, naive_at(labels, edges, best->threshold_weight_log2, link_only));
    std::set<double> thresholds;
    for (const auto& edge : edges) thresholds.insert(edge.weight_log2);
    EXPECT_EQ(thresholds.count(best->threshold_weight_log2), 1u);
    for (const double threshold : thresholds) {
      const double f1 = naive_at(labels, edges, threshold, link_only).pairwise.f1;
      EXPECT_LE(f1, best->metrics.pairwise.f1);
      EXPECT_TRUE(f1 < best->metrics.pairwise.f1 || threshold <= best->threshold_weight_log2);
    }
  }
}

TEST(JudgeEdges, judges_each_edge_by_its_rule_and_lists_the_worst) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    Random random(6000 + seed);
    const Labels labels = random_labels(random, 40);
    const auto edges = random_edges(random, labels.cluster.size());
    const bool link_only = random.below(3) == 0;
    const double threshold = 1;
    const auto found =
        judge(labels, edges, {.link_only = link_only, .threshold_weight_log2 = threshold, .num_mistakes = 3});
    std::vector<RuleFindings> rules(2);
    std::vector<ScoredPair> wrong, missed;
    for (const auto& edge : edges) {
      auto& rule = rules[edge.rule];
      const RecordId a = labels.true_class[edge.left];
      const RecordId b = labels.true_class[edge.right];
      const bool counts = !link_only || labels.source[edge.left] != labels.source[edge.right];
      const bool judged = a != kNoTrueClass && b != kNoTrueClass && counts;
      const bool together = labels.cluster[edge.left] == labels.cluster[edge.right];
      const bool link = edge.weight_log2 >= threshold;
      rule.num_edges += 1;
      rule.num_links += link;
      rule.num_judged_edges += judged;
      rule.num_judged_links += judged && link;
      rule.num_true_edges += judged && a == b;
      rule.num_true_links += judged && a == b && link;
      if (judged && a != b && link && together) wrong.push_back(edge);
      if (judged && a == b && !together) missed.push_back(edge);
    }
    std::stable_sort(wrong.begin(), wrong.end(),
                     [](const auto& x, const auto& y) { return x.weight_log2 > y.weight_log2; });
    std::stable_sort(missed.begin(), missed.end(),
                     [](const auto& x, const auto& y) { return x.weight_log2 < y.weight_log2; });
    wrong.resize(std::min<std::size_t>(wrong.size(), 3));
    missed.resize(std::min<std::size_t>(missed.size(), 3));
    EXPECT_EQ(found.false_links, wrong);
    EXPECT_EQ(found.missed_pairs, missed);
    for (std::size_t r = 0; r < 2; ++r) {
      EXPECT_EQ(found.rules[r].num_edges, rules[r].num_edges);
      EXPECT_EQ(found.rules[r].num_judged_edges, rules[r].num_judged_edges);
      EXPECT_EQ(found.rules[r].num_true_edges, rules[r].num_true_edges);
      EXPECT_EQ(found.rules[r].num_links, rules[r].num_links);
      EXPECT_EQ(found.rules[r].num_judged_links, rules[r].num_judged_links);
      EXPECT_EQ(found.rules[r].num_true_links, rules[r].num_true_links);
    }
    const auto all = naive_at(labels, edges, -1e9, link_only);
    EXPECT_EQ(found.completeness.direct, ratio(rules[0].num_true_edges + rules[1].num_true_edges, all.pairs.actual));
    EXPECT_EQ(found.completeness.transitive, ratio(all.pairs.true_positive, all.pairs.actual));
  }
}

TEST(JudgeEdges, reliability_uses_probabilities_among_rivals_if_the_result_has_them) {
  const Labels labels = labels_of({0, 0, 1}, {0, 0, 1});
  const auto found = judge(labels, {{0, 1, 5, 0, 0.97F}, {1, 2, 5, 0, 0.02F}, {0, 2, -1, 0}}, {}).reliability;
  EXPECT_EQ(found.bins[12].pairs, 1U);
  EXPECT_EQ(found.bins[12].matches, 1U);
  EXPECT_EQ(found.bins[1].pairs, 1U);
  EXPECT_EQ(found.bins[1].matches, 0U);
  EXPECT_EQ(found.bins[5].pairs, 1U) << "an edge without it counts with its match probability, 1 / 3";
}

TEST(JudgeEdges, links_through_records_without_truth) {
  const Labels labels = labels_of({0, kNoTrueClass, 0}, {0, 1, 2});
  const auto best = judge(labels, {{0, 1, 5, 0}, {1, 2, 3, 0}}, {}).best;
  ASSERT_TRUE(best);
  EXPECT_EQ(best->threshold_weight_log2, 3);
  EXPECT_EQ(best->threshold, probability_of(3));
  EXPECT_EQ(best->metrics.pairwise.f1, 1);
}

TEST(JudgeEdges, of_many_records_merged_in_one_cluster_stays_exact) {
  // A chain over all records: cluster sizes grow one by one, classes meet again far apart.
  constexpr std::uint32_t kNum = 20'000;
  std::vector<RecordId> classes;
  std::vector<ScoredPair> edges;
  for (std::uint32_t i = 0; i < kNum; ++i) {
    classes.push_back(i % 5000);
    if (i > 0) edges.push_back({i - 1, i, 0.001 * (i * 7919 % kNum), 0});
  }
  const auto points = judge(labels_of(classes, classes), edges, {.num_points = 3}).sweep;
  ASSERT_EQ(points.size(), 3u);
  const auto& m = points.front().metrics;
  EXPECT_EQ(m.pairs, (PairCounts{5000 * 6, std::uint64_t{kNum} * (kNum - 1) / 2, 5000 * 6}));
  EXPECT_NEAR(m.b_cubed.precision, 4.0 / kNum, kTolerance);
  EXPECT_EQ(m.b_cubed.recall, 1);
}

}  // namespace
}  // namespace onefold::evaluate
