// Writes the table /customers of the result: golden records with the origin of each value.
#pragma once

#include <vector>

#include "identity/customers.hpp"
#include "memory/write_windows.hpp"
#include "record/columns.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::merge {

/// Collective. Writes window by window, attribute by attribute. Frees the parts of `customers` that it uses.
void write_customers(const Context& context, const Columns& columns,
                     std::vector<structure::CustomerStructure> structures, identity::Customers& customers,
                     const memory::WindowNeeds& needs, result::ResultWriter& writer);

}  // namespace onefold::merge
