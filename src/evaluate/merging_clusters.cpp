#include "evaluate/merging_clusters.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace onefold::evaluate {

namespace {

// The source of each record that is evaluated; kNoClass for other records.
std::vector<std::uint32_t> evaluated_sources(const LocalTruth& truth) {
  std::vector<std::uint32_t> group(truth.source);
  for (std::size_t i = 0; i < group.size(); ++i)
    if (truth.true_class[i] == kNoClass) group[i] = kNoClass;
  return group;
}

// Numbers the pairs (class, source) that occur.
std::vector<std::uint32_t> classes_of_sources(const LocalTruth& truth) {
  const auto key = [&](std::size_t i) { return std::uint64_t{truth.true_class[i]} << 32 | truth.source[i]; };
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < truth.true_class.size(); ++i)
    if (truth.true_class[i] != kNoClass) keys.push_back(key(i));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  std::vector<std::uint32_t> group(truth.true_class.size(), kNoClass);
  for (std::size_t i = 0; i < group.size(); ++i)
    if (truth.true_class[i] != kNoClass)
      group[i] = static_cast<std::uint32_t>(std::lower_bound(keys.begin(), keys.end(), key(i)) - keys.begin());
  return group;
}

// Indexed by size: the amounts above 0.
Histogram histogram_of(const std::vector<std::uint64_t>& amounts) {
  Histogram histogram;
  for (std::size_t size = 0; size < amounts.size(); ++size)
    if (amounts[size] != 0) histogram.emplace_hint(histogram.end(), size, amounts[size]);
  return histogram;
}

}  // namespace

MergingClusters::MergingClusters(const LocalTruth& truth)
    : parent_(truth.true_class.size()),
      size_(truth.true_class.size(), 0),
      squares_(truth.true_class.size(), 0),
      class_size_(truth.class_size),
      squares_by_cluster_size_(2, 0),
      classes_(truth.true_class) {
  std::iota(parent_.begin(), parent_.end(), 0u);
  squares_by_class_size_.assign(class_size_.empty() ? 1 : *std::max_element(class_size_.begin(), class_size_.end()) + 1,
                                0);
  if (truth.link_only) {
    sources_.emplace(evaluated_sources(truth));
    classes_of_sources_.emplace(classes_of_sources(truth));
  }

  for (std::uint32_t i = 0; i < parent_.size(); ++i) {
    if (truth.true_class[i] == kNoClass) continue;
    size_[i] = 1;
    squares_[i] = 1;
    ++squares_by_class_size_[class_size_[truth.true_class[i]]];
    add_cluster(i);
  }
}

std::uint32_t MergingClusters::find(std::uint32_t record) {
  while (parent_[record] != record) record = parent_[record] = parent_[parent_[record]];
  return record;
}

bool MergingClusters::is_exact(std::uint32_t root) const {
  const std::uint64_t size = size_[root];
  // True if the cluster has records of only one class, and all of that class.
  return squares_[root] == size * size && size == class_size_[classes_.any_group(root)];
}

void MergingClusters::add_cluster(std::uint32_t root) {
  if (size_[root] == 0) return;
  if (size_[root] >= squares_by_cluster_size_.size()) squares_by_cluster_size_.resize(std::size_t{size_[root]} + 1, 0);
  squares_by_cluster_size_[size_[root]] += squares_[root];
  ++num_clusters_;
  if (is_exact(root)) ++num_exact_;
}

void MergingClusters::remove_cluster(std::uint32_t root) {
  if (size_[root] == 0) return;
  squares_by_cluster_size_[size_[root]] -= squares_[root];
  --num_clusters_;
  if (is_exact(root)) --num_exact_;
}

void MergingClusters::link(std::uint32_t a, std::uint32_t b) {
  std::uint32_t from = find(a);
  std::uint32_t into = find(b);
  if (from == into) return;
  if (size_[from] > size_[into]) std::swap(from, into);
  remove_cluster(from);
  remove_cluster(into);

  std::uint64_t same_class = 0;
  classes_.merge(from, into, [&](std::uint32_t group, std::uint64_t x, std::uint64_t y) {
    same_class += x * y;
    squares_by_class_size_[class_size_[group]] += 2 * x * y;
  });
  pairs_.predicted += std::uint64_t{size_[from]} * size_[into];
  pairs_.true_positive += same_class;
  if (sources_) {
    sources_->merge(from, into, [&](std::uint32_t, std::uint64_t x, std::uint64_t y) { pairs_.predicted -= x * y; });
    classes_of_sources_->merge(from, into,
                               [&](std::uint32_t, std::uint64_t x, std::uint64_t y) { pairs_.true_positive -= x * y; });
  }

  parent_[from] = into;
  squares_[into] += squares_[from] + 2 * same_class;
  size_[into] += size_[from];
  add_cluster(into);
}

ClusterCounts MergingClusters::counts() const {
  return {.pairs = pairs_,
          .num_clusters = num_clusters_,
          .num_exact = num_exact_,
          .squares_by_cluster_size = histogram_of(squares_by_cluster_size_),
          .squares_by_class_size = histogram_of(squares_by_class_size_)};
}

}  // namespace onefold::evaluate
