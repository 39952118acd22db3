// The number of rows that a wave, or a batch of tiles, may have within the memory limit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::block {

/// Memory of the smallest wave that justifies its messages.
inline constexpr std::uint64_t kLeastWaveBytes = 16 << 20;

/// Pure. Bytes per value while values are compared; `mean_text_bytes` is used for values that are stored as text.
[[nodiscard]] std::uint64_t wave_value_bytes(Storage storage, std::uint64_t mean_text_bytes);
/// Collective. The same per attribute that has values, and per attribute whose tokens have weights.
[[nodiscard]] std::vector<std::uint64_t> wave_value_bytes(const Context& context, const Columns& columns);
/// Collective. Bytes per row of the tokens that are compared; 0 unless texts are long.
[[nodiscard]] std::uint64_t wave_token_bytes(const Context& context, const Columns& columns);
/// Pure. Bytes per row of a wave of rule `rule` while it is scored; `value_bytes` per attribute that has values.
[[nodiscard]] std::uint64_t wave_bytes_per_row(std::span<const std::uint64_t> value_bytes, std::size_t rule,
                                               std::uint64_t token_bytes = 0);

/// Collective. The number of records with a key that a wave of rule `rule` may have, over all ranks, so that finding
/// their blocks and fetching and scoring their values both fit in memory.
[[nodiscard]] std::uint64_t max_wave_rows(const Context& context, const Columns& columns, std::size_t rule);
/// Collective. Rows of tiles that a rank may hold at a time while pairs of rule `rule` are compared.
[[nodiscard]] std::uint64_t max_batch_rows(const Context& context, const Columns& columns, std::size_t rule);

}  // namespace onefold::block
