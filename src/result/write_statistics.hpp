// The table /statistics of the result.
#pragma once

#include <cstdint>
#include <span>

#include "result/result_writer.hpp"
#include "scratch/context.hpp"

namespace onefold::result {

/// Ids and counts below 2^63 as the file has them, where they are.
inline std::span<const std::int64_t> as_signed(std::span<const std::uint64_t> values) {
  return {reinterpret_cast<const std::int64_t*>(values.data()), values.size()};
}

/// Collective. What the stages before this one measured.
void write_statistics(const Context& context, ResultWriter& writer);

}  // namespace onefold::result
