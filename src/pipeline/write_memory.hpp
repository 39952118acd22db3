// What the write stage holds of this rank's records whatever its windows are, and how many rows a window may then have.
//
// Golden records are made attribute by attribute, and of one attribute all values of the rank's records are held as
// written: long texts are not cut by windows. Their sizes stand in the page directories of the products that ingest
// left, so what will be needed is known before.
#pragma once

#include <cstdint>

#include "onefold/pipeline/stages.hpp"

namespace onefold::pipeline {

/// A part of the write stage. Bytes; equal on all ranks.
struct WindowNeeds {
  std::uint64_t fixed_bytes = 0;     ///< of the rank that has most, however small windows are
  std::uint64_t row_text_bytes = 0;  ///< texts of a row: the mean of the slice with the longest ones
  std::uint64_t local_bytes = 0;  ///< of the rank that has most: what it sends when it is asked for all of its values
};

/// Pure. A row of a window, on the rank that has it; others may ask one rank for the texts of all `ranks` shares.
[[nodiscard]] std::uint64_t window_bytes_per_row(const WindowNeeds& needs, std::uint64_t ranks);
/// Pure. Of a rank, for windows that are worth their messages.
[[nodiscard]] std::uint64_t least_window_bytes(const WindowNeeds& needs, std::uint64_t ranks);
/// Pure. Rows of a window, in all ranks together, when each has so many bytes for it beyond the fixed ones.
[[nodiscard]] std::uint64_t window_rows_in(std::uint64_t bytes, const WindowNeeds& needs, std::uint64_t ranks);

/// The whole stage.
struct WriteNeeds {
  WindowNeeds records;
  WindowNeeds edges;
  WindowNeeds customers;
};
/// Collective. Reads page directories; raw values must be parked, nothing else.
[[nodiscard]] WriteNeeds measure_write_needs(const Context& context, const BlockDistribution& distribution);

/// Collective. Throws Error(limit), saying what would do, when there is too little memory for some part even in its
/// smallest windows. `later_bytes`, equal on all ranks: how much more than now, or less, a rank holds when customers
/// begin to be merged.
void require_memory_to_write(const Context& context, const WriteNeeds& needs, std::int64_t later_bytes);
/// Of each record of a rank: members, where customers begin, and PINs, which wait to be merged; and in which customer
/// it is, which is written before.
inline constexpr std::int64_t kCustomerBytes = 24;
inline constexpr std::int64_t kMembershipBytes = 16;
/// Code, tables and buffers of the stages between ingest and write that stay: up to 18 MiB were measured.
inline constexpr std::int64_t kLaterBytes = 20 << 20;

/// Collective. Rows of a window, in all ranks together. Throws as require_memory_to_write().
[[nodiscard]] std::uint64_t window_rows(const Context& context, const WindowNeeds& needs);

/// What is held of each record while its customer is merged, beside texts: its place in the windows of all customers,
/// and the end of its text, what value it is, and how it is spelt.
inline constexpr std::uint64_t kMergedRecordBytes = 30 + 24;

}  // namespace onefold::pipeline
