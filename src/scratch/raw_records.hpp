// The products that ingest and cleanse make of the raw rows, and how later stages read them.
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

/// Per record: text {source id, true id}, wide {moment of the last change, as pack_moment() says}.
inline const std::string kRawRecords = "records";
inline constexpr RowSchema kRawRecordSchema{2, 1, 0};

/// Raw values of one attribute: text {value as written}.
inline std::string raw_attribute(AttributeIndex attribute) { return "raw-" + std::to_string(attribute); }
inline constexpr RowSchema kRawAttributeSchema{1, 0, 0};

/// Cleansed values of one attribute, if the result keeps them: text {value}. Same schema as raw_attribute().
inline std::string cleansed_texts(AttributeIndex attribute) { return "cleansed-" + std::to_string(attribute); }

/// What merge needs to know of an attribute's cleansed values; 0 means missing. If the survivorship rule counts equal
/// values: u32 {code} for a coded column, u64 {Column::value_id} for others. For other rules: u32 {1} if there is a
/// value.
inline std::string cleansed_value_ids(AttributeIndex attribute) { return "value-" + std::to_string(attribute); }
enum class ValueIds : std::uint8_t { present, codes, wide };
[[nodiscard]] inline ValueIds value_ids_of(const config::Job& job, AttributeIndex attribute, Storage storage) {
  if (job.merge.rules[attribute] != config::SurvivorshipRule::most_frequent) return ValueIds::present;
  return storage == Storage::coded ? ValueIds::codes : ValueIds::wide;
}
[[nodiscard]] constexpr RowSchema schema_of(ValueIds ids) {
  return ids == ValueIds::wide ? RowSchema{0, 1, 0} : RowSchema{0, 0, 1};
}

/// The functions below are local. They all read the rows of this rank's records.
/// Bytes of an attribute's values on disk: 4 per row and the text.
[[nodiscard]] PageExtent raw_extent(const Context& context, const Columns& columns, AttributeIndex attribute);
void for_each_raw_page(const Context& context, const Columns& columns, AttributeIndex attribute,
                       const std::function<void(const RowPage&)>& use);
[[nodiscard]] TextColumn read_raw_values(const Context& context, const Columns& columns, AttributeIndex attribute);
[[nodiscard]] std::vector<std::int64_t> read_raw_moments(const Context& context, const Columns& columns);
/// The same for the records first .. last - 1.
[[nodiscard]] std::vector<std::int64_t> read_raw_moments(const Context& context, const Columns& columns, RecordId first,
                                                         RecordId last);
[[nodiscard]] std::vector<std::uint64_t> read_cleansed_value_ids(const Context& context, const Columns& columns,
                                                                 AttributeIndex attribute);

}  // namespace onefold::scratch
