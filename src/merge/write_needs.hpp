// Memory that the write stage needs on this rank for any window size, and the number of rows that a window may then
// have.
//
// Golden records are made attribute by attribute. For each attribute all raw values of the rank's records are in
// memory, because windows do not divide this column. The page directories of ingest's products state the sizes, so the
// need is known in advance.
#pragma once

#include <cstdint>

#include "memory/write_windows.hpp"
#include "onefold/record/record_id.hpp"
#include "scratch/context.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::merge {

/// Needs of the parts of the write stage.
struct WriteNeeds {
  memory::WindowNeeds records;  ///< includes the index of their names
  memory::WindowNeeds values;   ///< none if the job keeps no values
  memory::WindowNeeds edges;
  memory::WindowNeeds customers;
};
/// Collective. Reads page directories; needs only the raw values in the work directory.
[[nodiscard]] WriteNeeds measure_write_needs(const Context& context, const BlockDistribution& distribution);

/// Collective. Throws Error(limit), which says what to change, if there is too little memory for some part even with
/// the smallest windows. `later_bytes`, equal on all ranks: memory that a rank will hold in addition when customers are
/// merged; may be negative.
void require_memory_to_write(const Context& context, const WriteNeeds& needs, std::int64_t later_bytes);
/// Collective. Throws Error(limit) if it is certain after ingest that customers cannot be merged within
/// memory_per_rank.
void require_memory_for_customers(const Context& context, const BlockDistribution& distribution);
/// Bytes per record of a rank while customers wait to be merged: members, beginnings of customers, and PINs.
/// kMembershipBytes: the customer of each record, which is written and freed before.
inline constexpr std::int64_t kCustomerBytes = 24;
inline constexpr std::int64_t kMembershipBytes = 16;
/// Code, tables and buffers that the stages between ingest and write add and keep; an upper bound from measurements.
inline constexpr std::int64_t kLaterBytes = 20 << 20;

/// Collective. Bytes of records and customers that are freed before customers are merged, on the rank that frees the
/// fewest.
[[nodiscard]] std::int64_t bytes_freed_before_merging(const Context& context, const BlockDistribution& distribution,
                                                      const structure::Structures& structures);

/// Bytes per record while its customer is merged, besides texts: its position in the windows of all customers, and the
/// end of its text, its value id, its merit and its time of change.
inline constexpr std::uint64_t kMergedRecordBytes = 30 + 32;
/// Bytes per record while the members of customers are ordered: the end of its source id, and its position in the
/// windows of all customers.
inline constexpr std::uint64_t kOrderedRecordBytes = 30 + 8;

}  // namespace onefold::merge
