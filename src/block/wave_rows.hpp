// How many rows a wave, or a batch of tiles, may have within the memory limit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::block {

/// A wave of less is not worth its messages, and hardly any input has a rule that needs so little.
inline constexpr std::uint64_t kLeastWaveBytes = 16 << 20;

/// Pure. What a value takes where it is compared; `mean_text_bytes` of values that are held as text.
[[nodiscard]] std::uint64_t wave_value_bytes(Storage storage, std::uint64_t mean_text_bytes);
/// Collective. The same for each attribute that has values, and for the weights of its tokens.
[[nodiscard]] std::vector<std::uint64_t> wave_value_bytes(const Context& context, const Columns& columns);
/// Collective. What the tokens of a row take while they are compared, where texts are so long that it is worth
/// counting.
[[nodiscard]] std::uint64_t wave_token_bytes(const Context& context, const Columns& columns);
/// Pure. What a row in a wave of rule `rule` takes while it is scored; `value_bytes` of each attribute that has values.
[[nodiscard]] std::uint64_t wave_bytes_per_row(std::span<const std::uint64_t> value_bytes, std::size_t rule,
                                               std::uint64_t token_bytes = 0);

/// Collective. Records with a key that a wave of rule `rule` may have, in all ranks together: what it takes to find
/// their blocks, or to bring their values together and score them, whichever is more.
[[nodiscard]] std::uint64_t max_wave_rows(const Context& context, const Columns& columns, std::size_t rule);
/// Collective. Rows of tiles that a rank may have fetched at a time while pairs of rule `rule` are compared.
[[nodiscard]] std::uint64_t max_batch_rows(const Context& context, const Columns& columns, std::size_t rule);

}  // namespace onefold::block
