// The number of rows per window in which large columns of the result are written.
#pragma once

#include <cstdint>

#include "scratch/context.hpp"

namespace onefold::memory {

/// Bytes that a part of the write stage needs. Equal on all ranks.
struct WindowNeeds {
  std::uint64_t fixed_bytes = 0;     ///< needed for any window size, on the rank that needs most
  std::uint64_t row_text_bytes = 0;  ///< texts per row: the largest mean of all slices
  std::uint64_t local_bytes = 0;     ///< needed to send all values of a rank, on the rank that has most
};

/// Bytes sent per value besides its text.
inline constexpr std::uint64_t kSentBytes = 8;

/// Pure. Bytes per row of a window on the rank that holds it, if all `ranks` ask one rank for the texts of their rows.
[[nodiscard]] std::uint64_t window_bytes_per_row(const WindowNeeds& needs, std::uint64_t ranks);
/// Pure. Bytes per rank of the smallest windows that justify their messages.
[[nodiscard]] std::uint64_t least_window_bytes(const WindowNeeds& needs, std::uint64_t ranks);
/// Pure. Rows of a window over all ranks, if each rank has `bytes` for it besides the fixed ones.
[[nodiscard]] std::uint64_t window_rows_in(std::uint64_t bytes, const WindowNeeds& needs, std::uint64_t ranks);

/// Collective. Rows of a window, over all ranks. Throws Error(limit) if memory is too small for the smallest windows.
[[nodiscard]] std::uint64_t window_rows(const Context& context, const WindowNeeds& needs);

}  // namespace onefold::memory
