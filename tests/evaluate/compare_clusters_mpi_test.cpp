#include "evaluate/compare_clusters.hpp"
#include "evaluate/evaluate_cases.hpp"
#include "reference/naive_metrics.hpp"

namespace onefold::evaluate {
namespace {

using Ids = std::vector<RecordId>;

void expect_figures(const PartitionFigures& a, const PartitionFigures& b) {
  expect_scores(a.closest_cluster, b.closest_cluster, "closest cluster");
  EXPECT_NEAR(a.adjusted_rand_index, b.adjusted_rand_index, 1e-9);
  EXPECT_NEAR(a.homogeneity, b.homogeneity, 1e-9);
  EXPECT_NEAR(a.completeness, b.completeness, 1e-9);
  EXPECT_NEAR(a.v_measure, b.v_measure, 1e-9);
  EXPECT_NEAR(a.variation_of_information_bits, b.variation_of_information_bits, 1e-9);
  EXPECT_EQ(a.num_splits, b.num_splits);
  EXPECT_EQ(a.num_merges, b.num_merges);
}

TEST(CompareClusters, agrees_with_looking_at_every_pair_and_every_set) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    const Labels labels = random_labels(random, seed < 100 ? 30 : 200);
    const bool link_only = random.below(3) == 0;
    const auto found = compare(labels, {.link_only = link_only});
    expect_metrics(metrics_of(found.counts), reference::naive_metrics(labels, link_only));
    expect_figures(figures_of(found.partition), reference::naive_figures(labels));
  }
}

TEST(CompareClusters, the_merge_distance_is_false_and_missed_pairs_or_the_variation_of_information_by_its_costs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    Random random(1000 + seed);
    const Labels labels = random_labels(random, 60);
    const auto found = compare(labels);
    const auto n = static_cast<double>(found.counts.num_records);
    const auto nothing = [](double, double) { return 0.0; };
    const auto pairs = [](double x, double y) { return x * y; };
    EXPECT_EQ(reference::naive_merge_distance(labels, pairs, nothing),
              static_cast<double>(found.counts.pairs.predicted - found.counts.pairs.true_positive));
    EXPECT_EQ(reference::naive_merge_distance(labels, nothing, pairs),
              static_cast<double>(found.counts.pairs.actual - found.counts.pairs.true_positive));
    const auto information = [&](double x, double y) {
      return ((x + y) * std::log2(x + y) - x * std::log2(x) - y * std::log2(y)) / n;
    };
    EXPECT_NEAR(reference::naive_merge_distance(labels, information, information),
                figures_of(found.partition).variation_of_information_bits, 1e-9);
  }
}

TEST(CompareClusters, pairs_of_each_two_sources_are_those_of_looking_at_every_pair) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Random random(2000 + seed);
    const Labels labels = random_labels(random, 60);
    for (const bool link_only : {false, true}) {
      const auto found = compare(labels, {.num_sources = 4, .link_only = link_only});
      std::vector<PairCounts> naive(16);
      for (std::size_t i = 0; i < labels.cluster.size(); ++i)
        for (std::size_t j = i + 1; j < labels.cluster.size(); ++j) {
          if (labels.true_class[i] == kNoTrueClass || labels.true_class[j] == kNoTrueClass) continue;
          const auto [s, t] = std::minmax(labels.source[i], labels.source[j]);
          if (link_only && s == t) continue;
          const bool predicted = labels.cluster[i] == labels.cluster[j];
          const bool actual = labels.true_class[i] == labels.true_class[j];
          naive[s * 4 + t] += {predicted && actual ? 1u : 0u, predicted ? 1u : 0u, actual ? 1u : 0u};
        }
      EXPECT_EQ(found.by_source, naive);
    }
  }
}

