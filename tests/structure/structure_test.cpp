#include "structure/structure.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "record/hash.hpp"

namespace onefold::structure {
namespace {

using Links = std::vector<WeightedLink>;

// Sizes of the parts that `links` form without one link and one record.
std::vector<std::size_t> parts(const Links& links, const std::set<RecordId>& members, std::size_t without_link,
                               RecordId without) {
  std::set<RecordId> left_over = members;
  left_over.erase(without);
  std::vector<std::size_t> sizes;
  while (!left_over.empty()) {
    std::vector<RecordId> part = {*left_over.begin()};
    left_over.erase(left_over.begin());
    for (std::size_t at = 0; at < part.size(); ++at)
      for (std::size_t l = 0; l < links.size(); ++l) {
        if (l == without_link) continue;
        for (const auto& [one, other] :
             {std::pair(links[l].left, links[l].right), std::pair(links[l].right, links[l].left)})
          if (one == part[at] && left_over.erase(other) > 0) part.push_back(other);
      }
    sizes.push_back(part.size());
  }
  return sizes;
}

// [record] the share of pairs of other records whose shortest paths run through it: follows all paths, pair by pair.
std::map<RecordId, double> betweenness(const Links& links, const std::set<RecordId>& members) {
  std::map<RecordId, double> between;
  std::map<RecordId, std::map<RecordId, std::pair<int, double>>>
      ways;  // (from, to): length and number of shortest paths
  for (const auto from : members) {
    auto& mine = ways[from];
    mine[from] = {0, 1};
    for (int length = 0; mine.size() < members.size(); ++length) {
      std::map<RecordId, std::pair<int, double>> next;
      for (const auto& link : links)
        for (const auto& [one, other] : {std::pair(link.left, link.right), std::pair(link.right, link.left)}) {
          const auto at = mine.find(one);
          if (at == mine.end() || at->second.first != length || mine.contains(other)) continue;
          next[other].first = length + 1;
          next[other].second += at->second.second;
        }
      mine.insert(next.begin(), next.end());
    }
  }
  const auto n = static_cast<double>(members.size());
  for (const auto record : members)
    for (const auto from : members)
      for (const auto to : members) {
        if (from >= to || record == from || record == to) continue;
        const auto& [length, number] = ways[from][to];
        const auto& [length_before, number_before] = ways[from][record];
        const auto& [length_behind, number_behind] = ways[record][to];
        if (length_before + length_behind == length)
          between[record] += number_before * number_behind / number / ((n - 1) * (n - 2) / 2);
      }
  return between;
}

// Removes each link and each record in turn, and tries each threshold. There are no must-links in addition to links.
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
    if (parts(heavier, members, links.size(), kNobody).size() > 1)
      out.weakest_link = std::min(out.weakest_link, link.weight);
  }
  auto between = betweenness(links, members);
  std::tuple<std::int64_t, std::size_t, std::int64_t> best{-1, 0, 0};
  for (const auto record : members) {
    std::tuple<std::int64_t, std::size_t, std::int64_t> mine{
        std::llround(between[record] * static_cast<double>(kWholeCentrality)), 0, 0};
    for (const auto& link : links)
      if (link.left == record || link.right == record) {
        ++std::get<1>(mine);
        if (link.weight != kUnbreakable) std::get<2>(mine) += link.weight;
      }
    if (mine <= best) continue;
    best = mine;
    out.centre = record;
  }
  out.centrality = std::get<0>(best);
  return out;
}

void expect_equal(const ClusterStructure& found, const ClusterStructure& expected) {
  EXPECT_EQ(found.size, expected.size);
  EXPECT_EQ(found.links, expected.links);
  EXPECT_EQ(found.bridges, expected.bridges);
  EXPECT_EQ(found.articulation_points, expected.articulation_points);
  EXPECT_EQ(found.bridge_split, expected.bridge_split);
  EXPECT_EQ(found.weakest_link, expected.weakest_link);
  EXPECT_EQ(found.centrality, expected.centrality);
  EXPECT_EQ(found.centre, expected.centre);
}

std::int64_t share(double part, double all) { return std::llround(part / all * static_cast<double>(kWholeCentrality)); }

TEST(ClusterStructure, two_triangles_on_a_bridge_split_in_the_middle) {
  Links links = {{10, 11, 9}, {10, 12, 8}, {11, 12, 9}, {20, 21, 9}, {20, 22, 9}, {21, 22, 9}, {12, 20, 5}};
  expect_equal(structure_of(links), {6, 7, 1, 2, 3, 5, share(6, 10), 20});
}

TEST(ClusterStructure, a_chain_is_all_bridges_and_a_pair_is_one) {
  Links chain = {{1, 2, 7}, {2, 3, 6}, {3, 4, 8}, {4, 5, 9}};
  expect_equal(structure_of(chain), {5, 4, 4, 3, 2, 6, share(4, 6), 3});
  Links pair = {{3, 9, -2}};
  expect_equal(structure_of(pair), {2, 1, 1, 0, 1, -2, 0, 3});
}

TEST(ClusterStructure, a_must_link_cannot_fail_and_a_link_beside_it_is_no_bridge) {
  Links alone = {{1, 2, kUnbreakable}};
  expect_equal(structure_of(alone), {2, 0, 0, 0, 0, kUnbreakable, 0, 1});
  Links twice = {{1, 2, 5}, {1, 2, kUnbreakable}, {2, 3, 6}};
  expect_equal(structure_of(twice), {3, 2, 1, 1, 1, 6, kWholeCentrality, 2});
}

TEST(ClusterStructure, if_all_are_linked_none_is_central_and_density_is_one) {
  Links links = {{1, 2, 5}, {1, 3, 5}, {1, 4, 5}, {2, 3, 5}, {2, 4, 6}, {3, 4, 5}};
  const auto found = structure_of(links);
  expect_equal(found, {4, 6, 0, 0, 0, 5, 0, 2});
  EXPECT_EQ(density_of(found.size, found.links), 1);
  EXPECT_EQ(density_of(4, 3), 0.5);
  EXPECT_EQ(density_of(1, 0), 1);
}

TEST(ClusterStructure, a_star_depends_on_its_centre_alone) {
  Links star = {{1, 9, 5}, {2, 9, 5}, {3, 9, 5}, {4, 9, 5}};
  const auto found = structure_of(star);
  expect_equal(found, {5, 4, 4, 1, 1, 5, kWholeCentrality, 9});
  EXPECT_EQ(centrality_of(found), 1);
  EXPECT_TRUE(std::isnan(centrality_of({.size = 0})));
}

TEST(ClusterStructure, centrality_that_would_take_too_long_is_not_computed_and_the_centre_goes_by_links) {
  // Record 7 has links to all, the others to four of five.
  const auto graph = [](RecordId n) {
    Links links;
    for (RecordId i = 0; i < n; ++i)
      for (RecordId j = i + 1; j < n; ++j)
        if (i == 7 || j == 7 || mix(i, j) % 5 != 0) links.push_back({i, j, 1});
    return links;
  };
  auto small = graph(60);
  EXPECT_GT(structure_of(small).centrality, 0);
  auto large = graph(1'000);
  const auto found = structure_of(large);
  EXPECT_EQ(found.centrality, kUnknownCentrality);
  EXPECT_EQ(found.centre, 7U);
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
}  // namespace onefold::structure
