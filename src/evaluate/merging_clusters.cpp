#include "evaluate/merging_clusters.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace onefold::evaluate {

namespace {

std::uint64_t pairs_among(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

// The sources of records that are evaluated; kNoClass elsewhere.
std::vector<std::uint32_t> evaluated_sources(const Truth& truth) {
  std::vector<std::uint32_t> group(truth.source);
  for (std::size_t i = 0; i < group.size(); ++i)
    if (truth.true_class[i] == kNoClass) group[i] = kNoClass;
  return group;
}

// Numbers of the pairs (class, source) that occur.
std::vector<std::uint32_t> classes_of_sources(const Truth& truth) {
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

// How many records each group has.
std::vector<std::uint32_t> sizes_of(const std::vector<std::uint32_t>& group) {
  std::vector<std::uint32_t> sizes;
  for (const auto g : group) {
    if (g == kNoClass) continue;
    if (g >= sizes.size()) sizes.resize(std::size_t{g} + 1, 0);
    ++sizes[g];
  }
  return sizes;
}

std::uint64_t pairs_within(const std::vector<std::uint32_t>& sizes) {
  std::uint64_t pairs = 0;
  for (const auto size : sizes) pairs += pairs_among(size);
  return pairs;
}

// Sum over sizes of squares / size, over the number of records.
double mean_share(const std::vector<std::uint64_t>& squares_by_size, std::uint64_t num_records) {
  if (num_records == 0) return 1.0;
  double sum = 0;
  for (std::size_t size = 1; size < squares_by_size.size(); ++size)
    if (squares_by_size[size] != 0) sum += static_cast<double>(squares_by_size[size]) / static_cast<double>(size);
  return sum / static_cast<double>(num_records);
}

}  // namespace

MergingClusters::MergingClusters(const Truth& truth)
    : parent_(truth.true_class.size()),
      size_(truth.true_class.size(), 0),
      squares_(truth.true_class.size(), 0),
      class_size_(sizes_of(truth.true_class)),
      squares_by_cluster_size_(2, 0),
      classes_(truth.true_class) {
  std::iota(parent_.begin(), parent_.end(), 0u);
  squares_by_class_size_.assign(
      class_size_.empty() ? 1 : std::size_t{*std::max_element(class_size_.begin(), class_size_.end())} + 1, 0);
  for (const auto size : class_size_) num_true_clusters_ += size > 0 ? 1 : 0;

  pairs_.actual = pairs_within(class_size_);
  if (truth.link_only) {
    const auto refined = classes_of_sources(truth);
    pairs_.actual -= pairs_within(sizes_of(refined));
    sources_.emplace(evaluated_sources(truth));
    classes_of_sources_.emplace(refined);
  }

  for (std::uint32_t i = 0; i < parent_.size(); ++i) {
    if (truth.true_class[i] == kNoClass) continue;
    size_[i] = 1;
    squares_[i] = 1;
    ++squares_by_class_size_[class_size_[truth.true_class[i]]];
    ++num_evaluated_;
    add_cluster(i);
  }
}

std::uint32_t MergingClusters::find(std::uint32_t record) {
  while (parent_[record] != record) record = parent_[record] = parent_[parent_[record]];
  return record;
}

bool MergingClusters::is_exact(std::uint32_t root) const {
  const std::uint64_t size = size_[root];
  // One class only, and all of it.
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
    classes_of_sources_->merge(from, into, [&](std::uint32_t, std::uint64_t x, std::uint64_t y) { pairs_.true_positive -= x * y; });
  }

  parent_[from] = into;
  squares_[into] += squares_[from] + 2 * same_class;
  size_[into] += size_[from];
  add_cluster(into);
}

Metrics MergingClusters::metrics() const {
  Metrics metrics;
  metrics.pairs = pairs_;
  metrics.pairwise = scores_of(pairs_.true_positive, pairs_.predicted, pairs_.actual);
  const double precision = mean_share(squares_by_cluster_size_, num_evaluated_);
  const double recall = mean_share(squares_by_class_size_, num_evaluated_);
  metrics.b_cubed = {precision, recall, 2 * precision * recall / (precision + recall)};
  metrics.exact_cluster = scores_of(num_exact_, num_clusters_, num_true_clusters_);
  metrics.num_clusters = num_clusters_;
  metrics.num_true_clusters = num_true_clusters_;
  return metrics;
}

}  // namespace onefold::evaluate
