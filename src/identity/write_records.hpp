// Writes the table /records of the result.
#pragma once

#include "identity/customers.hpp"
#include "ingest/source_facts.hpp"
#include "memory/write_windows.hpp"
#include "record/columns.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"

namespace onefold::identity {

/// Collective. Writes window by window; also the index of the names of records.
void write_records(const Context& context, const Columns& columns, const ingest::SourceFacts& facts,
                   const Customers& customers, const memory::WindowNeeds& needs, result::ResultWriter& writer);

}  // namespace onefold::identity
