#include "evaluate/proposed_pairs.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <tuple>

#include "evaluate/runs.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"

namespace onefold::evaluate {

namespace {

// The bitmap has one bit per pair of a class: 2.5 GB for a class of this size.
constexpr std::uint64_t kMostRecordsOfClass = 200'000;

struct KeyedMember {
  RecordId true_class;
  RecordId record;
  std::uint64_t key;
};

// The number of the pair (i, j), i < j, of n members, counted row by row.
std::uint64_t pair_number(std::uint64_t i, std::uint64_t j, std::uint64_t n) {
  return i * (2 * n - i - 1) / 2 + (j - i - 1);
}

}  // namespace

ProposedPairs::ProposedPairs(const mpi::Communicator& world, const BlockDistribution& distribution,
                             const std::vector<RecordId>& true_class, std::vector<std::uint64_t> source_ends,
                             bool link_only)
    : world_(world),
      distribution_(distribution),
      true_class_(true_class),
      source_ends_(std::move(source_ends)),
      link_only_(link_only) {
  std::vector<RecordId> labels(true_class);
  for (std::size_t row = 0; row < labels.size(); ++row)
    if (labels[row] == kNoTrueClass) labels[row] = distribution.begin(world.rank()) + row;
  classes_ = cluster::group_members(world, distribution, labels);
  std::uint64_t largest = 0;
  std::uint64_t num_pairs = 0;
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    const std::uint64_t size = classes_.begins[c + 1] - classes_.begins[c];
    largest = std::max(largest, size);
    first_pair_.push_back(num_pairs);
    if (size <= kMostRecordsOfClass) num_pairs += pairs_among(size);
  }
  largest = world.max(largest);
  if (largest > kMostRecordsOfClass)
    throw Error(ExitCode::limit, "a true customer has " + std::to_string(largest) +
                                     " records; true pairs of blocking rules are counted for at most " +
                                     std::to_string(kMostRecordsOfClass) + " records a customer");
  mpi::run_locally(world, [&] { by_any_rule_.assign(num_pairs, false); });
}

std::uint32_t ProposedPairs::source_of(RecordId record) const {
  return static_cast<std::uint32_t>(std::upper_bound(source_ends_.begin(), source_ends_.end(), record) -
                                    source_ends_.begin());
}

RuleProposals ProposedPairs::add_rule(std::vector<RowKey> local_keys) {
  std::vector<KeyedMember> keyed;
  keyed.reserve(local_keys.size());
  const RecordId first = distribution_.begin(world_.rank());
  for (const RowKey& one : local_keys)
    if (true_class_[one.row] != kNoTrueClass) keyed.push_back({true_class_[one.row], first + one.row, one.key});
  std::vector<RowKey>().swap(local_keys);
  keyed = mpi::exchange_by_owner(world_, std::move(keyed),
                                 [&](const KeyedMember& one) { return distribution_.owner(one.true_class); });
  std::sort(keyed.begin(), keyed.end(), [](const KeyedMember& a, const KeyedMember& b) {
    return std::tuple(a.true_class, a.key, a.record) < std::tuple(b.true_class, b.key, b.record);
  });

  RuleProposals local;
  std::vector<bool> by_this_rule(by_any_rule_.size(), false);
  std::size_t c = 0;
  for_each_run(
      std::span<const KeyedMember>(keyed), [](const KeyedMember& one) { return std::pair(one.true_class, one.key); },
      [&](std::span<const KeyedMember> block) {
        if (block.size() < 2) return;
        while (classes_.id(c) != block.front().true_class) ++c;
        const auto members =
            std::span(classes_.members).subspan(classes_.begins[c], classes_.begins[c + 1] - classes_.begins[c]);
        const auto index_of = [&](RecordId record) {
          return static_cast<std::uint64_t>(std::lower_bound(members.begin(), members.end(), record) - members.begin());
        };
        for (std::size_t i = 0; i < block.size(); ++i) {
          const std::uint64_t left = index_of(block[i].record);
          for (std::size_t j = i + 1; j < block.size(); ++j) {
            // A record may have the same key twice.
            if (block[i].record == block[j].record ||
                (link_only_ && source_of(block[i].record) == source_of(block[j].record)))
              continue;
            const std::uint64_t pair = first_pair_[c] + pair_number(left, index_of(block[j].record), members.size());
            if (by_this_rule[pair]) continue;
            by_this_rule[pair] = true;
            ++local.true_pairs;
            if (!by_any_rule_[pair]) ++local.new_true_pairs;
            by_any_rule_[pair] = true;
          }
        }
      });
  return {world_.sum(local.true_pairs), world_.sum(local.new_true_pairs)};
}

std::vector<std::uint64_t> ProposedPairs::by_source() const {
  std::vector<std::uint64_t> counts(source_ends_.size() * source_ends_.size(), 0);
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    const std::uint64_t size = classes_.begins[c + 1] - classes_.begins[c];
    const RecordId* const members = classes_.members.data() + classes_.begins[c];
    std::uint64_t pair = first_pair_[c];
    for (std::uint64_t i = 0; i < size; ++i)
      for (std::uint64_t j = i + 1; j < size; ++j, ++pair)
        if (by_any_rule_[pair]) ++counts[source_of(members[i]) * source_ends_.size() + source_of(members[j])];
  }
  world_.sum_in_place(counts);
  return counts;
}

}  // namespace onefold::evaluate
