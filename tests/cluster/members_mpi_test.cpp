#include "onefold/cluster/members.hpp"

#include <map>

#include "onefold/record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::cluster {
namespace {

TEST(GroupMembers, lists_every_record_under_its_label_in_ascending_order) {
  const auto& world = test::world();
  for (const std::uint64_t num_records : {0U, 1U, 4U, 500U}) {
    // Labels by formula, equal on all ranks: the smallest record of the same residue, so clusters reach over all ranks.
    const auto label_of = [](RecordId id) { return id < 20 ? id : mix(test::kSeed, id) % 20; };
    const BlockDistribution distribution(num_records, world.size());
    std::vector<RecordId> labels;
    for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id) labels.push_back(label_of(id));
    const auto clusters = group_members(world, distribution, labels);

    std::map<RecordId, std::vector<RecordId>> expected;
    for (RecordId id = 0; id < num_records; ++id)
      if (distribution.owner(label_of(id)) == world.rank()) expected[label_of(id)].push_back(id);
    ASSERT_EQ(world.sum(clusters.size()), std::min<std::uint64_t>(num_records, 20));
    EXPECT_EQ(clusters.size(), expected.size());
    std::size_t k = 0;
    for (const auto& [label, members] : expected) {
      if (k >= clusters.size()) break;
      EXPECT_EQ(clusters.id(k), label);
      EXPECT_EQ(std::vector<RecordId>(clusters.members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[k]),
                                      clusters.members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[k + 1])),
                members);
      ++k;
    }
  }
}

}  // namespace
}  // namespace onefold::cluster
