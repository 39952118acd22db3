#include "generate/cluster_plan.hpp"

#include <algorithm>
#include <utility>

#include "generate/random.hpp"

namespace onefold::generate {

namespace {

constexpr std::uint32_t kMaxClusterSize = 8;

// Shares q^0, q^1, ... q^7 of cluster sizes 1 .. 8. Uses only products and sums, which IEEE arithmetic computes alike
// on every machine.
std::array<double, kMaxClusterSize + 1> geometric_shares(double q) {
  std::array<double, kMaxClusterSize + 1> shares{};
  double share = 1;
  double sum = 0;
  for (std::uint32_t size = 1; size <= kMaxClusterSize; ++size, share *= q) sum += shares[size] = share;
  for (auto& s : shares) s /= sum;
  return shares;
}

double mean_of(const std::array<double, kMaxClusterSize + 1>& shares) {
  double mean = 0;
  for (std::uint32_t size = 1; size <= kMaxClusterSize; ++size) mean += size * shares[size];
  return mean;
}

}  // namespace

std::array<std::uint32_t, 9> cluster_size_counts(double mean) {
  // Bisection: the mean grows with q, from 1 at q = 0 to 4.5 at q = 1.
  double low = 0;
  double high = 1;
  for (int step = 0; step < 60; ++step) {
    const double q = (low + high) / 2;
    (mean_of(geometric_shares(q)) < mean ? low : high) = q;
  }
  const auto shares = geometric_shares(low);

  // Rounds to whole persons: first down, then up where rounding removed most.
  std::array<std::uint32_t, 9> counts{};
  std::array<double, 9> cut{};
  std::uint32_t dealt = 0;
  for (std::uint32_t size = 1; size <= kMaxClusterSize; ++size) {
    counts[size] = static_cast<std::uint32_t>(100 * shares[size]);
    cut[size] = 100 * shares[size] - counts[size];
    dealt += counts[size];
  }
  for (; dealt < 100; ++dealt) {
    const auto most = std::max_element(cut.begin() + 1, cut.end()) - cut.begin();
    ++counts[static_cast<std::size_t>(most)];
    cut[static_cast<std::size_t>(most)] = -1;
  }
  return counts;
}

ClusterPlan::ClusterPlan(std::uint64_t num_records, double duplicates_mean, std::uint64_t seed) : seed_(seed) {
  std::vector<std::uint32_t> sizes;
  const auto counts = cluster_size_counts(duplicates_mean);
  for (std::uint32_t size = 1; size <= kMaxClusterSize; ++size) sizes.insert(sizes.end(), counts[size], size);
  std::uint64_t slots_in_block = 0;
  for (const auto size : sizes) slots_in_block += size;
  slots_per_block_[0] = slots_in_block * 45 / 100;
  slots_per_block_[1] = slots_in_block * 35 / 100;
  slots_per_block_[2] = slots_in_block - slots_per_block_[0] - slots_per_block_[1];

  // The last block, which is cut off, uses variant 0. Its records in the order of persons determine how many rows each
  // source gets.
  std::vector<std::pair<std::uint8_t, std::size_t>> first_variant;  // person, source
  for (std::uint64_t v = 0; v < kNumVariants; ++v) {
    Stream random(derive(seed, Purpose::plan, v));
    auto order = sizes;
    for (std::uint32_t i = kPersonsPerBlock; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);

    Variant variant;
    auto left = slots_per_block_;
    for (std::uint32_t person = 0; person < kPersonsPerBlock; ++person) {
      std::array<std::uint64_t, kNumSources> had{};
      for (std::uint32_t copy = 0; copy < order[person]; ++copy) {
        // The weight of a source is its number of free slots, divided by four for each record of the person that it
        // already has.
        std::array<std::uint64_t, kNumSources> weights{};
        std::uint64_t total = 0;
        for (std::size_t s = 0; s < kNumSources; ++s) total += weights[s] = left[s] << (2 * (kMaxClusterSize - had[s]));
        std::uint64_t pick = scale_to(random.next(), total);
        std::size_t source = 0;
        while (pick >= weights[source]) pick -= weights[source++];
        --left[source];
        ++had[source];
        variant[source].push_back({static_cast<std::uint8_t>(person), static_cast<std::uint8_t>(copy)});
        if (v == 0) first_variant.emplace_back(static_cast<std::uint8_t>(person), source);
      }
    }
    variants_.push_back(std::move(variant));
  }

  num_full_blocks_ = num_records / slots_in_block;
  const std::uint64_t rest = num_records % slots_in_block;
  for (std::size_t s = 0; s < kNumSources; ++s) num_rows_[s] = num_full_blocks_ * slots_per_block_[s];
  num_persons_ = num_full_blocks_ * kPersonsPerBlock;
  for (std::uint64_t i = 0; i < rest; ++i) ++num_rows_[first_variant[i].second];
  if (rest > 0) num_persons_ += first_variant[rest - 1].first + 1U;
  for (std::size_t s = 0; s < kNumSources; ++s)
    permutations_.emplace_back(num_rows_[s], derive(seed, Purpose::permutation, s));
}

PersonCopy ClusterPlan::at(SourceKind source, std::uint64_t row) const {
  const auto s = static_cast<std::size_t>(source);
  const std::uint64_t position = permutations_[s](row);
  const std::uint64_t block = position / slots_per_block_[s];
  const std::uint64_t variant = block == num_full_blocks_ ? 0 : mix(derive(seed_, Purpose::plan), block) % kNumVariants;
  const Slot slot = variants_[variant][s][position % slots_per_block_[s]];
  return {block * kPersonsPerBlock + slot.person, slot.copy};
}

}  // namespace onefold::generate
