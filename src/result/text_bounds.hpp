// Bounds for the texts of a column.
#pragma once

#include <cstdint>

#include "onefold/record/text_column.hpp"

namespace onefold::result {

/// Decides between the two layouts of a column of texts.
struct TextBounds {
  std::uint64_t max_value_bytes = 0;  ///< length of the longest value
  bool has_nul = false;               ///< some value may hold a NUL
};
/// Local.
[[nodiscard]] TextBounds bounds_of(const TextColumn& local);

}  // namespace onefold::result
