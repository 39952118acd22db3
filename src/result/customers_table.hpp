// The table /customers: one row per customer, ascending by cluster id.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

/// Too large for the memory of a rank: written and read column by column, in windows of rows.
struct CustomersTable {
  static inline const Column<std::int64_t> kPin{"/customers/pin"};
  static inline const Column<std::int64_t> kClusterId{"/customers/cluster_id"};
  static inline const Column<std::int64_t> kSize{"/customers/size"};
  static inline const Column<std::int64_t> kLinks{"/customers/links", Presence::optional};
  static inline const Column<double> kDensity{"/customers/density", Presence::optional};
  static inline const Column<std::int32_t> kBridges{"/customers/bridges", Presence::optional};
  static inline const Column<std::int32_t> kBridgeSplit{"/customers/bridge_split", Presence::optional};
  static inline const Column<std::int32_t> kArticulationPoints{"/customers/articulation_points", Presence::optional};
  static inline const Column<double> kWeakestLink{"/customers/weakest_link_log2", Presence::optional};
  static inline const Column<std::int64_t> kCentre{"/customers/centre", Presence::optional};
  static inline const Column<double> kCentrality{"/customers/centrality", Presence::optional};
  /// One dataset per attribute: the surviving values as written, and as other systems load them.
  [[nodiscard]] static Column<Text> golden(std::string_view attribute) {
    return {std::string("/customers/golden/").append(attribute)};
  }
  /// Of golden(): 0 for a missing value, 1 for others; only if one of them is an empty text.
  [[nodiscard]] static Column<std::int8_t> golden_present(std::string_view attribute) {
    return {std::string("/customers/golden/").append(attribute).append("/present"), Presence::optional};
  }
  [[nodiscard]] static Column<Text> cleansed(std::string_view attribute) {
    return {std::string("/customers/cleansed/").append(attribute)};
  }
};

/// Why the value of an attribute survived: a group of columns per attribute.
struct LineageColumns {
  explicit LineageColumns(std::string_view attribute)
      : record{name_of(attribute, "record")},
        rule{name_of(attribute, "rule")},
        score{name_of(attribute, "score")},
        runner_up{name_of(attribute, "runner_up")},
        distinct{name_of(attribute, "distinct")} {}

  Column<std::int64_t> record;     ///< the record that the value comes from; -1: missing, or set by a steward
  Column<std::int8_t> rule;        ///< LineageRule
  Column<std::int32_t> score;      ///< trust in thousandths of a point; 0 for other rules
  Column<std::int64_t> runner_up;  ///< the record whose value would survive otherwise; -1: there is one value
  Column<std::int32_t> distinct;   ///< number of different values

 private:
  static std::string name_of(std::string_view attribute, std::string_view column) {
    return std::string("/customers/lineage/").append(attribute).append("/").append(column);
  }
};

/// Rows of the columns that describe how links hold a customer together. A file has all of these columns or none.
struct StructureRows {
  std::vector<std::int64_t> links, centre;
  std::vector<std::int32_t> bridges, bridge_split, articulation_points;
  std::vector<double> density, weakest_link_log2, centrality;

  [[nodiscard]] static bool are_in(const ResultReader& reader) { return CustomersTable::kCentrality.is_in(reader); }
  /// Local. Throws Error(input) if a column is missing or shorter.
  [[nodiscard]] static StructureRows read(const ResultReader& reader, std::uint64_t first, std::uint64_t count);
};

}  // namespace onefold::result
