#include "evaluate_cases.hpp"
#include "reference/naive_metrics.hpp"

namespace onefold::evaluate {
namespace {

using Clusters = std::vector<std::int64_t>;

Truth truth_of(std::vector<std::uint32_t> classes) {
  Truth truth;
  truth.source.assign(classes.size(), 0);
  truth.true_class = std::move(classes);
  return truth;
}

RC_GTEST_PROP(Metrics, are_those_of_looking_at_every_pair, ()) {
  const Truth truth = random_truth(60);
  const auto clusters = random_clusters(truth.true_class.size());
  expect_metrics(metrics_of(truth, clusters), reference::naive_metrics(truth, clusters));
}

RC_GTEST_PROP(Metrics, of_large_clusters_of_many_classes_are_those_of_looking_at_every_pair, ()) {
  // More classes in a cluster than are searched one by one.
  Truth truth = random_truth(2);
  const auto n = *rc::gen::inRange<std::uint32_t>(100, 300);
  truth.true_class = *rc::gen::container<std::vector<std::uint32_t>>(n, rc::gen::inRange<std::uint32_t>(0, 90));
  truth.source = *rc::gen::container<std::vector<std::uint32_t>>(n, rc::gen::inRange<std::uint32_t>(0, 40));
  const auto clusters = *rc::gen::container<Clusters>(n, rc::gen::inRange<std::int64_t>(0, 4));
  expect_metrics(metrics_of(truth, clusters), reference::naive_metrics(truth, clusters));
}

TEST(Metrics, of_the_truth_itself_are_one) {
  const auto m = metrics_of(truth_of({0, 0, 1, 2, 2, 2}), Clusters{7, 7, -3, 9, 9, 9});
  for (const Scores& scores : {m.pairwise, m.b_cubed, m.exact_cluster}) {
    EXPECT_EQ(scores.precision, 1);
    EXPECT_EQ(scores.recall, 1);
    EXPECT_EQ(scores.f1, 1);
  }
  EXPECT_EQ(m.pairs, (PairCounts{4, 4, 4}));
}

TEST(Metrics, of_all_records_in_one_cluster_have_full_recall_and_little_precision) {
  const auto m = metrics_of(truth_of({0, 0, 1, 1}), Clusters{0, 0, 0, 0});
  EXPECT_EQ(m.pairs, (PairCounts{2, 6, 2}));
  EXPECT_DOUBLE_EQ(m.pairwise.precision, 1.0 / 3);
  EXPECT_DOUBLE_EQ(m.b_cubed.precision, 0.5);
  EXPECT_EQ(m.b_cubed.recall, 1);
  EXPECT_EQ(m.exact_cluster.f1, 0);
}

TEST(Metrics, of_single_records_have_full_precision_and_no_pair_recall) {
  const auto m = metrics_of(truth_of({0, 0, 1, 1, 2}), Clusters{0, 1, 2, 3, 4});
  EXPECT_EQ(m.pairwise.precision, 1);
  EXPECT_EQ(m.pairwise.recall, 0);
  EXPECT_EQ(m.pairwise.f1, 0);
  EXPECT_EQ(m.b_cubed.precision, 1);
  EXPECT_DOUBLE_EQ(m.b_cubed.recall, (4 * 0.5 + 1) / 5);
  // The single record of class 2 is the one cluster that is right, of 5 found and 3 true ones.
  EXPECT_DOUBLE_EQ(m.exact_cluster.precision, 1.0 / 5);
  EXPECT_DOUBLE_EQ(m.exact_cluster.recall, 1.0 / 3);
  EXPECT_DOUBLE_EQ(m.exact_cluster.f1, 2.0 / 8);
}

TEST(Metrics, of_a_clustering_with_every_pair_wrong_are_zero) {
  const auto m = metrics_of(truth_of({0, 0, 1, 1}), Clusters{0, 1, 0, 1});
  EXPECT_EQ(m.pairs, (PairCounts{0, 2, 2}));
  EXPECT_EQ(m.pairwise.f1, 0);
  EXPECT_EQ(m.exact_cluster.f1, 0);
  EXPECT_DOUBLE_EQ(m.b_cubed.f1, 0.5);   // each record is at least with itself
}

TEST(Metrics, b_cubed_is_what_a_hand_works_out) {
  // Clusters {a a b} {b b} {c}: precision (2/3 + 2/3 + 1/3 + 1 + 1 + 1) / 6; recall (1 + 1 + 1/3 + 2/3 + 2/3 + 1) / 6.
  const auto m = metrics_of(truth_of({0, 0, 1, 1, 1, 2}), Clusters{0, 0, 0, 3, 3, 5});
  const double precision = (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 3) / 6;
  const double recall = (2 + 1.0 / 3 + 4.0 / 3 + 1) / 6;
  EXPECT_NEAR(m.b_cubed.precision, precision, kTolerance);
  EXPECT_NEAR(m.b_cubed.recall, recall, kTolerance);
  EXPECT_NEAR(m.b_cubed.f1, 2 * precision * recall / (precision + recall), kTolerance);
}

TEST(Metrics, leave_out_records_without_truth) {
  const auto m = metrics_of(truth_of({0, kNoClass, 0, kNoClass}), Clusters{0, 0, 0, 3});
  EXPECT_EQ(m.pairs, (PairCounts{1, 1, 1}));
  EXPECT_EQ(m.num_clusters, 1u);
  EXPECT_EQ(m.exact_cluster.f1, 1);
}

TEST(Metrics, of_nothing_are_one) {
  for (const Truth& truth : {truth_of({}), truth_of({kNoClass, kNoClass})}) {
    const auto m = metrics_of(truth, Clusters(truth.true_class.size(), 0));
    EXPECT_EQ(m.pairwise.f1, 1);
    EXPECT_EQ(m.b_cubed.f1, 1);
    EXPECT_EQ(m.exact_cluster.f1, 1);
  }
}

TEST(Metrics, of_a_link_only_job_count_pairs_between_sources) {
  Truth truth = truth_of({0, 0, 0, 1});
  truth.source = {0, 0, 1, 1};
  truth.link_only = true;
  const auto m = metrics_of(truth, Clusters{0, 0, 0, 0});
  EXPECT_EQ(m.pairs, (PairCounts{2, 4, 2}));
}

TEST(ComparablePairs, are_all_pairs_or_those_between_sources) {
  const std::vector<std::uint32_t> source{0, 0, 0, 2, 2};
  EXPECT_EQ(num_comparable_pairs(source, false), 10u);
  EXPECT_EQ(num_comparable_pairs(source, true), 6u);
  EXPECT_EQ(num_comparable_pairs({}, true), 0u);
}

}  // namespace
}  // namespace onefold::evaluate
