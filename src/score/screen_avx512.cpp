// Compiled for AVX-512 F, BW, DQ and VL; called only where the processor has them.
#include "score/screen_lanes.hpp"

#if defined(__AVX512VL__)
namespace onefold::score {

void screen_avx512(const ScreenTask& task, Screened& out) { screen_in_lanes(task, out); }

}  // namespace onefold::score
#endif
