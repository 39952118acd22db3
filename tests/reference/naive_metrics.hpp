// Naive twin of the metrics of a clustering: looks at every pair of records, straight from the definitions.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "onefold/evaluate/metrics.hpp"
#include "onefold/evaluate/truth.hpp"

namespace onefold::reference {

inline evaluate::Metrics naive_metrics(const evaluate::Truth& truth, std::span<const std::int64_t> cluster_id) {
  const auto& classes = truth.true_class;
  evaluate::Metrics m;
  std::map<std::int64_t, std::set<std::size_t>> clusters;
  std::map<std::uint32_t, std::set<std::size_t>> true_clusters;
  double precision = 0, recall = 0;
  std::uint64_t num_records = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i] == evaluate::kNoClass) continue;
    clusters[cluster_id[i]].insert(i);
    true_clusters[classes[i]].insert(i);
    double both = 0, in_cluster = 0, in_class = 0;
    for (std::size_t j = 0; j < classes.size(); ++j) {
      if (classes[j] == evaluate::kNoClass) continue;
      const bool predicted = cluster_id[i] == cluster_id[j];
      const bool actual = classes[i] == classes[j];
      both += predicted && actual ? 1 : 0;
      in_cluster += predicted ? 1 : 0;
      in_class += actual ? 1 : 0;
      if (j <= i || (truth.link_only && truth.source[i] == truth.source[j])) continue;
      m.pairs.predicted += predicted ? 1 : 0;
      m.pairs.actual += actual ? 1 : 0;
      m.pairs.true_positive += predicted && actual ? 1 : 0;
    }
    precision += both / in_cluster;
    recall += both / in_class;
    ++num_records;
  }
  std::uint64_t num_exact = 0;
  for (const auto& [cluster, members] : clusters)
    for (const auto& [true_class, true_members] : true_clusters) num_exact += members == true_members ? 1 : 0;
  const auto over = [](double a, double b) { return b == 0 ? 1.0 : a / b; };
  const auto f1 = [&](double p, double r) { return p + r == 0 ? 0.0 : 2 * p * r / (p + r); };
  const auto number = [](std::uint64_t n) { return static_cast<double>(n); };
  m.pairwise.precision = over(number(m.pairs.true_positive), number(m.pairs.predicted));
  m.pairwise.recall = over(number(m.pairs.true_positive), number(m.pairs.actual));
  m.pairwise.f1 = over(2 * number(m.pairs.true_positive), number(m.pairs.predicted) + number(m.pairs.actual));
  m.b_cubed.precision = over(precision, number(num_records));
  m.b_cubed.recall = over(recall, number(num_records));
  m.b_cubed.f1 = f1(m.b_cubed.precision, m.b_cubed.recall);
  m.exact_cluster.precision = over(number(num_exact), number(clusters.size()));
  m.exact_cluster.recall = over(number(num_exact), number(true_clusters.size()));
  m.exact_cluster.f1 = over(2 * number(num_exact), number(clusters.size() + true_clusters.size()));
  m.num_clusters = clusters.size();
  m.num_true_clusters = true_clusters.size();
  return m;
}

}  // namespace onefold::reference
