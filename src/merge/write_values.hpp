// Writes what the records themselves said, if the job keeps it: /records/value, /records/cleansed, /records/updated.
#pragma once

#include "memory/write_windows.hpp"
#include "record/columns.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"

namespace onefold::merge {

/// Collective. Writes window by window, attribute by attribute: reads the pages of a window from the work directory and
/// passes them on, so each rank holds the texts of its part of a window. Call it before write_customers(), which removes
/// the raw values.
void write_values(const Context& context, const Columns& columns, const memory::WindowNeeds& needs,
                  result::ResultWriter& writer);

}  // namespace onefold::merge
