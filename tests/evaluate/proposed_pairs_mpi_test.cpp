#include <set>

#include "evaluate/evaluate_cases.hpp"
#include "evaluate/proposed_pairs.hpp"

namespace onefold::evaluate {
namespace {

TEST(ProposedPairs, are_those_of_looking_at_every_pair_and_every_key) {
  const auto& world = test::world();
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    Random random(7000 + seed);
    Labels labels = random_labels(random, 60);
    std::sort(labels.source.begin(), labels.source.end());
    const std::uint64_t n = labels.cluster.size();
    std::vector<std::uint64_t> source_ends(3, n);
    for (std::uint32_t s = 0; s < 3; ++s)
      source_ends[s] = static_cast<std::uint64_t>(std::upper_bound(labels.source.begin(), labels.source.end(), s) -
                                                  labels.source.begin());
    const bool link_only = random.below(2) == 0;
    // Three rules; records have no key, one key or several keys, some of them twice.
    std::vector<std::vector<std::vector<std::uint64_t>>> keys(3, std::vector<std::vector<std::uint64_t>>(n));
    for (auto& rule : keys)
      for (auto& of_record : rule)
        for (std::uint64_t k = random.below(4); k > 0; --k) of_record.push_back(random.below(5));

    const BlockDistribution distribution(n, world.size());
    const auto local = local_part(labels, distribution);
    ProposedPairs proposed(world, distribution, local.true_class, source_ends, link_only);
    std::set<std::pair<RecordId, RecordId>> seen;
    std::vector<std::uint64_t> by_source(9, 0);
    for (const auto& rule : keys) {
      std::vector<RowKey> rows;
      for (RecordId r = distribution.begin(world.rank()); r < distribution.end(world.rank()); ++r)
        for (const auto key : rule[r]) rows.push_back({r - distribution.begin(world.rank()), key});
      RuleProposals naive;
      for (RecordId i = 0; i < n; ++i)
        for (RecordId j = i + 1; j < n; ++j) {
          if (labels.true_class[i] == kNoTrueClass || labels.true_class[i] != labels.true_class[j]) continue;
          if (link_only && labels.source[i] == labels.source[j]) continue;
          bool shared = false;
          for (const auto key : rule[i]) shared |= std::find(rule[j].begin(), rule[j].end(), key) != rule[j].end();
          if (!shared) continue;
          ++naive.true_pairs;
          if (!seen.emplace(i, j).second) continue;
          ++naive.new_true_pairs;
          ++by_source[labels.source[i] * 3 + labels.source[j]];
        }
      EXPECT_EQ(proposed.add_rule(rows), naive);
    }
    EXPECT_EQ(proposed.by_source(), by_source);
  }
}

}  // namespace
}  // namespace onefold::evaluate
