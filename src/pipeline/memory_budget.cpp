#include "memory_budget.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onefold/cleanse/build_columns.hpp"
#include "onefold/record/error.hpp"
#include "onefold/record/memory.hpp"

namespace onefold::pipeline {

std::uint64_t available_bytes(const Context& context, const char* stage, std::uint64_t least_bytes) {
  const std::uint64_t limit = context.job.memory_per_rank_bytes;
  // Far from the limit what is free is better kept, to be used again.
  if (resident_bytes() > limit / 4) release_free_memory();
  const std::uint64_t held = context.world.max(resident_bytes()) + kReserveBytes;
  if (held + least_bytes > limit)
    throw Error(ExitCode::limit,
                fmt::format("memory_per_rank = {} MiB is too little: {} MiB are held when {} begins, which needs {} MiB more. "
                            "Raise it to {} MiB, or use more ranks",
                            limit >> 20, held >> 20, stage, (least_bytes >> 20) + 1, ((held + least_bytes) >> 20) + 1));
  return limit - held;
}

std::uint64_t wave_value_bytes(Storage storage, std::uint64_t mean_text_bytes) {
  switch (storage) {
    case Storage::coded: return sizeof(Code);
    case Storage::text: return 8 + std::max<std::uint64_t>(32, mean_text_bytes);
    default: return 8;
  }
}

std::uint64_t wave_bytes_per_row(std::span<const std::uint64_t> value_bytes, std::size_t rule) {
  // Of each row: its id, three times while tiles and questions are on the way; its values, and the largest of them twice
  // more on the way; its keys of earlier rules; and edges, one and a half a row of some 60 bytes, and again while they are
  // sorted.
  std::uint64_t values = 0;
  std::uint64_t largest = 0;
  for (const std::uint64_t bytes : value_bytes) {
    values += bytes;
    largest = std::max(largest, bytes);
  }
  return 48 + values + 2 * largest + 8 * rule + 160;
}

std::vector<std::uint64_t> wave_value_bytes(const Context& context, const Columns& columns) {
  std::vector<std::uint64_t> value_bytes;
  for (const auto& column : columns.attributes) {
    if (column.storage == Storage::fingerprint) continue;
    const std::uint64_t text_bytes = column.texts.size() == 0 ? 0 : column.texts.num_bytes() / column.texts.size();
    value_bytes.push_back(wave_value_bytes(column.storage, context.world.max(text_bytes)));
  }
  // Weights of tokens are held and sent as texts are.
  for (const auto& use : cleanse::column_uses(context.job))
    value_bytes.insert(value_bytes.end(), std::size_t{use.word_weights} + std::size_t{use.element_weights}, wave_value_bytes(Storage::text, 0));
  return value_bytes;
}

std::uint64_t max_wave_rows(const Context& context, const Columns& columns, std::size_t rule) {
  if (context.options.max_wave_rows > 0) return context.options.max_wave_rows;
  const std::uint64_t bytes_per_row = wave_bytes_per_row(wave_value_bytes(context, columns), rule);
  const std::uint64_t bytes = available_bytes(context, "a wave of scoring", kLeastWaveBytes);
  return std::max<std::uint64_t>(1, bytes / bytes_per_row) * static_cast<std::uint64_t>(context.world.size());
}

}  // namespace onefold::pipeline
