// Compiled for AVX2; called only where the processor has it.
#include "score/screen_lanes.hpp"

#if defined(__AVX2__)
namespace onefold::score {

void screen_avx2(const ScreenTask& task, Screened& out) { screen_in_lanes(task, out); }

}  // namespace onefold::score
#endif
