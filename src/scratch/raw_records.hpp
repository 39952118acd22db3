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

/// Raw values of one attribute: text {value as written; an empty text has a mark (record/empty_text.hpp)}.
inline std::string raw_attribute(AttributeIndex attribute) { return "raw-" + std::to_string(attribute); }
inline constexpr RowSchema kRawAttributeSchema{1, 0, 0};

/// Cleansed values of one attribute, if the result keeps them: text {value}. Same schema as raw_attribute().
inline std::string cleansed_texts(AttributeIndex attribute) { return "cleansed-" + std::to_string(attribute); }

/// Times of the last change of an attribute's values, if a source has `updated_of` for it: wide {moment, as
/// pack_moment() says}. Records of other sources have the time of the record.
inline std::string updated_times(AttributeIndex attribute) { return "updated-" + std::to_string(attribute); }
inline constexpr RowSchema kUpdatedTimesSchema{0, 1, 0};

/// What merge needs to know of an attribute's cleansed values, to tell equal ones from different ones; 0 means missing.
/// u32 {code} for a coded column, u64 {Column::value_id} for others.
inline std::string cleansed_value_ids(AttributeIndex attribute) { return "value-" + std::to_string(attribute); }
enum class ValueIds : std::uint8_t { codes, wide };
[[nodiscard]] constexpr ValueIds value_ids_of(Storage storage) {
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
/// As they are stored: empty texts have their mark.
[[nodiscard]] TextColumn read_raw_values(const Context& context, const Columns& columns, AttributeIndex attribute);
[[nodiscard]] std::vector<std::int64_t> read_raw_moments(const Context& context, const Columns& columns);
/// The same for the records first .. last - 1.
[[nodiscard]] std::vector<std::int64_t> read_raw_moments(const Context& context, const Columns& columns, RecordId first,
                                                         RecordId last);
/// The same for the values of an attribute.
[[nodiscard]] std::vector<std::int64_t> read_cell_moments(const Context& context, const Columns& columns,
                                                          AttributeIndex attribute);
/// Hashes of source name and source id: what random choices of records depend on, so that the order of the input does
/// not change them. Records of a source without ids have a hash of their RecordId; equal rows must not be chosen
/// together.
[[nodiscard]] std::vector<std::uint64_t> read_record_hashes(const Context& context, const Columns& columns);
/// Source ids; empty for sources without them.
[[nodiscard]] TextColumn read_source_ids(const Context& context, const Columns& columns);
[[nodiscard]] std::vector<std::uint64_t> read_cleansed_value_ids(const Context& context, const Columns& columns,
                                                                 AttributeIndex attribute);

}  // namespace onefold::scratch
