#include <vector>

#include "cluster/link_counts.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::cluster {
namespace {

TEST(LinkCounts, count_the_links_of_every_cluster_for_links_on_any_rank) {
  const auto& world = test::world();
  constexpr std::uint64_t kNumRecords = 210;
  const BlockDistribution distribution(kNumRecords, world.size());
  // Clusters of seven: records with the same number modulo 30.
  const auto label_of = [](RecordId id) { return id % 30; };
  std::vector<RecordId> labels;
  for (auto id = distribution.begin(world.rank()); id < distribution.end(world.rank()); ++id)
    labels.push_back(label_of(id));
  const auto clusters = group_members(world, distribution, labels);
  for (const std::uint64_t least_entries : {1U, 5U, 1000U}) {
    // Any rank may have found a link; each rank can compute all links by formula.
    LinkCounter counter(least_entries);
    std::vector<std::uint64_t> expected(30, 0);
    for (RecordId left = 0; left < kNumRecords; ++left)
      for (RecordId right = left + 30; right < kNumRecords; right += 30) {
        if (mix(left, right) % 3 == 0) continue;
        ++expected[label_of(left)];
        if (mix(right, left) % static_cast<std::uint64_t>(world.size()) == static_cast<std::uint64_t>(world.rank()))
          counter.add(left);
      }
    const auto by_record = count_by_record(world, distribution, std::move(counter));
    const auto counts = count_by_cluster(world, distribution, labels, by_record, clusters);
    EXPECT_EQ(counts.size(), clusters.size());
    for (std::size_t c = 0; c < clusters.size(); ++c)
      EXPECT_EQ(counts[c], expected[clusters.id(c)]) << "cluster " << clusters.id(c);
  }
}

}  // namespace
}  // namespace onefold::cluster
