// Truths, clusterings and edges by formula, the same on all ranks, for the tests of evaluate.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "evaluate/judge_edges.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::evaluate {

inline constexpr double kTolerance = 1e-12;

inline void expect_scores(const Scores& a, const Scores& b, const char* what) {
  EXPECT_NEAR(a.precision, b.precision, kTolerance) << what;
  EXPECT_NEAR(a.recall, b.recall, kTolerance) << what;
  EXPECT_NEAR(a.f1, b.f1, kTolerance) << what;
}

inline void expect_metrics(const Metrics& a, const Metrics& b) {
  EXPECT_EQ(a.pairs, b.pairs);
  EXPECT_EQ(a.num_clusters, b.num_clusters);
  EXPECT_EQ(a.num_true_clusters, b.num_true_clusters);
  expect_scores(a.pairwise, b.pairwise, "pairwise");
  expect_scores(a.b_cubed, b.b_cubed, "B-cubed");
  expect_scores(a.exact_cluster, b.exact_cluster, "exact cluster");
}

/// Names each set of records by its smallest record; kNoTrueClass is kept.
inline std::vector<RecordId> by_smallest(const std::vector<RecordId>& names) {
  std::map<RecordId, RecordId> smallest;
  std::vector<RecordId> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out.push_back(names[i] == kNoTrueClass ? kNoTrueClass : smallest.try_emplace(names[i], i).first->second);
  return out;
}

/// Figures over all records.
inline Labels labels_of(const std::vector<RecordId>& classes, const std::vector<RecordId>& clusters) {
  return {by_smallest(clusters), by_smallest(classes), std::vector<std::uint32_t>(classes.size(), 0), {}};
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(mix(test::kSeed, seed)) {}
  std::uint64_t below(std::uint64_t bound) { return scale_to(mix(seed_, next_++), bound); }

 private:
  std::uint64_t seed_;
  std::uint64_t next_ = 0;
};

/// Few or many classes, clusters and sources; a tenth of the records have no class.
inline Labels random_labels(Random& random, std::uint64_t max_records) {
  const std::uint64_t n = 1 + random.below(max_records);
  const std::uint64_t num_classes = 1 + random.below(n + 1);
  const std::uint64_t num_clusters = 1 + random.below(n + 1);
  const std::uint64_t num_sources = 1 + random.below(3);
  std::vector<RecordId> classes;
  std::vector<RecordId> clusters;
  std::vector<std::uint32_t> sources;
  std::vector<std::uint32_t> groups;
  const bool alike = random.below(2) == 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    classes.push_back(random.below(10) == 0 ? kNoTrueClass : random.below(num_classes));
    // Half of the clusterings are close to the truth.
    clusters.push_back(alike && classes.back() != kNoTrueClass && random.below(4) > 0 ? classes.back()
                                                                                      : random.below(num_clusters));
    sources.push_back(static_cast<std::uint32_t>(random.below(num_sources)));
    groups.push_back(static_cast<std::uint32_t>(random.below(3)));
  }
  Labels labels = labels_of(classes, clusters);
  labels.source = sources;
  labels.group = groups;
  return labels;
}

/// Few distinct weights, so that many are equal; no pair twice.
inline std::vector<ScoredPair> random_edges(Random& random, std::uint64_t num_records) {
  std::map<std::pair<RecordId, RecordId>, ScoredPair> edges;
  const std::uint64_t wanted = random.below(3 * num_records);
  for (std::uint64_t i = 0; i < wanted && num_records > 1; ++i) {
    const RecordId a = random.below(num_records);
    const RecordId b = random.below(num_records);
    if (a == b) continue;
    const auto [left, right] = std::minmax(a, b);
    edges.try_emplace({left, right}, ScoredPair{left, right, (static_cast<double>(random.below(17)) - 8) / 2,
                                                static_cast<std::uint32_t>(random.below(2))});
  }
  std::vector<ScoredPair> out;
  for (const auto& [pair, edge] : edges) out.push_back(edge);
  return out;
}

/// This rank's part of the labels of all records.
inline Labels local_part(const Labels& all, const BlockDistribution& distribution) {
  const auto first = static_cast<std::ptrdiff_t>(distribution.begin(test::world().rank()));
  const auto last = static_cast<std::ptrdiff_t>(distribution.end(test::world().rank()));
  const auto part = [&](const auto& values) {
    return std::decay_t<decltype(values)>(values.begin() + first, values.begin() + last);
  };
  return {part(all.cluster), part(all.true_class), part(all.source),
          all.group.empty() ? std::vector<std::uint32_t>{} : part(all.group)};
}

/// Collective.
inline Comparison compare(const Labels& all, CompareOptions options = {}) {
  const BlockDistribution distribution(all.cluster.size(), test::world().size());
  for (const auto source : all.source) options.num_sources = std::max<std::uint64_t>(options.num_sources, source + 1);
  return compare_clusters(test::world(), distribution, local_part(all, distribution), options);
}

/// Collective. Edges are on arbitrary ranks.
inline EdgeFindings judge(const Labels& all, const std::vector<ScoredPair>& edges, JudgeOptions options) {
  const auto& world = test::world();
  const BlockDistribution distribution(all.cluster.size(), world.size());
  std::vector<ScoredPair> local;
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (mix(3, i) % static_cast<std::uint64_t>(world.size()) == static_cast<std::uint64_t>(world.rank()))
      local.push_back(edges[i]);
  const auto counts = compare(all, {.link_only = options.link_only}).counts;
  options.num_rules = 2;
  return judge_edges(world, distribution, local_part(all, distribution), local, counts, options);
}

}  // namespace onefold::evaluate
