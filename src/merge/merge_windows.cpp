#include "merge/merge_windows.hpp"

#include <algorithm>

namespace onefold::merge {

std::deque<MergeWindow> make_merge_windows(const mpi::Communicator& world, const BlockDistribution& distribution,
                                           cluster::Clusters& clusters, std::uint64_t max_window_members,
                                           const MemberOrder& order) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const std::uint64_t num_members = world.sum(clusters.members.size());
  const std::uint64_t first = world.exclusive_sum(clusters.members.size());
  // Members are numbered customer by customer. Returns the first of this rank's customers that begins at number
  // `target` or later.
  const auto local_bound = [&](std::uint64_t target) {
    const auto begin = clusters.begins.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(clusters.size());
    return static_cast<std::size_t>(std::lower_bound(begin, end, target < first ? 0 : target - first) - begin);
  };
  std::deque<MergeWindow> windows;
  for (std::uint64_t begin = 0; begin < num_members; begin += max_window_members) {
    const std::uint64_t window = std::min(max_window_members, num_members - begin);
    // This rank's customers that rank r merges are bounds[r] .. bounds[r + 1] - 1.
    std::vector<std::size_t> bounds;
    for (std::uint64_t r = 0; r <= ranks; ++r) bounds.push_back(local_bound(begin + window * r / ranks));
    std::vector<std::uint64_t> customer_counts;
    std::vector<std::uint64_t> member_counts;
    for (std::uint64_t r = 0; r < ranks; ++r) {
      customer_counts.push_back(bounds[r + 1] - bounds[r]);
      member_counts.push_back(clusters.begins[bounds[r + 1]] - clusters.begins[bounds[r]]);
    }
    std::vector<std::uint32_t> sizes;
    for (std::uint64_t c = bounds.front(); c < bounds.back(); ++c)
      sizes.push_back(static_cast<std::uint32_t>(clusters.begins[c + 1] - clusters.begins[c]));
    const auto all_sizes = world.exchange(sizes, customer_counts);
    std::vector<std::uint64_t> begins = {0};
    begins.reserve(all_sizes.size() + 1);
    for (const auto size : all_sizes) begins.push_back(begins.back() + size);
    const std::uint64_t first_member = clusters.begins[bounds.front()];
    auto members = world.exchange(std::span<const RecordId>(clusters.members)
                                      .subspan(first_member, clusters.begins[bounds.back()] - first_member),
                                  member_counts);
    if (order) order(begins, members);
    mpi::Fetch fetch(world, distribution, members);
    windows.push_back({std::move(begins), std::move(members), std::move(fetch), {}});
  }
  std::vector<RecordId>().swap(clusters.members);
  return windows;
}

}  // namespace onefold::merge
