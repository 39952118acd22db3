// Writes the tables /runs, /history, /retired and /crosswalk of the result.
#pragma once

#include <cstdint>

#include "identity/customers.hpp"
#include "result/result_writer.hpp"

namespace onefold::identity {

/// Rows of a rank that write_lineage() holds.
struct LineageSize {
  std::uint64_t num_local_records = 0;
  std::uint64_t num_local_departed = 0;
  std::uint64_t num_local_first_customers = 0;  ///< read from a previous result without history
  std::uint64_t num_local_rows = 0;             ///< of the history of this run
};
/// Pure. Bytes that write_lineage() needs on a rank besides the lineage itself: one column of /crosswalk, or rows of
/// the history on their way from the previous result.
[[nodiscard]] std::uint64_t lineage_bytes(const LineageSize& size, std::uint64_t memory_per_rank_bytes);
/// Collective. Throws Error(limit) if that is not left of memory_per_rank. Call it before anything is written.
void require_memory_for_lineage(const Context& context, const Lineage& lineage);

/// Collective. Reads the history of the previous result once more. Frees the rows of the lineage.
void write_lineage(const Context& context, Customers& customers, result::ResultWriter& writer);

}  // namespace onefold::identity
