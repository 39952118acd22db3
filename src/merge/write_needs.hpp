// What the write stage holds of this rank's records whatever its windows are, and how many rows a window may then have.
//
// Golden records are made attribute by attribute, and of one attribute all values of the rank's records are held as
// written: long texts are not cut by windows. Their sizes stand in the page directories of the products that ingest
// left, so what will be needed is known before.
#pragma once

#include <cstdint>

#include "memory/write_windows.hpp"
#include "onefold/record/record_id.hpp"
#include "scratch/context.hpp"
#include "structure/customer_structures.hpp"

namespace onefold::merge {

/// The whole stage.
struct WriteNeeds {
  memory::WindowNeeds records;
  memory::WindowNeeds edges;
  memory::WindowNeeds customers;
};
/// Collective. Reads page directories; raw values must be parked, nothing else.
[[nodiscard]] WriteNeeds measure_write_needs(const Context& context, const BlockDistribution& distribution);

/// Collective. Throws Error(limit), saying what would do, when there is too little memory for some part even in its
/// smallest windows. `later_bytes`, equal on all ranks: how much more than now, or less, a rank holds when customers
/// begin to be merged.
void require_memory_to_write(const Context& context, const WriteNeeds& needs, std::int64_t later_bytes);
/// Collective. Throws Error(limit) when, after ingest, it is plain that customers cannot be merged in memory_per_rank.
void require_memory_for_customers(const Context& context, const BlockDistribution& distribution);
/// Of each record of a rank: members, where customers begin, and PINs, which wait to be merged; and in which customer
/// it is, which is written before.
inline constexpr std::int64_t kCustomerBytes = 24;
inline constexpr std::int64_t kMembershipBytes = 16;
/// Code, tables and buffers of the stages between ingest and write that stay: up to 18 MiB were measured.
inline constexpr std::int64_t kLaterBytes = 20 << 20;

/// Collective. What the rank that holds least frees of records and customers before customers are merged.
[[nodiscard]] std::int64_t bytes_freed_before_merging(const Context& context, const BlockDistribution& distribution,
                                                      const structure::Structures& structures);

/// What is held of each record while its customer is merged, beside texts: its place in the windows of all customers,
/// and the end of its text, what value it is, and how it is spelt.
inline constexpr std::uint64_t kMergedRecordBytes = 30 + 24;

}  // namespace onefold::merge
