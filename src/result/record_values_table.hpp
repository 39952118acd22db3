// What the records themselves said, if the job keeps it ([output] values): part of the table /records.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "result/column.hpp"

namespace onefold::result {

/// Too large for the memory of a rank: written and read column by column, in windows of rows.
struct RecordValuesTable {
  /// Stands in `updated` where the time is missing.
  static constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
  static inline const Column<std::int64_t> kUpdated{"/records/updated", Presence::optional};
  /// One dataset per attribute: the values as their sources wrote them.
  [[nodiscard]] static Column<Text> value(std::string_view attribute) {
    return {std::string("/records/value/").append(attribute), Presence::optional};
  }
  /// Of value(): 0 for a missing value, 1 for others; only if one of them is an empty text.
  [[nodiscard]] static Column<std::int8_t> present(std::string_view attribute) {
    return {std::string("/records/value/").append(attribute).append("/present"), Presence::optional};
  }
  /// One dataset per attribute: the values that were compared.
  [[nodiscard]] static Column<Text> cleansed(std::string_view attribute) {
    return {std::string("/records/cleansed/").append(attribute), Presence::optional};
  }
};

}  // namespace onefold::result