TEST(CompareClusters, a_subgroup_compares_its_records_with_all_others) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Random random(3000 + seed);
    const Labels labels = random_labels(random, 60);
    for (const bool link_only : {false, true}) {
      const auto found = compare(labels, {.num_groups = 3, .link_only = link_only}).by_group;
      for (std::uint32_t g = 0; g < 3; ++g) {
        GroupCounts naive;
        double precision = 0;
        double recall = 0;
        for (std::size_t i = 0; i < labels.cluster.size(); ++i) {
          if (labels.group[i] != g || labels.true_class[i] == kNoTrueClass) continue;
          ++naive.num_records;
          double both = 0, in_cluster = 0, in_class = 0;
          for (std::size_t j = 0; j < labels.cluster.size(); ++j) {
            if (labels.true_class[j] == kNoTrueClass) continue;
            const bool predicted = labels.cluster[i] == labels.cluster[j];
            const bool actual = labels.true_class[i] == labels.true_class[j];
            both += predicted && actual;
            in_cluster += predicted;
            in_class += actual;
            if (i == j || (link_only && labels.source[i] == labels.source[j])) continue;
            naive.partners += {predicted && actual ? 1u : 0u, predicted ? 1u : 0u, actual ? 1u : 0u};
          }
          precision += both / in_cluster;
          recall += both / in_class;
        }
        EXPECT_EQ(found[g].num_records, naive.num_records);
        EXPECT_EQ(found[g].partners, naive.partners);
        EXPECT_NEAR(found[g].b_cubed_precision.value(), precision, 1e-12);
        EXPECT_NEAR(found[g].b_cubed_recall.value(), recall, 1e-12);
      }
    }
  }
}

TEST(CompareClusters, lists_what_is_merged_and_split_worst_first) {
  // Clusters {0 1 2 3}, {4 5}, {6}, {7}; classes {0 1}, {2 3}, {4 6 7}, {5}.
  const Labels labels = labels_of({0, 0, 1, 1, 2, 3, 2, 2}, {0, 0, 0, 0, 1, 1, 2, 3});
  const auto found = compare(labels, {.num_mistakes = 5});
  ASSERT_EQ(found.merged.size(), 2u);
  EXPECT_EQ(found.merged[0].id, 0u);
  EXPECT_EQ(found.merged[0].size, 4u);
  EXPECT_EQ(found.merged[0].num_parts, 2u);
  EXPECT_EQ(found.merged[0].num_pairs, 4u);
  EXPECT_EQ(found.merged[1].id, 4u);
  ASSERT_EQ(found.split.size(), 1u);
  EXPECT_EQ(found.split[0].id, 4u);
  EXPECT_EQ(found.split[0].num_parts, 3u);
  EXPECT_EQ(found.split[0].num_pairs, 3u);
  EXPECT_EQ(compare(labels, {.num_mistakes = 1}).merged.size(), 1u);
}

TEST(CompareClusters, of_the_truth_itself_gives_one_everywhere_and_a_distance_of_zero) {
  const auto found = compare(labels_of({0, 0, 1, 2, 2, 2}, {7, 7, 3, 9, 9, 9}));
  const auto m = metrics_of(found.counts);
  const auto f = figures_of(found.partition);
  for (const Scores& scores : {m.pairwise, m.b_cubed, m.exact_cluster, f.closest_cluster}) {
    EXPECT_EQ(scores.precision, 1);
    EXPECT_EQ(scores.recall, 1);
    EXPECT_EQ(scores.f1, 1);
  }
  EXPECT_EQ(m.pairs, (PairCounts{4, 4, 4}));
  EXPECT_EQ(f.adjusted_rand_index, 1);
  EXPECT_EQ(f.v_measure, 1);
  EXPECT_EQ(f.variation_of_information_bits, 0);
  EXPECT_EQ(f.num_splits + f.num_merges, 0u);
}

TEST(CompareClusters, of_all_records_in_one_cluster_gives_full_recall_and_little_precision) {
  const auto found = compare(labels_of({0, 0, 1, 1}, {0, 0, 0, 0}));
  const auto m = metrics_of(found.counts);
  EXPECT_EQ(m.pairs, (PairCounts{2, 6, 2}));
  EXPECT_DOUBLE_EQ(m.pairwise.precision, 1.0 / 3);
  EXPECT_DOUBLE_EQ(m.b_cubed.precision, 0.5);
  EXPECT_EQ(m.b_cubed.recall, 1);
  EXPECT_EQ(m.exact_cluster.f1, 0);
  const auto f = figures_of(found.partition);
  EXPECT_EQ(f.homogeneity, 0);
  EXPECT_EQ(f.completeness, 1);
  EXPECT_EQ(f.variation_of_information_bits, 1);  // one bit per record decides between the two
  EXPECT_EQ(f.adjusted_rand_index, 0);
}

