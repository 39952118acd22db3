#include "evaluate/metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "record/hash.hpp"

namespace onefold::evaluate {

namespace {

// Sum over sizes of amount / size, over the number of records.
double mean_share(const Histogram& squares_by_size, std::uint64_t num_records) {
  if (num_records == 0) return 1.0;
  double sum = 0;
  for (const auto& [size, squares] : squares_by_size) sum += static_cast<double>(squares) / static_cast<double>(size);
  return sum / static_cast<double>(num_records);
}

// Sum over the parts of size log2(size).
double weighted_logs(const Histogram& sizes) {
  double sum = 0;
  for (const auto& [size, count] : sizes) {
    const auto n = static_cast<double>(size);
    sum += static_cast<double>(count) * n * std::log2(n);
  }
  return sum;
}

std::uint64_t num_parts(const Histogram& sizes) {
  std::uint64_t sum = 0;
  for (const auto& [size, count] : sizes) sum += count;
  return sum;
}

// Returns a float: (number of pairs)^2 exceeds 64 bits.
double num_pairs(const Histogram& sizes) {
  double sum = 0;
  for (const auto& [size, count] : sizes) sum += static_cast<double>(count) * static_cast<double>(pairs_among(size));
  return sum;
}

double adjusted_rand_index(const PartitionCounts& counts, std::uint64_t num_records) {
  const double both = num_pairs(counts.cells);
  const double predicted = num_pairs(counts.clusters);
  const double actual = num_pairs(counts.classes);
  const double all = static_cast<double>(pairs_among(num_records));
  const double expected = all == 0 ? 0 : predicted / all * actual;
  const double most = (predicted + actual) / 2;
  return most == expected ? 1.0 : (both - expected) / (most - expected);
}

}  // namespace

void FractionSum::add(std::uint64_t numerator, std::uint64_t denominator, std::uint64_t times) {
  const auto units = static_cast<std::uint64_t>((Uint128{numerator} << 62) / denominator);
  const Uint128 product = Uint128{units} * times;
  high += static_cast<std::uint64_t>(product >> 32);
  low += static_cast<std::uint64_t>(product & 0xffff'ffffU);
}

double FractionSum::value() const {
  return std::ldexp(static_cast<double>(high), -30) + std::ldexp(static_cast<double>(low), -62);
}

Histogram sum_over_ranks(const mpi::Communicator& world, const Histogram& local) {
  struct Entry {
    std::uint64_t size, amount;
  };
  std::vector<Entry> entries;
  for (const auto& [size, amount] : local) entries.push_back({size, amount});
  Histogram sum;
  for (const Entry& entry : world.gather_all(entries)) sum[entry.size] += entry.amount;
  return sum;
}

ClusterCounts sum_over_ranks(const mpi::Communicator& world, const ClusterCounts& local) {
  std::array<std::uint64_t, 7> numbers{
      local.pairs.true_positive, local.pairs.predicted,   local.pairs.actual, local.num_records,
      local.num_clusters,        local.num_true_clusters, local.num_exact};
  world.sum_in_place(numbers);
  return {.pairs = {numbers[0], numbers[1], numbers[2]},
          .num_records = numbers[3],
          .num_clusters = numbers[4],
          .num_true_clusters = numbers[5],
          .num_exact = numbers[6],
          .squares_by_cluster_size = sum_over_ranks(world, local.squares_by_cluster_size),
          .squares_by_class_size = sum_over_ranks(world, local.squares_by_class_size)};
}

PartitionCounts sum_over_ranks(const mpi::Communicator& world, const PartitionCounts& local) {
  std::array<std::uint64_t, 4> sums{local.closest_of_clusters.high, local.closest_of_clusters.low,
                                    local.closest_of_classes.high, local.closest_of_classes.low};
  world.sum_in_place(sums);
  return {.clusters = sum_over_ranks(world, local.clusters),
          .classes = sum_over_ranks(world, local.classes),
          .cells = sum_over_ranks(world, local.cells),
          .closest_of_clusters = {sums[0], sums[1]},
          .closest_of_classes = {sums[2], sums[3]}};
}

Metrics metrics_of(const ClusterCounts& counts) {
  Metrics metrics;
  metrics.pairs = counts.pairs;
  metrics.pairwise = scores_of(counts.pairs);
  metrics.b_cubed = scores_of_means(mean_share(counts.squares_by_cluster_size, counts.num_records),
                                    mean_share(counts.squares_by_class_size, counts.num_records));
  metrics.exact_cluster = scores_of(counts.num_exact, counts.num_clusters, counts.num_true_clusters);
  metrics.num_clusters = counts.num_clusters;
  metrics.num_true_clusters = counts.num_true_clusters;
  return metrics;
}

PartitionFigures figures_of(const PartitionCounts& counts) {
  PartitionFigures figures;
  std::uint64_t num_records = 0;
  for (const auto& [size, count] : counts.classes) num_records += size * count;
  if (num_records == 0) return figures;
  const std::uint64_t num_clusters = num_parts(counts.clusters);
  const std::uint64_t num_classes = num_parts(counts.classes);
  const std::uint64_t num_cells = num_parts(counts.cells);

  figures.closest_cluster = scores_of_means(counts.closest_of_clusters.value() / static_cast<double>(num_clusters),
                                            counts.closest_of_classes.value() / static_cast<double>(num_classes));
  figures.adjusted_rand_index = adjusted_rand_index(counts, num_records);
  figures.num_splits = num_cells - num_clusters;
  figures.num_merges = num_cells - num_classes;

  // Entropies in bits per record. Equal partitions have equal sums, so their conditional entropies are exactly 0.
  const auto n = static_cast<double>(num_records);
  const double clusters = weighted_logs(counts.clusters);
  const double classes = weighted_logs(counts.classes);
  const double cells = weighted_logs(counts.cells);
  const double class_given_cluster = std::max(0.0, (clusters - cells) / n);
  const double cluster_given_class = std::max(0.0, (classes - cells) / n);
  const double of_clusters = std::log2(n) - clusters / n;
  const double of_classes = std::log2(n) - classes / n;
  figures.homogeneity = num_classes < 2 ? 1.0 : 1.0 - class_given_cluster / of_classes;
  figures.completeness = num_clusters < 2 ? 1.0 : 1.0 - cluster_given_class / of_clusters;
  figures.v_measure = scores_of_means(figures.homogeneity, figures.completeness).f1;
  figures.variation_of_information_bits = class_given_cluster + cluster_given_class;
  return figures;
}

double ratio(std::uint64_t numerator, std::uint64_t denominator) {
  return denominator == 0 ? 1.0 : static_cast<double>(numerator) / static_cast<double>(denominator);
}

Scores scores_of(std::uint64_t true_positive, std::uint64_t predicted, std::uint64_t actual) {
  return {ratio(true_positive, predicted), ratio(true_positive, actual), ratio(2 * true_positive, predicted + actual)};
}
Scores scores_of(const PairCounts& pairs) { return scores_of(pairs.true_positive, pairs.predicted, pairs.actual); }

Scores scores_of_means(double precision, double recall) {
  return {precision, recall, precision + recall == 0 ? 0.0 : 2 * precision * recall / (precision + recall)};
}

}  // namespace onefold::evaluate
