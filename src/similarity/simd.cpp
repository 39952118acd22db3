#include "onefold/similarity/simd.hpp"

#include <cstdlib>
#include <string>

#include "onefold/record/error.hpp"

namespace onefold::similarity {

std::string_view name_of(Simd simd) {
  switch (simd) {
    case Simd::portable:
      return "portable";
    case Simd::avx2:
      return "avx2";
    case Simd::avx512:
      return "avx512";
  }
  return "portable";
}

bool is_supported(Simd simd) {
#if defined(__x86_64__)
  switch (simd) {
    case Simd::portable:
      return true;
    case Simd::avx2:
      return __builtin_cpu_supports("avx2") != 0;
    case Simd::avx512:
      return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
             __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  }
#endif
  return simd == Simd::portable;
}

Simd simd_of(std::string_view text) {
  for (const Simd simd : {Simd::avx512, Simd::avx2, Simd::portable}) {
    if (text.empty() && is_supported(simd)) return simd;
    if (text != name_of(simd)) continue;
    if (!is_supported(simd))
      throw Error(ExitCode::usage, "ONEFOLD_SIMD is " + std::string(text) +
                                       ", which this processor does not support; "
                                       "unset it to use the best supported one");
    return simd;
  }
  throw Error(ExitCode::usage,
              "ONEFOLD_SIMD is not one of portable, avx2, avx512; unset it to use the best supported one");
}

Simd simd_in_use() {
  static const Simd simd = [] {
    const char* text = std::getenv("ONEFOLD_SIMD");
    return simd_of(text == nullptr ? "" : text);
  }();
  return simd;
}

}  // namespace onefold::similarity
