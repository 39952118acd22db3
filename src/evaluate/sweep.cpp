#include "onefold/evaluate/sweep.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "evaluate/merging_clusters.hpp"

namespace onefold::evaluate {

void sort_by_weight(std::vector<ScoredPair>& edges) {
  // Equal weights are linked together: their order does not show, and is fixed all the same.
  std::sort(edges.begin(), edges.end(), [](const ScoredPair& a, const ScoredPair& b) {
    if (a.weight_log2 != b.weight_log2) return a.weight_log2 > b.weight_log2;
    return std::pair(a.left, a.right) < std::pair(b.left, b.right);
  });
}

namespace {

// Links the edges from `begin` on whose weight is at least `threshold`; returns the first one that is lighter.
std::size_t link_down_to(MergingClusters& clusters, std::span<const ScoredPair> edges, std::size_t begin, double threshold) {
  while (begin < edges.size() && edges[begin].weight_log2 >= threshold) {
    clusters.link(edges[begin].left, edges[begin].right);
    ++begin;
  }
  return begin;
}

}  // namespace

std::optional<SweepPoint> best_point(const Truth& truth, std::span<const ScoredPair> edges) {
  // A first pass over all thresholds keeps pair counts only; a second one goes to the best, for the other metrics.
  std::optional<double> best_threshold;
  double best_f1 = 0;
  MergingClusters clusters(truth);
  for (std::size_t at = 0; at < edges.size();) {
    const double threshold = edges[at].weight_log2;
    at = link_down_to(clusters, edges, at, threshold);
    const PairCounts& pairs = clusters.pairs();
    const double f1 = scores_of(pairs.true_positive, pairs.predicted, pairs.actual).f1;
    if (best_threshold && f1 <= best_f1) continue;
    best_threshold = threshold;
    best_f1 = f1;
  }
  if (!best_threshold) return std::nullopt;
  MergingClusters at_best(truth);
  const std::size_t end = link_down_to(at_best, edges, 0, *best_threshold);
  return SweepPoint{*best_threshold, edges[end - 1].probability, at_best.metrics()};
}

std::vector<SweepPoint> sweep(const Truth& truth, std::span<const ScoredPair> edges, std::uint64_t num_points) {
  std::vector<SweepPoint> points;
  if (edges.empty() || num_points == 0) return points;
  const double high = edges.front().weight_log2;
  const double low = edges.back().weight_log2;
  if (high == low) num_points = 1;

  MergingClusters clusters(truth);
  std::size_t at = 0;
  for (std::uint64_t i = 0; i < num_points; ++i) {
    // The ends exactly, so that rounding cannot leave out the lightest edge.
    const double threshold = i == 0                ? high
                             : i + 1 == num_points ? low
                                                   : high - (high - low) * static_cast<double>(i) / static_cast<double>(num_points - 1);
    at = link_down_to(clusters, edges, at, threshold);
    points.push_back({threshold, edges[at - 1].probability, clusters.metrics()});
  }
  std::reverse(points.begin(), points.end());
  return points;
}

Metrics metrics_of(const Truth& truth, std::span<const std::int64_t> cluster_id) {
  std::vector<std::uint32_t> order(cluster_id.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return std::pair(cluster_id[a], a) < std::pair(cluster_id[b], b); });
  MergingClusters clusters(truth);
  for (std::size_t i = 1; i < order.size(); ++i)
    if (cluster_id[order[i]] == cluster_id[order[i - 1]]) clusters.link(order[i - 1], order[i]);
  return clusters.metrics();
}

Completeness pairs_completeness(const Truth& truth, std::span<const ScoredPair> edges) {
  MergingClusters clusters(truth);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  for (const auto& edge : edges) {
    clusters.link(edge.left, edge.right);
    const std::uint32_t true_class = truth.true_class[edge.left];
    if (edge.left == edge.right || true_class == kNoClass || true_class != truth.true_class[edge.right]) continue;
    if (truth.link_only && truth.source[edge.left] == truth.source[edge.right]) continue;
    found.push_back(std::minmax(edge.left, edge.right));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  const PairCounts& pairs = clusters.pairs();
  return {ratio(found.size(), pairs.actual), ratio(pairs.true_positive, pairs.actual)};
}

std::uint64_t num_comparable_pairs(std::span<const std::uint32_t> source, bool link_only) {
  const auto pairs_among = [](std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; };
  std::uint64_t pairs = pairs_among(source.size());
  if (!link_only) return pairs;
  std::vector<std::uint64_t> sizes;
  for (const auto s : source) {
    if (s >= sizes.size()) sizes.resize(std::size_t{s} + 1, 0);
    ++sizes[s];
  }
  for (const auto size : sizes) pairs -= pairs_among(size);
  return pairs;
}

}  // namespace onefold::evaluate
