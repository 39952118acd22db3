#include "onefold/cluster/structure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "onefold/record/hash.hpp"

namespace onefold::cluster {
namespace {

using Links = std::vector<WeightedLink>;

// Sizes of what `links` make of `members`, without one link and one record.
std::vector<std::size_t> parts(const Links& links, const std::set<RecordId>& members, std::size_t without_link, RecordId without) {
  std::set<RecordId> left_over = members;
  left_over.erase(without);
  std::vector<std::size_t> sizes;
  while (!left_over.empty()) {
    std::vector<RecordId> part = {*left_over.begin()};
    left_over.erase(left_over.begin());
    for (std::size_t at = 0; at < part.size(); ++at)
      for (std::size_t l = 0; l < links.size(); ++l) {
        if (l == without_link) continue;
        for (const auto& [one, other] : {std::pair(links[l].left, links[l].right), std::pair(links[l].right, links[l].left)})
          if (one == part[at] && left_over.erase(other) > 0) part.push_back(other);
      }
    sizes.push_back(part.size());
  }
  return sizes;
}

// Link by link, record by record, threshold by threshold. No must-links beside links.
ClusterStructure naive(const Links& links) {
  constexpr auto kNobody = std::numeric_limits<RecordId>::max();
  ClusterStructure out;
  std::set<RecordId> members;
  for (const auto& link : links) members.insert({link.left, link.right});
  out.size = members.size();
  for (std::size_t l = 0; l < links.size(); ++l) {
    if (links[l].weight == kUnbreakable) continue;
    ++out.links;
    const auto sizes = parts(links, members, l, kNobody);
    if (sizes.size() < 2) continue;
    ++out.bridges;
    out.bridge_split = std::max(out.bridge_split, static_cast<std::uint32_t>(std::min(sizes[0], sizes[1])));
  }
  for (const auto record : members)
    if (parts(links, members, links.size(), record).size() > 1) ++out.articulation_points;
  for (const auto& link : links) {
    if (link.weight == kUnbreakable) continue;
    Links heavier;
    for (const auto& other : links)
      if (other.weight > link.weight) heavier.push_back(other);
    if (parts(heavier, members, links.size(), kNobody).size() > 1) out.weakest_link = std::min(out.weakest_link, link.weight);
  }
  std::pair<std::size_t, std::int64_t> best{0, 0};
  for (const auto record : members) {
    std::pair<std::size_t, std::int64_t> mine{0, 0};
    for (const auto& link : links)
      if (link.left == record || link.right == record) {
        ++mine.first;
        if (link.weight != kUnbreakable) mine.second += link.weight;
      }
    if (best.first > 0 && mine <= best) continue;
    best = mine;
    out.centre = record;
  }
  return out;
}

void expect_equal(const ClusterStructure& found, const ClusterStructure& expected) {
  EXPECT_EQ(found.size, expected.size);
  EXPECT_EQ(found.links, expected.links);
  EXPECT_EQ(found.bridges, expected.bridges);
  EXPECT_EQ(found.articulation_points, expected.articulation_points);
  EXPECT_EQ(found.bridge_split, expected.bridge_split);
  EXPECT_EQ(found.weakest_link, expected.weakest_link);
  EXPECT_EQ(found.centre, expected.centre);
}

TEST(ClusterStructure, two_triangles_on_a_bridge_split_in_the_middle) {
  Links links = {{10, 11, 9}, {10, 12, 8}, {11, 12, 9}, {20, 21, 9}, {20, 22, 9}, {21, 22, 9}, {12, 20, 5}};
  expect_equal(structure_of(links), {6, 7, 1, 2, 3, 5, 20});
}

TEST(ClusterStructure, a_chain_is_all_bridges_and_a_pair_is_one) {
  Links chain = {{1, 2, 7}, {2, 3, 6}, {3, 4, 8}, {4, 5, 9}};
  expect_equal(structure_of(chain), {5, 4, 4, 3, 2, 6, 4});
  Links pair = {{3, 9, -2}};
  expect_equal(structure_of(pair), {2, 1, 1, 0, 1, -2, 3});
}

TEST(ClusterStructure, a_must_link_cannot_fail_and_a_link_beside_it_is_no_bridge) {
  Links alone = {{1, 2, kUnbreakable}};
  expect_equal(structure_of(alone), {2, 0, 0, 0, 0, kUnbreakable, 1});
  Links twice = {{1, 2, 5}, {1, 2, kUnbreakable}, {2, 3, 6}};
  expect_equal(structure_of(twice), {3, 2, 1, 1, 1, 6, 2});
}

TEST(ClusterStructure, agrees_with_taking_away_each_link_and_each_record_in_turn) {
  std::set<std::uint32_t> seen_bridges;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const auto draw = [&](std::uint64_t a, std::uint64_t b) { return mix(mix(seed, a), b); };
    const std::uint64_t n = 2 + draw(1, 0) % 12;
    Links links;
    std::set<std::pair<RecordId, RecordId>> pairs;
    const auto add = [&](std::uint64_t i, std::uint64_t j) {
      const RecordId left = 100 + 7 * std::min(i, j);
      const RecordId right = 100 + 7 * std::max(i, j);
      if (i == j || !pairs.emplace(left, right).second) return;
      const bool must = draw(i + 50, j) % 11 == 0;
      links.push_back({left, right, must ? kUnbreakable : static_cast<std::int64_t>(draw(i, j + 70) % 9) - 2});
    };
    for (std::uint64_t i = 1; i < n; ++i) add(i, draw(2, i) % i);
    const std::uint64_t more = draw(3, 0) % (2 * n);
    for (std::uint64_t e = 0; e < more; ++e) add(draw(4, e) % n, draw(5, e) % n);
    const auto expected = naive(links);
    std::reverse(links.begin(), links.end());
    SCOPED_TRACE(seed);
    const auto found = structure_of(links);
    expect_equal(found, expected);
    seen_bridges.insert(found.bridges);
  }
  EXPECT_GT(seen_bridges.size(), 5U);
}

}  // namespace
}  // namespace onefold::cluster
