#pragma once

#include <cstdint>

namespace onefold::test {

inline constexpr std::uint64_t kMiB = 1 << 20;

}  // namespace onefold::test
