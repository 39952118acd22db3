// Random truths, clusterings and edges for the tests of evaluate.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <vector>

#include "onefold/evaluate/sweep.hpp"

namespace onefold::evaluate {

inline constexpr double kTolerance = 1e-12;

inline void expect_scores(const Scores& a, const Scores& b, const char* what) {
  EXPECT_NEAR(a.precision, b.precision, kTolerance) << what;
  EXPECT_NEAR(a.recall, b.recall, kTolerance) << what;
  EXPECT_NEAR(a.f1, b.f1, kTolerance) << what;
}

inline void expect_metrics(const Metrics& a, const Metrics& b) {
  EXPECT_EQ(a.pairs.true_positive, b.pairs.true_positive);
  EXPECT_EQ(a.pairs.predicted, b.pairs.predicted);
  EXPECT_EQ(a.pairs.actual, b.pairs.actual);
  EXPECT_EQ(a.num_clusters, b.num_clusters);
  EXPECT_EQ(a.num_true_clusters, b.num_true_clusters);
  expect_scores(a.pairwise, b.pairwise, "pairwise");
  expect_scores(a.b_cubed, b.b_cubed, "B-cubed");
  expect_scores(a.exact_cluster, b.exact_cluster, "exact cluster");
}

/// A truth of few or many classes and sources; some records without a class.
inline Truth random_truth(std::uint32_t max_records) {
  const auto n = *rc::gen::inRange<std::uint32_t>(1, max_records);
  const auto num_classes = *rc::gen::inRange<std::uint32_t>(1, n + 2);
  const auto num_sources = *rc::gen::inRange<std::uint32_t>(1, 4);
  Truth truth;
  truth.true_class = *rc::gen::container<std::vector<std::uint32_t>>(
      n, rc::gen::weightedOneOf<std::uint32_t>({{9, rc::gen::inRange<std::uint32_t>(0, num_classes)}, {1, rc::gen::just(kNoClass)}}));
  truth.source = *rc::gen::container<std::vector<std::uint32_t>>(n, rc::gen::inRange<std::uint32_t>(0, num_sources));
  truth.link_only = *rc::gen::arbitrary<bool>();
  return truth;
}

inline std::vector<std::int64_t> random_clusters(std::size_t n) {
  const auto num_clusters = *rc::gen::inRange<std::int64_t>(1, static_cast<std::int64_t>(n) + 2);
  return *rc::gen::container<std::vector<std::int64_t>>(n, rc::gen::inRange<std::int64_t>(0, num_clusters));
}

/// Few distinct weights, so that many are equal; loops and repetitions too.
inline std::vector<ScoredPair> random_edges(std::size_t n) {
  const auto num_edges = *rc::gen::inRange<std::size_t>(0, 3 * n);
  std::vector<ScoredPair> edges;
  for (std::size_t i = 0; i < num_edges; ++i) {
    const auto weight = *rc::gen::inRange(-8, 9);
    edges.push_back({*rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(n)),
                     *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(n)), weight / 2.0, (weight + 9) / 20.0});
  }
  sort_by_weight(edges);
  return edges;
}

}  // namespace onefold::evaluate
