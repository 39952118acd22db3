#include "block/wave_rows.hpp"

#include <algorithm>

#include "columns/build_columns.hpp"
#include "comparison/tokens.hpp"
#include "memory/memory_budget.hpp"

namespace onefold::block {

namespace {

// From this length on, the tokens of a scoring window's texts do not fit in the reserve.
constexpr std::uint64_t kLongTextBytes = 256;
// Memory per listed token, in lists that grow; and bytes of text per token.
constexpr std::uint64_t kBytesPerToken = 36;
constexpr std::uint64_t kTextBytesPerToken = 6;

std::uint64_t mean_bytes(const TextColumn& texts) { return texts.size() == 0 ? 0 : texts.num_bytes() / texts.size(); }

}  // namespace

std::uint64_t wave_value_bytes(Storage storage, std::uint64_t mean_text_bytes) {
  switch (storage) {
    case Storage::coded:
      return sizeof(Code);
    case Storage::text:
      return 8 + std::max<std::uint64_t>(32, mean_text_bytes);
    default:
      return 8;
  }
}

std::uint64_t wave_bytes_per_row(std::span<const std::uint64_t> value_bytes, std::size_t rule,
                                 std::uint64_t token_bytes) {
  // Bytes per row: its id, three times while tiles and requests are exchanged; its values, and the largest of them
  // twice more during the exchange; its keys of earlier rules; and edges: one and a half per row, about 60 bytes each,
  // and the same again while they are sorted.
  std::uint64_t values = 0;
  std::uint64_t largest = 0;
  for (const std::uint64_t bytes : value_bytes) {
    values += bytes;
    largest = std::max(largest, bytes);
  }
  return 48 + values + 2 * largest + token_bytes + 8 * rule + 160;
}

std::vector<std::uint64_t> wave_value_bytes(const Context& context, const Columns& columns) {
  std::vector<std::uint64_t> value_bytes;
  for (const auto& column : columns.attributes) {
    if (column.storage == Storage::fingerprint) continue;
    value_bytes.push_back(wave_value_bytes(column.storage, context.world.max(mean_bytes(column.texts))));
  }
  // Weights of tokens are stored and sent like texts.
  const auto uses = columns::column_uses(context.job);
  for (AttributeIndex a = 0; a < uses.size(); ++a) {
    const auto add = [&](const TextColumn& weights) {
      value_bytes.push_back(wave_value_bytes(Storage::text, context.world.max(mean_bytes(weights))));
    };
    if (uses[a].word_weights) add(columns.attributes[a].word_weights);
    if (uses[a].element_weights) add(columns.attributes[a].element_weights);
  }
  return value_bytes;
}

std::uint64_t wave_token_bytes(const Context& context, const Columns& columns) {
  const auto& job = context.job;
  // Each comparison lists the tokens of its own attributes.
  std::uint64_t text_bytes = 0;
  for (const auto& comparison : job.comparisons) {
    std::vector<AttributeIndex> listed;
    for (const auto& level : comparison.levels)
      config::for_each_leaf(level, [&](const config::Level& leaf) {
        if (comparison::token_kind_of(leaf.measure)) listed.push_back(leaf.attribute.value_or(comparison.attribute));
      });
    std::sort(listed.begin(), listed.end());
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    for (const AttributeIndex a : listed)
      if (const auto bytes = mean_bytes(columns.attributes[a].texts); bytes >= kLongTextBytes) text_bytes += bytes;
  }
  return context.world.max(text_bytes) / kTextBytesPerToken * kBytesPerToken;
}

std::uint64_t max_wave_rows(const Context& context, const Columns& columns, std::size_t rule) {
  if (context.options.max_wave_rows > 0) return context.options.max_wave_rows;
  const std::uint64_t bytes_per_row =
      wave_bytes_per_row(wave_value_bytes(context, columns), rule, wave_token_bytes(context, columns));
  const std::uint64_t bytes = memory::MemoryBudget(context).available_bytes("a wave of scoring", kLeastWaveBytes);
  return std::max<std::uint64_t>(1, bytes / bytes_per_row) * static_cast<std::uint64_t>(context.world.size());
}

std::uint64_t max_batch_rows(const Context& context, const Columns& columns, std::size_t rule) {
  // A lower limit, so that a test with tiny waves does not fetch its rows one by one.
  constexpr std::uint64_t kLeastOfTests = 64;
  if (context.options.max_wave_rows > 0) return std::max(kLeastOfTests, context.options.max_wave_rows);
  return max_wave_rows(context, columns, rule) / static_cast<std::uint64_t>(context.world.size());
}

}  // namespace onefold::block
