// Finds out how the links of each customer hold it together (structure/structure.hpp).
//
// The links that repair has left are sorted by customer, as a product of the work directory. Window by window, the rank
// that has a customer's links finds its structure and sends it to the rank that owns the customer's id. A customer is
// always examined as a whole, so the result depends neither on the number of ranks nor on the windows. For a customer
// of more than max_repair_size records, the links are only counted, without sorting them. Cost: the links are read
// once; 32 bytes per link on disk, written and read once, and 20 to 60 bytes per link on the wire. Memory: windows as
// for edges, and 48 bytes per customer of two or more records.
#pragma once

#include <cstdint>
#include <vector>

#include "decisions/decisions.hpp"
#include "identity/customers.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/edge.hpp"
#include "scratch/context.hpp"
#include "structure/structure.hpp"

namespace onefold::structure {

/// How the links of a customer of two or more records hold it together.
struct CustomerStructure {
  RecordId customer = 0;
  /// For a customer of more than max_repair_size records: size 0, and the number of links; the other fields are
  /// unknown.
  ClusterStructure links;
};
struct Structures {
  std::vector<CustomerStructure> customers;  ///< of two or more records, whose ids this rank owns, ascending
  std::uint64_t num_on_a_bridge = 0;         ///< global: customers with two or more records on each side of a bridge
};

/// Collective. Bridges, articulation points, weakest link and centre of each customer.
[[nodiscard]] Structures find_structures(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                                         const decisions::Decisions& lists, const repair::Cuts& cuts,
                                         const identity::Customers& customers);

}  // namespace onefold::structure
