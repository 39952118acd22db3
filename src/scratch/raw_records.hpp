// What ingest and cleanse leave of the raw rows in the work directory, and how it is read back.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/attribute.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"
#include "scratch/text_slices.hpp"

namespace onefold::scratch {

/// Per record: text {source id, true id}, wide {moment of the last change}.
inline const std::string kParkedRecords = "records";
inline constexpr RowSchema kParkedRecordSchema{2, 1, 0};

/// Raw values of one attribute: text {value as written}.
inline std::string parked_attribute(AttributeIndex attribute) { return "raw-" + std::to_string(attribute); }
inline constexpr RowSchema kParkedAttributeSchema{1, 0, 0};

/// What merge asks of cleansed values; 0: missing. Which are equal, where values are counted: u32 {code} of a coded
/// column, else u64 {Column::value_id}. Elsewhere u32 {1} for all that are there.
inline std::string parked_value_ids(AttributeIndex attribute) { return "value-" + std::to_string(attribute); }
enum class ValueIds : std::uint8_t { present, codes, wide };
[[nodiscard]] inline ValueIds value_ids_of(const config::Job& job, AttributeIndex attribute, Storage storage) {
  if (job.merge.rules[attribute] != config::SurvivorshipRule::most_frequent) return ValueIds::present;
  return storage == Storage::coded ? ValueIds::codes : ValueIds::wide;
}
[[nodiscard]] constexpr RowSchema schema_of(ValueIds ids) {
  return ids == ValueIds::wide ? RowSchema{0, 1, 0} : RowSchema{0, 0, 1};
}

/// Local. All that follow take back the rows of this rank's records, except where a range of records is given.
/// Bytes of an attribute's values as they lie on disk: 4 a row and the text.
[[nodiscard]] PageExtent parked_extent(const Context& context, const Columns& columns, AttributeIndex attribute);
void for_each_parked_page(const Context& context, const Columns& columns, AttributeIndex attribute,
                          const std::function<void(const RowPage&)>& use);
[[nodiscard]] TextColumn read_parked_values(const Context& context, const Columns& columns, AttributeIndex attribute);
[[nodiscard]] std::vector<std::int64_t> read_parked_moments(const Context& context, const Columns& columns);
[[nodiscard]] std::vector<std::uint64_t> read_parked_value_ids(const Context& context, const Columns& columns,
                                                               AttributeIndex attribute);

}  // namespace onefold::scratch
