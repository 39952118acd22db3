// The vector instructions that the batch kernels use. All choices give the same results bit for bit; only the time
// differs.
#pragma once

#include <string_view>

namespace onefold::similarity {

enum class Simd { portable, avx2, avx512 };

/// "portable", "avx2" or "avx512": the values of the environment variable ONEFOLD_SIMD.
[[nodiscard]] std::string_view name_of(Simd simd);

/// Whether this processor and this build support the instructions. avx512 means AVX-512 F, BW, DQ and VL.
[[nodiscard]] bool is_supported(Simd simd);

/// The choice that a text names; for an empty text the best supported one. Throws Error(usage) for an unknown or
/// unsupported one.
[[nodiscard]] Simd simd_of(std::string_view text);

/// The choice of ONEFOLD_SIMD, or the best supported one. Throws Error(usage) as above. The variable is read once, at
/// the first call.
[[nodiscard]] Simd simd_in_use();

}  // namespace onefold::similarity
