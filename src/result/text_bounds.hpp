// How long the texts of a column are.
#pragma once

#include <cstdint>

#include "onefold/record/text_column.hpp"

namespace onefold::result {

/// What decides on the layout of a column of texts.
struct TextBounds {
  std::uint64_t max_value_bytes = 0;  ///< no value is longer
  bool has_nul = false;               ///< some value may hold a NUL
};
/// Local.
[[nodiscard]] TextBounds bounds_of(const TextColumn& local);

}  // namespace onefold::result
