#include "ingest/record_origins.hpp"

#include <string>

#include "ingest/ingest.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::ingest {

RecordOrigins read_record_origins(const Context& context, const SourceFacts& facts, const Columns& columns,
                                  RecordId first, RecordId last) {
  RecordOrigins records;
  const scratch::TextSliceReader reader(context.work, scratch::kRawRecords, scratch::kRawRecordSchema);
  reader.for_each_page(first, last, [&](const scratch::RowPage& page) {
    for (std::size_t i = 0; i < page.size(); ++i) {
      const RecordId id = page.first_id() + i;
      const std::uint32_t source = columns.source_of(id);
      const std::uint64_t row = ingest::row_of(id, facts.sources[source], facts.quarantined_rows[source]);
      records.source.push_back(static_cast<std::int32_t>(source));
      records.row.push_back(static_cast<std::int64_t>(row));
      if (context.job.sources[source].id.empty())
        records.source_id.push_back(std::to_string(row));
      else
        records.source_id.push_back(page.text(0, i));
    }
    page.append_text(1, records.true_id);
  });
  return records;
}

}  // namespace onefold::ingest
