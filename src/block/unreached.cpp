#include "block/unreached.hpp"

#include <algorithm>
#include <map>

#include "block/key_evaluator.hpp"
#include "record/hash.hpp"

namespace onefold::block {

namespace {

// Attributes of a group are bits of one number.
constexpr std::size_t kMostBits = 64;

struct MaskCount {
  std::uint64_t mask = 0;
  std::uint64_t count = 0;
};

using Masks = std::map<std::uint64_t, std::uint64_t>;  // number of records

// Collective. Sums the counts of all ranks, each mask at its owner, and returns the largest groups of all ranks.
std::vector<MaskCount> largest_groups(const mpi::Communicator& world, const Masks& local) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  std::vector<std::vector<MaskCount>> of_owner(ranks);
  for (const auto& [mask, count] : local) of_owner[mix(0, mask) % ranks].push_back({mask, count});
  std::vector<MaskCount> sent;
  std::vector<std::uint64_t> counts;
  for (const auto& masks : of_owner) {
    sent.insert(sent.end(), masks.begin(), masks.end());
    counts.push_back(masks.size());
  }
  Masks owned;
  for (const auto& [mask, count] : world.exchange(sent, counts)) owned[mask] += count;
  const auto is_larger = [](const MaskCount& a, const MaskCount& b) {
    return a.count != b.count ? a.count > b.count : a.mask < b.mask;
  };
  const auto keep_largest = [&](std::vector<MaskCount>& groups) {
    std::ranges::sort(groups, is_larger);
    groups.resize(std::min(groups.size(), Unreached::kMostGroups));
  };
  std::vector<MaskCount> groups;
  for (const auto& [mask, count] : owned) groups.push_back({mask, count});
  keep_largest(groups);
  groups = world.gather_all(groups);
  keep_largest(groups);
  return groups;
}

// Attributes that rules read come first, so that they all have a bit.
std::vector<AttributeIndex> attributes_to_look_at(const config::Job& job) {
  std::vector<AttributeIndex> attributes;
  const auto take = [&](AttributeIndex a) {
    if (std::ranges::count(attributes, a) == 0 && attributes.size() < kMostBits) attributes.push_back(a);
  };
  for (const auto& rule : job.blocking)
    for (const AttributeIndex a : attributes_of(rule.on)) take(a);
  for (const auto& comparison : job.comparisons)
    for (const AttributeIndex a : config::attributes_compared(comparison)) take(a);
  return attributes;
}

}  // namespace

Unreached find_unreached(const mpi::Communicator& world, const config::Job& job, const Columns& columns) {
  const auto attributes = attributes_to_look_at(job);
  std::vector<std::uint64_t> rules;
  for (const auto& rule : job.blocking) {
    std::uint64_t mask = 0;
    for (const AttributeIndex a : attributes_of(rule.on))
      if (const auto at = std::ranges::find(attributes, a); at != attributes.end())
        mask |= std::uint64_t{1} << (at - attributes.begin());
    rules.push_back(mask);
  }
  std::vector<std::uint64_t> present(columns.num_local_rows, 0);
  for (std::size_t bit = 0; bit < attributes.size(); ++bit) {
    const Column& column = columns.attributes[attributes[bit]];
    // A plan has the values of keys only; then groups are told by these.
    if (std::max({column.codes.size(), column.numbers.size(), column.texts.size()}) < columns.num_local_rows) continue;
    for (std::uint64_t row = 0; row < columns.num_local_rows; ++row)
      present[row] |= std::uint64_t{column.is_missing(row) ? 0U : 1U} << bit;
  }
  Masks local;
  std::uint64_t num_local = 0;
  for (const std::uint64_t mask : present) {
    if (std::ranges::any_of(rules, [&](std::uint64_t rule) { return (mask & rule) == rule; })) continue;
    ++local[mask];
    ++num_local;
  }
  Unreached unreached;
  unreached.num_records = world.sum(num_local);
  for (const auto& [mask, count] : largest_groups(world, local)) {
    auto& group = unreached.groups.emplace_back(UnreachedGroup{{}, count});
    for (std::size_t bit = 0; bit < attributes.size(); ++bit)
      if ((mask >> bit & 1) != 0) group.present.push_back(attributes[bit]);
    std::ranges::sort(group.present);
  }
  return unreached;
}

}  // namespace onefold::block
