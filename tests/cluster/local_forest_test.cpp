#include "cluster/local_forest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include <boost/pending/disjoint_sets.hpp>

#include "cluster/contract.hpp"
#include "onefold/record/error.hpp"
#include "reference/naive_components.hpp"

namespace onefold::cluster {
namespace {

PackedLinks packed(std::uint64_t num_ids, const std::vector<Link>& links) {
  PackedLinks packed_links(num_ids);
  for (const Link& link : links) packed_links.push_back(link);
  return packed_links;
}

// A label for every id, whether a link touches it or not.
std::vector<RecordId> labels_of(std::uint64_t num_ids, const std::vector<Link>& links) {
  std::vector<RecordId> labels(num_ids);
  std::iota(labels.begin(), labels.end(), RecordId{0});
  RecordId next = 0;
  std::uint64_t num_records = 0;
  const LocalForest forest = local_forest(num_ids, links);
  forest.for_each([&](RecordId record, RecordId root) {
    EXPECT_LE(next, record);
    next = record + 1;
    ++num_records;
    labels[record] = root;
  });
  EXPECT_EQ(num_records, forest.size());
  local_forest(num_ids, packed(num_ids, links)).for_each([&](RecordId record, RecordId root) {
    EXPECT_EQ(labels[record], root);
    --num_records;
  });
  EXPECT_EQ(num_records, 0u);
  return labels;
}

rc::Gen<std::vector<Link>> links_below(std::uint64_t num_ids) {
  return rc::gen::container<std::vector<Link>>(
      rc::gen::construct<Link>(rc::gen::inRange<RecordId>(0, num_ids), rc::gen::inRange<RecordId>(0, num_ids)));
}

RC_GTEST_PROP(LocalForest, labels_each_record_with_the_smallest_of_its_component, ()) {
  const auto num_ids = *rc::gen::inRange<std::uint64_t>(1, 300);
  const auto links = *links_below(num_ids);
  RC_ASSERT(labels_of(num_ids, links) == reference::naive_components(num_ids, links));
}

RC_GTEST_PROP(LocalForest, makes_the_partition_that_boost_disjoint_sets_makes, ()) {
  const auto num_ids = *rc::gen::inRange<std::uint64_t>(1, 300);
  const auto links = *links_below(num_ids);
  std::vector<std::size_t> rank(num_ids), parent(num_ids);
  boost::disjoint_sets<std::size_t*, std::size_t*> sets(rank.data(), parent.data());
  for (std::size_t i = 0; i < num_ids; ++i) sets.make_set(i);
  for (const auto& link : links) sets.union_set(link.left, link.right);
  const auto labels = labels_of(num_ids, links);
  for (std::size_t i = 0; i < num_ids; ++i) {
    RC_ASSERT(sets.find_set(i) == sets.find_set(labels[i]));
    RC_ASSERT(labels[i] <= i);
  }
  RC_ASSERT(std::set<RecordId>(labels.begin(), labels.end()).size() == static_cast<std::size_t>([&] {
              std::size_t roots = 0;
              for (std::size_t i = 0; i < num_ids; ++i) roots += sets.find_set(i) == i ? 1 : 0;
              return roots;
            }()));
}

TEST(LocalForest, of_loops_only_is_empty) {
  EXPECT_EQ(local_forest(10, std::vector<Link>{{3, 3}, {9, 9}}).size(), 0u);
  EXPECT_EQ(local_forest(0, std::vector<Link>{}).size(), 0u);
}

TEST(LocalForest, refuses_a_link_to_a_record_that_does_not_exist) {
  EXPECT_THROW((void)local_forest(10, std::vector<Link>{{3, 10}}), Error);
  EXPECT_THROW((void)local_forest(0, std::vector<Link>{{0, 0}}), Error);
}

TEST(LocalForest, of_a_long_path_attaches_everything_to_the_smallest) {
  constexpr std::uint64_t kNum = 100'000;
  std::vector<Link> links;
  for (RecordId i = kNum - 1; i > 0; --i) links.push_back({i, i - 1});
  EXPECT_EQ(labels_of(kNum, links), std::vector<RecordId>(kNum, 0));
  std::reverse(links.begin(), links.end());
  EXPECT_EQ(labels_of(kNum, links), std::vector<RecordId>(kNum, 0));
}

TEST(LocalForest, names_roots_of_more_than_32_bits) {
  constexpr std::uint64_t kNum = 1ULL << 34;
  const std::vector<Link> links{
      {kNum - 1, 1ULL << 33}, {kNum - 2, kNum - 1}, {1ULL << 32, (1ULL << 32) - 1}, {7, 5}, {6, 6}};
  std::vector<RecordId> flat;
  local_forest(kNum, links).for_each([&](RecordId record, RecordId root) { flat.insert(flat.end(), {record, root}); });
  EXPECT_EQ(flat, (std::vector<RecordId>{5, 5, 7, 5, (1ULL << 32) - 1, (1ULL << 32) - 1, 1ULL << 32, (1ULL << 32) - 1,
                                         1ULL << 33, 1ULL << 33, kNum - 2, 1ULL << 33, kNum - 1, 1ULL << 33}));
}

RC_GTEST_PROP(Normalise, is_a_set_of_ordered_pairs, ()) {
  // Above 4096 edges the radix sort is used; ids of more than one, two and three digits.
  const auto num_ids = *rc::gen::element<std::uint64_t>(1, 2, 2047, 2048, 2049, 5'000'000, 1ULL << 34);
  const auto num_edges = *rc::gen::element<std::size_t>(0, 1, 64, 4095, 4096, 9000);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  std::vector<Link> edges;
  std::set<std::pair<RecordId, RecordId>> expected;
  for (std::size_t i = 0; i < num_edges; ++i) {
    std::uint64_t state = seed + i * 0x9e3779b97f4a7c15ULL;
    state ^= state >> 29;
    const Link edge{state % num_ids, (state * 0xbf58476d1ce4e5b9ULL >> 7) % num_ids};
    edges.push_back(edge);
    if (edge.left != edge.right) expected.insert(std::minmax(edge.left, edge.right));
  }
  normalise(edges, num_ids);
  std::vector<std::pair<RecordId, RecordId>> pairs;
  for (const auto& edge : edges) pairs.emplace_back(edge.left, edge.right);
  RC_ASSERT((pairs == std::vector<std::pair<RecordId, RecordId>>(expected.begin(), expected.end())));
}

}  // namespace
}  // namespace onefold::cluster
