#include "structure/write_structures.hpp"

#include <cstdint>
#include <limits>

#include "result/customers_table.hpp"
#include "structure/structure.hpp"

namespace onefold::structure {

void write_structures(const cluster::Clusters& clusters, const std::vector<CustomerStructure>& structures,
                      result::ResultWriter& writer) {
  using result::CustomersTable;
  using Structure = ClusterStructure;
  const auto write_column = [&](const auto& column, auto value_of) {
    std::vector<decltype(value_of(Structure{}, 0))> values;
    values.reserve(clusters.size());
    auto next = structures.begin();
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      const bool is_one = next == structures.end() || next->customer != clusters.id(c);
      values.push_back(value_of(is_one ? Structure{.size = 1, .centre = clusters.id(c)} : next->links,
                                clusters.begins[c + 1] - clusters.begins[c]));
      if (!is_one) ++next;
    }
    column.write(writer, values);
  };
  const auto write_count = [&](const auto& column, std::uint32_t Structure::*count) {
    write_column(column, [&](const Structure& s, std::uint64_t) {
      return s.size == 0 ? -1 : static_cast<std::int32_t>(s.*count);
    });
  };
  write_column(CustomersTable::kLinks,
               [](const Structure& s, std::uint64_t) { return static_cast<std::int64_t>(s.links); });
  write_column(CustomersTable::kDensity,
               [](const Structure& s, std::uint64_t size) { return density_of(size, s.links); });
  write_count(CustomersTable::kBridges, &Structure::bridges);
  write_count(CustomersTable::kBridgeSplit, &Structure::bridge_split);
  write_count(CustomersTable::kArticulationPoints, &Structure::articulation_points);
  write_column(CustomersTable::kWeakestLink, [](const Structure& s, std::uint64_t) {
    if (s.size == 0) return std::numeric_limits<double>::quiet_NaN();
    return s.weakest_link == kUnbreakable ? std::numeric_limits<double>::infinity() : to_double(s.weakest_link);
  });
  write_column(CustomersTable::kCentrality, [](const Structure& s, std::uint64_t) { return centrality_of(s); });
  write_column(CustomersTable::kCentre, [](const Structure& s, std::uint64_t) {
    return s.size == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(s.centre);
  });
}

}  // namespace onefold::structure
