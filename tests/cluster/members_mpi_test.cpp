#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "cluster/members.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::cluster {
namespace {

// `label_of` is equal on all ranks; the naive twin is a map on each rank.
template <typename LabelOf>
void expect_members(std::uint64_t num_records, LabelOf label_of) {
  const auto& world = test::world();
  const BlockDistribution distribution(num_records, world.size());
  std::vector<RecordId> labels;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    labels.push_back(label_of(id));
  const auto clusters = group_members(world, distribution, labels);

  std::map<RecordId, std::vector<RecordId>> expected;
  std::set<RecordId> ids;
  for (RecordId id = 0; id < num_records; ++id) {
    if (distribution.owner(label_of(id)) == world.rank()) expected[label_of(id)].push_back(id);
    ids.insert(label_of(id));
  }
  ASSERT_EQ(world.sum(clusters.size()), ids.size());
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

TEST(GroupMembers, lists_every_record_under_its_label_in_ascending_order) {
  // Clusters span all ranks; each has the id of its first record.
  for (const std::uint64_t num_records : {0U, 1U, 4U, 500U})
    expect_members(num_records, [](RecordId id) { return id < 20 ? id : mix(test::kSeed, id) % 20; });
}

TEST(GroupMembers, keeps_records_alone_or_all_together_or_with_their_neighbours) {
  for (const std::uint64_t num_records : {1U, 2U, 7U, 100U, 1000U}) {
    expect_members(num_records, [](RecordId id) { return id; });
    expect_members(num_records, [](RecordId) { return RecordId{0}; });
    expect_members(num_records, [](RecordId id) { return id / 3 * 3; });
    expect_members(num_records, [&](RecordId id) { return std::min(id, num_records - 1 - id); });
  }
}

TEST(GroupMembers, sends_eight_bytes_for_a_record_whose_cluster_lies_elsewhere) {
  const auto& world = test::world();
  const BlockDistribution distribution(700, world.size());
  const std::vector<RecordId> labels(distribution.size(world.rank()), 0);
  const auto before = world.bytes_sent();
  (void)group_members(world, distribution, labels);
  EXPECT_EQ(world.bytes_sent() - before, world.rank() == 0 ? 0 : 8 * labels.size());
}

}  // namespace
}  // namespace onefold::cluster
