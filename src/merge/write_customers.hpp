// Writes the table /customers of the result: golden records with the lineage of each value.
#pragma once

#include <vector>

#include "identity/customers.hpp"
#include "memory/write_windows.hpp"
#include "merge/golden_overrides.hpp"
#include "onefold/record/warning.hpp"
#include "record/columns.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::merge {

/// What golden records are made of, besides the values in the work directory.
struct MergeInput {
  std::vector<structure::CustomerStructure> structures;
  FoundOverrides overrides;
  identity::Customers& customers;  ///< the parts that are used are freed
};

/// Collective. Writes window by window, attribute by attribute; attributes of a group together. Warns of groups for
/// which customers have no record with all required attributes.
[[nodiscard]] Warnings write_customers(const Context& context, const Columns& columns, MergeInput input,
                                       const memory::WindowNeeds& needs, result::ResultWriter& writer);

}  // namespace onefold::merge
