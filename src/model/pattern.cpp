#include "model/pattern.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::model {

PatternSpace::PatternSpace(std::vector<std::uint32_t> num_levels) : num_levels_(std::move(num_levels)) {
  std::uint64_t stride = 1;
  for (const std::uint32_t n : num_levels_) {
    strides_.push_back(stride);
    if (stride > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / n)
      throw Error(ExitCode::job,
                  "the comparisons have too many levels together: agreement patterns do not fit in 63 bits; "
                  "use fewer comparisons or levels");
    stride *= n;
  }
}

std::vector<PatternCount> PatternCounter::sorted() const {
  std::vector<PatternCount> out;
  out.reserve(counts_.size());
  for (const auto& [pattern, count] : counts_) out.push_back({pattern, count});
  return merge_counts(std::move(out));
}

std::vector<PatternCount> merge_counts(std::vector<PatternCount> counts) {
  std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.pattern < b.pattern; });
  std::size_t size = 0;
  for (const auto& item : counts) {
    if (size > 0 && counts[size - 1].pattern == item.pattern) {
      counts[size - 1].count += item.count;
    } else {
      counts[size++] = item;
    }
  }
  counts.resize(size);
  return counts;
}

std::vector<std::vector<std::uint64_t>> count_levels(const PatternSpace& space, std::span<const PatternCount> counts) {
  std::vector<std::vector<std::uint64_t>> levels;
  for (std::size_t c = 0; c < space.num_comparisons(); ++c) {
    auto& of_comparison = levels.emplace_back(space.num_levels(c), 0);
    for (const auto& [pattern, count] : counts) of_comparison[space.level(pattern, c)] += count;
  }
  return levels;
}

}  // namespace onefold::model
