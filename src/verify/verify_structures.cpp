#include <algorithm>
#include <cmath>
#include <limits>

#include "record/weight.hpp"
#include "structure/structure.hpp"
#include "verify/verify_edges.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

struct LinkOfCluster {
  std::int64_t cluster;
  structure::WeightedLink link;
};

void check_one(const result::StructureRows& claims, std::size_t at, std::int64_t cluster,
               const structure::ClusterStructure& found) {
  const auto expect = [&](std::int64_t claimed, auto computed, const char* what) {
    require(claimed == static_cast<std::int64_t>(computed),
            "customer of cluster {}: {} {}, but {} follows from its links", cluster, what, claimed, computed);
  };
  expect(claims.links[at], found.links, "links");
  expect(claims.bridges[at], found.bridges, "bridges");
  expect(claims.bridge_split[at], found.bridge_split, "bridge_split");
  expect(claims.articulation_points[at], found.articulation_points, "articulation_points");
  expect(claims.centre[at], found.centre, "centre");
  const auto expect_number = [&](double claimed, double computed, const char* what) {
    require(claimed == computed || (std::isnan(claimed) && std::isnan(computed)),
            "customer of cluster {}: {} {}, but {} follows from its links", cluster, what, claimed, computed);
  };
  expect_number(claims.weakest_link_log2[at],
                found.weakest_link == structure::kUnbreakable ? std::numeric_limits<double>::infinity()
                                                              : to_double(found.weakest_link),
                "weakest_link_log2");
  expect_number(claims.density[at], structure::density_of(found.size, found.links), "density");
  expect_number(claims.centrality[at], structure::centrality_of(found), "centrality");
}

}  // namespace

std::string check_structures(const result::ResultReader& file, const std::vector<std::int64_t>& cluster_of,
                             std::uint64_t max_links) {
  if (!result::StructureRows::are_in(file)) return "not in this file";
  const std::uint64_t num_customers = CustomersTable::kClusterId.num_rows(file);
  for (const std::string& name :
       {CustomersTable::kLinks.name, CustomersTable::kDensity.name, CustomersTable::kBridges.name,
        CustomersTable::kBridgeSplit.name, CustomersTable::kArticulationPoints.name, CustomersTable::kWeakestLink.name,
        CustomersTable::kCentrality.name, CustomersTable::kCentre.name})
    require(file.num_rows(name) == num_customers, "{} has {} rows, but there are {} customers", name,
            file.num_rows(name), num_customers);
  const result::ScoreTables tables = result::read_score_tables(file);
  const auto must = result::read_must_links(file);
  const result::EdgeScoring scoring(file);
  const auto for_each_link = [&](auto use) {
    result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
      const auto left = EdgesTable::kLeft.read(file, first, count);
      const auto right = EdgesTable::kRight.read(file, first, count);
      const auto weight = scoring.read(first, count).weight_log2;
      for (std::uint64_t i = 0; i < count; ++i) {
        const std::int64_t cluster = cluster_of[static_cast<std::size_t>(left[i])];
        if (tables.is_link(weight[i]) && cluster == cluster_of[static_cast<std::size_t>(right[i])])
          use(cluster, left[i], right[i], to_fixed(weight[i]));
      }
    });
  };
  // 1. Count the links of each customer: customers whose links fit in memory together are checked together.
  std::vector<std::uint32_t> num_links(cluster_of.size(), 0);
  for_each_link([&](std::int64_t cluster, std::int64_t, std::int64_t, std::int64_t) {
    ++num_links[static_cast<std::size_t>(cluster)];
  });
  // 2. Check the customers in ranges of their ids.
  std::uint64_t looked_at = 0;
  std::uint64_t on_a_bridge = 0;
  for (std::uint64_t begin = 0; begin < num_customers;) {
    std::vector<std::int64_t> ids;
    std::uint64_t sum = 0;
    std::uint64_t end = begin;
    for (bool full = false; !full && end < num_customers;) {
      const std::uint64_t count = std::min(result::kSliceRows, num_customers - end);
      const auto slice = CustomersTable::kClusterId.read(file, end, count);
      std::uint64_t taken = 0;
      for (; taken < count && (ids.empty() || sum + num_links[static_cast<std::size_t>(slice[taken])] <= max_links);
           ++taken) {
        ids.push_back(slice[taken]);
        sum += num_links[static_cast<std::size_t>(slice[taken])];
      }
      full = taken < count;
      end += taken;
    }
    const auto claims = result::StructureRows::read(file, begin, ids.size());
    const auto sizes = CustomersTable::kSize.read(file, begin, ids.size());
    // For customers that were too large to analyse, only the number of links is known.
    const auto row_of = [&](std::int64_t cluster) {
      return static_cast<std::size_t>(std::lower_bound(ids.begin(), ids.end(), cluster) - ids.begin());
    };
    const auto is_here = [&](std::int64_t cluster) {
      return cluster >= ids.front() && cluster <= ids.back() && claims.bridges[row_of(cluster)] != -1;
    };
    std::vector<LinkOfCluster> links;
    for_each_link([&](std::int64_t cluster, std::int64_t left, std::int64_t right, std::int64_t weight) {
      if (is_here(cluster))
        links.push_back({cluster, {static_cast<RecordId>(left), static_cast<RecordId>(right), weight}});
    });
    for (const auto& pair : must)
      if (const auto cluster = cluster_of[static_cast<std::size_t>(pair.left)]; is_here(cluster))
        links.push_back(
            {cluster, {static_cast<RecordId>(pair.left), static_cast<RecordId>(pair.right), structure::kUnbreakable}});
    std::sort(links.begin(), links.end(),
              [](const LinkOfCluster& a, const LinkOfCluster& b) { return a.cluster < b.cluster; });
    auto next = links.begin();
    std::vector<structure::WeightedLink> of_one;
    for (std::size_t at = 0; at < ids.size(); ++at) {
      const std::int64_t cluster = ids[at];
      if (claims.bridges[at] == -1) {
        const std::uint64_t links_here = num_links[static_cast<std::size_t>(cluster)];
        require(claims.links[at] == static_cast<std::int64_t>(links_here) && sizes[at] > 1 &&
                    claims.density[at] == structure::density_of(static_cast<std::uint64_t>(sizes[at]), links_here),
                "customer of cluster {}: {} links of {} records, density {}; there are {} links", cluster,
                claims.links[at], sizes[at], claims.density[at], links_here);
        continue;
      }
      of_one.clear();
      for (; next != links.end() && next->cluster == cluster; ++next) of_one.push_back(next->link);
      check_one(claims, at, cluster,
                of_one.empty() ? structure::ClusterStructure{.size = 1, .centre = static_cast<RecordId>(cluster)}
                               : structure::structure_of(of_one));
      ++looked_at;
      on_a_bridge += claims.bridge_split[at] > 1 ? 1 : 0;
    }
    begin = end;
  }
  return fmt::format(
      "links, bridges, weakest links and centres of {} customers; {} have a bridge with two records or more on each "
      "side",
      looked_at, on_a_bridge);
}

}  // namespace onefold::verify
