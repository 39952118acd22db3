// Where each record comes from, as the result shows it.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/source_facts.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::ingest {

/// Records as the result shows them.
struct RecordOrigins {
  std::vector<std::int32_t> source;
  std::vector<std::int64_t> row;
  TextColumn source_id;
  TextColumn true_id;
};
/// Local. Records first .. last - 1.
[[nodiscard]] RecordOrigins read_record_origins(const Context& context, const SourceFacts& facts,
                                                const Columns& columns, RecordId first, RecordId last);

}  // namespace onefold::ingest
