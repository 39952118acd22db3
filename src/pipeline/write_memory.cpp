#include "write_memory.hpp"

#include <algorithm>

#include "memory_budget.hpp"
#include "parked.hpp"
#include "rival_odds.hpp"

namespace onefold::pipeline {

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
// What is sent of a value for each that is asked for, beside its text.
constexpr std::uint64_t kSentBytes = 8;

// Texts, on the average, of a row in the slice where that is most.
std::uint64_t row_text_bytes(const store::WorkDirectory& work, const std::string& product) {
  std::uint64_t most = 0;
  for (const auto& slice : work.slices(product))
    if (slice.count > 0) most = std::max(most, (slice.payload_bytes + slice.count - 1) / slice.count);
  return most;
}

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
  return std::clamp<std::uint64_t>(rows, 1, kMaxWindowRowsPerRank) * ranks;
}

WriteNeeds measure_write_needs(const Context& context, const BlockDistribution& distribution) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  const RecordId first = distribution.begin(world.rank());
  const RecordId last = distribution.end(world.rank());
  const std::uint64_t num_records = last - first;
  WriteNeeds needs;
  mpi::run_locally(world, [&] {
    needs.records.row_text_bytes = row_text_bytes(work, kParkedRecords);
    needs.records.fixed_bytes =
        store::TextSliceReader(work, kParkedRecords, kParkedRecordSchema).extent(first, last).largest_bytes;
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
      needs.customers.row_text_bytes =
          std::max(needs.customers.row_text_bytes, row_text_bytes(work, parked_attribute(a)));
      const auto extent = store::TextSliceReader(work, parked_attribute(a), kParkedAttributeSchema).extent(first, last);
      // Arrays are held as written and as they are shown.
      const std::uint64_t shown = job.attributes[a].is_array ? extent.num_bytes + 8 * num_records : 0;
      const std::uint64_t fixed = extent.num_bytes + extent.largest_bytes + shown + num_records * kMergedRecordBytes;
      needs.customers.fixed_bytes = std::max(needs.customers.fixed_bytes, fixed);
      needs.customers.local_bytes = std::max(needs.customers.local_bytes, extent.num_bytes + num_records * kSentBytes);
    }
  });
  needs.edges.fixed_bytes = RivalOdds::bytes(job, num_records);
  for (auto* bytes : {&needs.edges.fixed_bytes, &needs.records.fixed_bytes, &needs.customers.fixed_bytes,
                      &needs.customers.local_bytes})
    *bytes = world.max(*bytes);
  return needs;
}

void require_memory_to_write(const Context& context, const WriteNeeds& needs, std::int64_t later_bytes) {
  if (context.options.window_rows > 0) return;
  const auto ranks = static_cast<std::uint64_t>(context.world.size());
  const auto least = [&](const WindowNeeds& part) { return part.fixed_bytes + least_window_bytes(part, ranks); };
  const std::int64_t customers = static_cast<std::int64_t>(least(needs.customers)) + later_bytes;
  const std::uint64_t most = std::max(least(needs.records), least(needs.edges));
  (void)available_bytes(context, "write",
                        std::max(most, static_cast<std::uint64_t>(std::max<std::int64_t>(0, customers))));
}

std::uint64_t window_rows(const Context& context, const WindowNeeds& needs) {
  if (context.options.window_rows > 0) return context.options.window_rows;
  const auto ranks = static_cast<std::uint64_t>(context.world.size());
  const std::uint64_t bytes = available_bytes(context, "write", needs.fixed_bytes + least_window_bytes(needs, ranks));
  return window_rows_in(bytes - needs.fixed_bytes, needs, ranks);
}

}  // namespace onefold::pipeline
