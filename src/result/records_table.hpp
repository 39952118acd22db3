// The table /records: one row per record; the row number is the record id.
#pragma once

#include <cstdint>

#include "result/column.hpp"

namespace onefold::result {

/// Too large for the memory of a rank: written and read column by column, in windows of rows.
struct RecordsTable {
  static inline const Column<std::int32_t> kSource{"/records/source"};
  static inline const Column<Text> kSourceId{"/records/source_id"};
  static inline const Column<std::int64_t> kRow{"/records/row"};
  static inline const Column<std::int64_t> kPin{"/records/pin"};
  static inline const Column<std::int64_t> kClusterId{"/records/cluster_id"};
  static inline const Column<Text> kTrueId{"/records/true_id", Presence::optional};
};

}  // namespace onefold::result
