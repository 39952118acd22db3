#include "identity/write_records.hpp"

#include <algorithm>
#include <optional>

#include "ingest/record_origins.hpp"
#include "result/records_table.hpp"

namespace onefold::identity {

using result::RecordsTable;

void write_records(const Context& context, const Columns& columns, const ingest::SourceFacts& facts,
                   const Customers& customers, const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const auto& world = context.world;
  const std::uint64_t num_records = columns.distribution.num_global();
  RecordsTable::kPin.write(writer, customers.record_pins);
  RecordsTable::kClusterId.write(writer, result::as_signed(customers.record_clusters));

  auto source = RecordsTable::kSource.begin(writer, num_records);
  auto row = RecordsTable::kRow.begin(writer, num_records);
  auto source_id = RecordsTable::kSourceId.begin_text(writer, num_records);
  std::optional<result::TextStream> true_id;
  if (facts.has_true_ids) true_id.emplace(RecordsTable::kTrueId.begin_text(writer, num_records));
  const std::uint64_t max_rows = memory::window_rows(context, needs);
  for (std::uint64_t begin = 0; begin < num_records; begin += max_rows) {
    const BlockDistribution window(std::min(max_rows, num_records - begin), world.size());
    ingest::RecordOrigins records;
    mpi::run_locally(world, [&] {
      records = ingest::read_record_origins(context, facts, columns, begin + window.begin(world.rank()),
                                            begin + window.end(world.rank()));
    });
    source.append(records.source);
    row.append(records.row);
    source_id.append(records.source_id);
    if (true_id) true_id->append(records.true_id);
  }
  source.finish();
  row.finish();
  source_id.finish();
  if (true_id) true_id->finish();
}

}  // namespace onefold::identity
