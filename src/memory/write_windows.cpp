#include "memory/write_windows.hpp"

#include <algorithm>

#include "memory/memory_budget.hpp"

namespace onefold::memory {

namespace {

constexpr std::uint64_t kLeastWindowRows = 1 << 16;
// Upper limit for the smallest windows: if texts are long, fewer rows justify their messages.
constexpr std::uint64_t kMostLeastWindowBytes = 16 << 20;
// Bytes per row on the rank that holds it: an edge and its position twice during sorting, and its columns.
constexpr std::uint64_t kBytesPerWindowRow = 224;
// Bytes per record or member besides texts: columns as they are written, ids of questions, answers.
constexpr std::uint64_t kBytesPerTextRow = 80;
// Texts of a window are held three times: as received, as sorted, and as written.
constexpr std::uint64_t kTextCopies = 3;

// In the worst case a rank sends only its own values.
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
  // With many ranks, one rank may have to send more for a window than it has at all.
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
