#include "result/customers_table.hpp"

namespace onefold::result {

StructureRows StructureRows::read(const ResultReader& reader, std::uint64_t first, std::uint64_t count) {
  StructureRows rows;
  rows.links = CustomersTable::kLinks.read(reader, first, count);
  rows.centre = CustomersTable::kCentre.read(reader, first, count);
  rows.bridges = CustomersTable::kBridges.read(reader, first, count);
  rows.bridge_split = CustomersTable::kBridgeSplit.read(reader, first, count);
  rows.articulation_points = CustomersTable::kArticulationPoints.read(reader, first, count);
  rows.density = CustomersTable::kDensity.read(reader, first, count);
  rows.weakest_link_log2 = CustomersTable::kWeakestLink.read(reader, first, count);
  rows.centrality = CustomersTable::kCentrality.read(reader, first, count);
  return rows;
}

}  // namespace onefold::result
