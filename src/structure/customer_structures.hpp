// How the links of each customer hold it together (cluster/structure.hpp). Links that repair has left are sorted by
// customer, as a product of the work directory like that of edges; window by window, the rank that has a customer's
// links looks at them, and what it finds goes to the rank that owns the customer's id.
//
// A customer is looked at as a whole, and windows do not depend on ranks: neither shows. Customers of more than
// max_repair_size records are not looked at: only their links are counted, where scoring left them. Cost: the edges are
// read once more; 32 bytes a link on disk, written and read once, and 20 to 60 bytes of it on the wire. Memory: windows
// as those of edges, and 48 bytes for each customer of two or more records.
#pragma once

#include <cstdint>
#include <vector>

#include "decisions/decisions.hpp"
#include "identity/customers.hpp"
#include "onefold/record/record_id.hpp"
#include "record/columns.hpp"
#include "repair/cuts.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"
#include "structure/structure.hpp"

namespace onefold::structure {

/// How the links of a customer of two or more records hold it together.
struct CustomerStructure {
  RecordId customer = 0;
  structure::ClusterStructure
      links;  ///< of a customer of more than max_repair_size records: size 0, and no more than how many
};
struct Structures {
  std::vector<CustomerStructure> customers;  ///< of two or more records, whose ids this rank owns, ascending
  std::uint64_t num_on_a_bridge = 0;         ///< global; with two or more records on each side of a bridge
};

/// Collective. Bridges, articulation points, weakest link and centre of each customer.
[[nodiscard]] Structures find_structures(const Context& context, const Columns& columns,
                                         const score::ScoredPairs& pairs, const decisions::Decisions& lists,
                                         const repair::Cuts& cuts, const identity::Customers& customers);

}  // namespace onefold::structure
