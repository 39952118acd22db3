// Where each record comes from: source, row, source id and true id.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/source_facts.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::ingest {

/// The origins in the form that the result shows.
struct RecordOrigins {
  std::vector<std::int32_t> source;
  std::vector<std::int64_t> row;
  TextColumn source_id;
  TextColumn true_id;
};
/// Local. Reads the origins of records first .. last - 1 from the work directory. Without an id column, the id of a
/// record is its row.
[[nodiscard]] RecordOrigins read_record_origins(const Context& context, const SourceFacts& facts,
                                                const Columns& columns, RecordId first, RecordId last);

}  // namespace onefold::ingest
