// Naive twin of the metrics of a clustering: looks at every pair of records, directly from the definitions. All
// arguments cover all records.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "evaluate/compare_clusters.hpp"

namespace onefold::reference {

inline evaluate::Metrics naive_metrics(const evaluate::Labels& labels, bool link_only) {
  const auto& classes = labels.true_class;
  const auto& cluster_id = labels.cluster;
  evaluate::Metrics m;
  std::map<RecordId, std::set<std::size_t>> clusters;
  std::map<RecordId, std::set<std::size_t>> true_clusters;
  double precision = 0, recall = 0;
  std::uint64_t num_records = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i] == evaluate::kNoTrueClass) continue;
    clusters[cluster_id[i]].insert(i);
    true_clusters[classes[i]].insert(i);
    double both = 0, in_cluster = 0, in_class = 0;
    for (std::size_t j = 0; j < classes.size(); ++j) {
      if (classes[j] == evaluate::kNoTrueClass) continue;
      const bool predicted = cluster_id[i] == cluster_id[j];
      const bool actual = classes[i] == classes[j];
      both += predicted && actual ? 1 : 0;
      in_cluster += predicted ? 1 : 0;
      in_class += actual ? 1 : 0;
      if (j <= i || (link_only && labels.source[i] == labels.source[j])) continue;
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

/// The records of each cluster, or of each class, without those whose class is unknown.
inline std::vector<std::set<std::size_t>> naive_sets(const evaluate::Labels& labels, const std::vector<RecordId>& of) {
  std::map<RecordId, std::set<std::size_t>> sets;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (labels.true_class[i] != evaluate::kNoTrueClass) sets[of[i]].insert(i);
  std::vector<std::set<std::size_t>> out;
  for (const auto& [id, set] : sets) out.push_back(set);
  return out;
}

inline std::size_t naive_overlap(const std::set<std::size_t>& a, const std::set<std::size_t>& b) {
  std::size_t both = 0;
  for (const auto x : a) both += b.count(x);
  return both;
}

/// The generalised merge distance, in one pass through the sets that are to be made ("slice"): Menestrina, Whang,
/// Garcia-Molina, PVLDB 3 (2010). `split` and `merge` give the cost of one step, for the sizes x and y of the two
/// pieces.
template <typename Split, typename Merge>
double naive_merge_distance(const evaluate::Labels& labels, const Split& split, const Merge& merge) {
  std::map<RecordId, std::size_t> left;  // of each cluster: records that are not yet in a finished class
  for (std::size_t i = 0; i < labels.cluster.size(); ++i)
    if (labels.true_class[i] != evaluate::kNoTrueClass) ++left[labels.cluster[i]];
  double cost = 0;
  for (const auto& true_class : naive_sets(labels, labels.true_class)) {
    std::map<RecordId, std::size_t> pieces;
    for (const auto record : true_class) ++pieces[labels.cluster[record]];
    std::size_t made = 0;
    for (const auto& [cluster, count] : pieces) {
      if (left[cluster] > count) cost += split(static_cast<double>(count), static_cast<double>(left[cluster] - count));
      left[cluster] -= count;
      if (made > 0) cost += merge(static_cast<double>(count), static_cast<double>(made));
      made += count;
    }
  }
  return cost;
}

/// By the definitions; entropies and the adjusted Rand index from probabilities of records and pairs of records.
inline evaluate::PartitionFigures naive_figures(const evaluate::Labels& labels) {
  const auto clusters = naive_sets(labels, labels.cluster);
  const auto classes = naive_sets(labels, labels.true_class);
  evaluate::PartitionFigures figures;
  double n = 0;
  for (const auto& set : clusters) n += static_cast<double>(set.size());
  if (n == 0) return figures;

  const auto mean_closeness = [](const auto& of, const auto& to) {
    double sum = 0;
    for (const auto& a : of) {
      double best = 0;
      for (const auto& b : to) {
        const auto both = static_cast<double>(naive_overlap(a, b));
        best = std::max(best, both / (static_cast<double>(a.size() + b.size()) - both));
      }
      sum += best;
    }
    return sum / static_cast<double>(of.size());
  };
  const double precision = mean_closeness(clusters, classes);
  const double recall = mean_closeness(classes, clusters);
  figures.closest_cluster = {precision, recall, 2 * precision * recall / (precision + recall)};

  const auto entropy = [&](const auto& sets) {
    double sum = 0;
    for (const auto& set : sets)
      sum -= static_cast<double>(set.size()) / n * std::log2(static_cast<double>(set.size()) / n);
    return sum;
  };
  double mutual = 0;
  for (const auto& a : clusters)
    for (const auto& b : classes)
      if (const auto both = static_cast<double>(naive_overlap(a, b)); both > 0)
        mutual += both / n * std::log2(both * n / (static_cast<double>(a.size()) * static_cast<double>(b.size())));
  const double of_clusters = entropy(clusters);
  const double of_classes = entropy(classes);
  figures.homogeneity = classes.size() < 2 ? 1 : mutual / of_classes;
  figures.completeness = clusters.size() < 2 ? 1 : mutual / of_clusters;
  figures.v_measure =
      figures.homogeneity + figures.completeness == 0
          ? 0
          : 2 * figures.homogeneity * figures.completeness / (figures.homogeneity + figures.completeness);
  figures.variation_of_information_bits = of_clusters + of_classes - 2 * mutual;

  // Numbers of pairs: a: together in both; b, c: in only one; d: in neither. Hubert and Arabie's index in these terms.
  double a = 0, b = 0, c = 0, d = 0;
  for (std::size_t i = 0; i < labels.cluster.size(); ++i)
    for (std::size_t j = i + 1; j < labels.cluster.size(); ++j) {
      if (labels.true_class[i] == evaluate::kNoTrueClass || labels.true_class[j] == evaluate::kNoTrueClass) continue;
      const bool predicted = labels.cluster[i] == labels.cluster[j];
      const bool actual = labels.true_class[i] == labels.true_class[j];
      (predicted ? (actual ? a : b) : (actual ? c : d)) += 1;
    }
  const double below = (a + b) * (b + d) + (a + c) * (c + d);
  figures.adjusted_rand_index = below == 0 ? 1 : 2 * (a * d - b * c) / below;

  const auto one = [](double, double) { return 1.0; };
  const auto nothing = [](double, double) { return 0.0; };
  figures.num_splits = static_cast<std::uint64_t>(naive_merge_distance(labels, one, nothing));
  figures.num_merges = static_cast<std::uint64_t>(naive_merge_distance(labels, nothing, one));
  return figures;
}

}  // namespace onefold::reference
