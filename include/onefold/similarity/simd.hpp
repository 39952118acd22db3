// Which vector instructions the batch kernels use. All choices give the same results bit for bit; only the time
// differs.
#pragma once

#include <string_view>

namespace onefold::similarity {

enum class Simd { portable, avx2, avx512 };

/// "portable", "avx2", "avx512": what the environment variable ONEFOLD_SIMD understands.
[[nodiscard]] std::string_view name_of(Simd simd);

/// Whether this processor and this build have it. avx512 stands for AVX-512 F, BW, DQ and VL.
[[nodiscard]] bool is_supported(Simd simd);

/// The choice that a text stands for; empty: the best supported. Error(usage) for an unknown or unsupported one.
[[nodiscard]] Simd simd_of(std::string_view text);

/// What ONEFOLD_SIMD says, else the best supported. Error(usage) as above; read once, the same afterwards.
[[nodiscard]] Simd simd_in_use();

}  // namespace onefold::similarity
