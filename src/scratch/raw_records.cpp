#include "scratch/raw_records.hpp"

#include <algorithm>

#include "record/hash.hpp"

namespace onefold::scratch {

namespace {

void for_each_local_page(const Context& context, const Columns& columns, const std::string& product, RowSchema schema,
                         const std::function<void(const RowPage&)>& use) {
  const TextSliceReader reader(context.work, product, schema);
  reader.for_each_page(columns.first_record, columns.first_record + columns.num_local_rows, use);
}

struct RecordRange {
  RecordId first, last;
};

RecordRange local_records(const Columns& columns) {
  return {columns.first_record, columns.first_record + columns.num_local_rows};
}

std::vector<std::int64_t> read_moments(const Context& context, const Columns& columns, const std::string& product,
                                       RowSchema schema, RecordRange records) {
  std::vector<std::int64_t> moments;
  moments.reserve(records.last - records.first);
  const auto& readings = columns.date_readings;
  TextSliceReader(context.work, product, schema).for_each_page(records.first, records.last, [&](const RowPage& page) {
    for (std::size_t i = 0; i < page.size();) {
      const std::uint32_t source = columns.source_of(page.first_id() + i);
      const auto order = readings.empty() ? DateOrder::day_first : readings[source].back().order;
      const std::size_t end = std::min<std::uint64_t>(page.size(), columns.source_ends[source] - page.first_id());
      for (; i < end; ++i) moments.push_back(unpack_moment(page.wide(0, i), order));
    }
  });
  return moments;
}

}  // namespace

PageExtent raw_extent(const Context& context, const Columns& columns, AttributeIndex attribute) {
  const TextSliceReader reader(context.work, raw_attribute(attribute), kRawAttributeSchema);
  return reader.extent(columns.first_record, columns.first_record + columns.num_local_rows);
}

void for_each_raw_page(const Context& context, const Columns& columns, AttributeIndex attribute,
                       const std::function<void(const RowPage&)>& use) {
  for_each_local_page(context, columns, raw_attribute(attribute), kRawAttributeSchema, use);
}

TextColumn read_raw_values(const Context& context, const Columns& columns, AttributeIndex attribute) {
  TextColumn raw;
  // A growing column is copied, and both copies exist meanwhile; reserving avoids that. Pages that are never touched
  // take no memory, so reserving too much is harmless.
  raw.reserve(columns.num_local_rows, raw_extent(context, columns, attribute).num_bytes);
  for_each_raw_page(context, columns, attribute, [&](const RowPage& page) { page.append_text(0, raw); });
  return raw;
}

std::vector<std::int64_t> read_raw_moments(const Context& context, const Columns& columns) {
  return read_moments(context, columns, kRawRecords, kRawRecordSchema, local_records(columns));
}

std::vector<std::int64_t> read_raw_moments(const Context& context, const Columns& columns, RecordId first,
                                           RecordId last) {
  return read_moments(context, columns, kRawRecords, kRawRecordSchema, {first, last});
}

std::vector<std::int64_t> read_cell_moments(const Context& context, const Columns& columns, AttributeIndex attribute) {
  if (!config::has_updated_of(context.job, attribute)) return read_raw_moments(context, columns);
  return read_moments(context, columns, updated_times(attribute), kUpdatedTimesSchema, local_records(columns));
}

std::vector<std::uint64_t> read_record_hashes(const Context& context, const Columns& columns) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(columns.num_local_rows);
  for_each_local_page(context, columns, kRawRecords, kRawRecordSchema, [&](const RowPage& page) {
    for (std::size_t i = 0; i < page.size();) {
      const std::uint32_t source = columns.source_of(page.first_id() + i);
      const std::uint64_t of_source = hash_bytes(context.job.sources[source].name);
      const bool has_ids = !context.job.sources[source].id.empty();
      const std::size_t end = std::min<std::uint64_t>(page.size(), columns.source_ends[source] - page.first_id());
      for (; i < end; ++i)
        hashes.push_back(has_ids ? hash_bytes(page.text(0, i), of_source) : mix(of_source, page.first_id() + i));
    }
  });
  return hashes;
}

TextColumn read_source_ids(const Context& context, const Columns& columns) {
  TextColumn ids;
  for_each_local_page(context, columns, kRawRecords, kRawRecordSchema,
                      [&](const RowPage& page) { page.append_text(0, ids); });
  return ids;
}

std::vector<std::uint64_t> read_cleansed_value_ids(const Context& context, const Columns& columns,
                                                   AttributeIndex attribute) {
  const auto kind = value_ids_of(columns.attributes[attribute].storage);
  std::vector<std::uint64_t> ids;
  ids.reserve(columns.num_local_rows);
  for_each_local_page(context, columns, cleansed_value_ids(attribute), schema_of(kind), [&](const RowPage& page) {
    for (std::size_t i = 0; i < page.size(); ++i)
      ids.push_back(kind == ValueIds::wide ? page.wide(0, i) : page.narrow(0, i));
  });
  return ids;
}

}  // namespace onefold::scratch