TEST(CompareClusters, of_single_records_gives_full_precision_and_no_pair_recall) {
  const auto m = metrics_of(compare(labels_of({0, 0, 1, 1, 2}, {0, 1, 2, 3, 4})).counts);
  EXPECT_EQ(m.pairwise.precision, 1);
  EXPECT_EQ(m.pairwise.recall, 0);
  EXPECT_EQ(m.pairwise.f1, 0);
  EXPECT_DOUBLE_EQ(m.b_cubed.recall, (4 * 0.5 + 1) / 5);
  // The single record of class 2 is the only correct cluster, of 5 clusters and 3 classes.
  EXPECT_DOUBLE_EQ(m.exact_cluster.precision, 1.0 / 5);
  EXPECT_DOUBLE_EQ(m.exact_cluster.recall, 1.0 / 3);
  EXPECT_DOUBLE_EQ(m.exact_cluster.f1, 2.0 / 8);
}

TEST(CompareClusters, b_cubed_equals_the_hand_computation) {
  // Clusters {a a b} {b b} {c}: precision (2/3 + 2/3 + 1/3 + 1 + 1 + 1) / 6; recall (1 + 1 + 1/3 + 2/3 + 2/3 + 1) / 6.
  const auto m = metrics_of(compare(labels_of({0, 0, 1, 1, 1, 2}, {0, 0, 0, 3, 3, 5})).counts);
  EXPECT_NEAR(m.b_cubed.precision, (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 3) / 6, kTolerance);
  EXPECT_NEAR(m.b_cubed.recall, (2 + 1.0 / 3 + 4.0 / 3 + 1) / 6, kTolerance);
}

TEST(CompareClusters, leaves_out_records_without_truth_and_of_nothing_gives_one) {
  const auto m = metrics_of(compare(labels_of({0, kNoTrueClass, 0, kNoTrueClass}, {0, 0, 0, 3})).counts);
  EXPECT_EQ(m.pairs, (PairCounts{1, 1, 1}));
  EXPECT_EQ(m.num_clusters, 1u);
  EXPECT_EQ(m.exact_cluster.f1, 1);
  for (const Ids& classes : {Ids{}, Ids{kNoTrueClass, kNoTrueClass}}) {
    const auto nothing = compare(labels_of(classes, Ids(classes.size(), 0)));
    EXPECT_EQ(metrics_of(nothing.counts).pairwise.f1, 1);
    EXPECT_EQ(metrics_of(nothing.counts).b_cubed.f1, 1);
    EXPECT_EQ(figures_of(nothing.partition).closest_cluster.f1, 1);
  }
}

TEST(FractionSum, does_not_depend_on_the_order_and_is_exact_for_whole_numbers) {
  FractionSum up;
  FractionSum down;
  double naive = 0;
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    up.add(i, 1000, 3);
    down.add(1001 - i, 1000, 3);
    naive += 3 * static_cast<double>(i) / 1000;
  }
  EXPECT_EQ(up.high, down.high);
  EXPECT_EQ(up.low, down.low);
  EXPECT_NEAR(up.value(), naive, 1e-9);
  FractionSum ones;
  ones.add(7, 7, 1'000'000);
  EXPECT_EQ(ones.value(), 1'000'000);
}

TEST(ComparablePairs, are_all_pairs_or_those_between_sources) {
  const std::vector<std::uint64_t> sizes{3, 0, 2};
  EXPECT_EQ(num_comparable_pairs(sizes, false), 10u);
  EXPECT_EQ(num_comparable_pairs(sizes, true), 6u);
  EXPECT_EQ(num_comparable_pairs({}, true), 0u);
}

}  // namespace
}  // namespace onefold::evaluate
