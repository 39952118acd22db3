#include "memory/write_windows.hpp"

#include <algorithm>

#include "memory/memory_budget.hpp"

namespace onefold::memory {

namespace {

constexpr std::uint64_t kLeastWindowRows = 1 << 16;
// Where texts are long, fewer rows are worth their messages.
constexpr std::uint64_t kMostLeastWindowBytes = 16 << 20;
// What a row takes on the rank that has it: an edge and its place twice while they are brought into order, and its
// columns.
constexpr std::uint64_t kBytesPerWindowRow = 224;
// Of a record or a member, beside texts: columns as they are written, ids to ask with, answers.
constexpr std::uint64_t kBytesPerTextRow = 80;
// Texts of a window are received, put in order, and written.
constexpr std::uint64_t kTextCopies = 3;

// All that a rank sends may be its own values.
std::uint64_t bytes_per_row_if_sent_apart(const WindowNeeds& needs) {
  return std::max(kBytesPerWindowRow, kBytesPerTextRow + kTextCopies * needs.row_text_bytes);
}

}  // namespace

std::uint64_t window_bytes_per_row(const WindowNeeds& needs, std::uint64_t ranks) {
  const std::uint64_t sent = needs.local_bytes == 0 || ranks == 1 ? 0 : ranks * (kSentBytes + needs.row_text_bytes);
  return std::max(kBytesPerWindowRow, kBytesPerTextRow + kTextCopies * needs.row_text_bytes + sent);
}

std::uint64_t least_window_bytes(const WindowNeeds& needs, std::uint64_t ranks) {
  const std::uint64_t row = window_bytes_per_row(needs, ranks);
  return std::max(row, std::min(kLeastWindowRows / ranks * row, kMostLeastWindowBytes));
}

std::uint64_t window_rows_in(std::uint64_t bytes, const WindowNeeds& needs, std::uint64_t ranks) {
  std::uint64_t rows = bytes / window_bytes_per_row(needs, ranks);
  // With many ranks, what one may have to send of a window is more than what it has at all.
  if (bytes > needs.local_bytes)
    rows = std::max(rows, (bytes - needs.local_bytes) / bytes_per_row_if_sent_apart(needs));
  return std::clamp<std::uint64_t>(rows, 1, MemoryBudget::kMaxWindowRowsPerRank) * ranks;
}

std::uint64_t window_rows(const Context& context, const WindowNeeds& needs) {
  if (context.options.window_rows > 0) return context.options.window_rows;
  const auto ranks = static_cast<std::uint64_t>(context.world.size());
  const std::uint64_t bytes =
      MemoryBudget(context).available_bytes("write", needs.fixed_bytes + least_window_bytes(needs, ranks));
  return window_rows_in(bytes - needs.fixed_bytes, needs, ranks);
}

}  // namespace onefold::memory
