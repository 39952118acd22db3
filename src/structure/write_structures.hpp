// Writes the structure of each customer as columns of /customers.
#pragma once

#include <vector>

#include "cluster/members.hpp"
#include "result/result_writer.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::structure {

/// Collective. Customers of one record have no links; large customers without a structure get "unknown" values.
void write_structures(const cluster::Clusters& clusters, const std::vector<CustomerStructure>& structures,
                      result::ResultWriter& writer);

}  // namespace onefold::structure
