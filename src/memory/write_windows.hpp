// How many rows the windows have in which large columns are written.
#pragma once

#include <cstdint>

#include "scratch/context.hpp"

namespace onefold::memory {

/// A part of the write stage. Bytes; equal on all ranks.
struct WindowNeeds {
  std::uint64_t fixed_bytes = 0;     ///< of the rank that has most, however small windows are
  std::uint64_t row_text_bytes = 0;  ///< texts of a row: the mean of the slice with the longest ones
  std::uint64_t local_bytes = 0;  ///< of the rank that has most: what it sends when it is asked for all of its values
};

/// What is sent of a value for each that is asked for, beside its text.
inline constexpr std::uint64_t kSentBytes = 8;

/// Pure. A row of a window, on the rank that has it; others may ask one rank for the texts of all `ranks` shares.
[[nodiscard]] std::uint64_t window_bytes_per_row(const WindowNeeds& needs, std::uint64_t ranks);
/// Pure. Of a rank, for windows that are worth their messages.
[[nodiscard]] std::uint64_t least_window_bytes(const WindowNeeds& needs, std::uint64_t ranks);
/// Pure. Rows of a window, in all ranks together, when each has so many bytes for it beyond the fixed ones.
[[nodiscard]] std::uint64_t window_rows_in(std::uint64_t bytes, const WindowNeeds& needs, std::uint64_t ranks);

/// Collective. Rows of a window, in all ranks together. Throws as require_memory_to_write().
[[nodiscard]] std::uint64_t window_rows(const Context& context, const WindowNeeds& needs);

}  // namespace onefold::memory
