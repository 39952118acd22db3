// Writes the tables /runs, /history, /retired and /crosswalk of the result.
#pragma once

#include "identity/customers.hpp"
#include "result/result_writer.hpp"

namespace onefold::identity {

/// Collective. Reads the history of the previous result once more. Frees the rows of the lineage.
void write_lineage(const Context& context, Customers& customers, result::ResultWriter& writer);

}  // namespace onefold::identity
