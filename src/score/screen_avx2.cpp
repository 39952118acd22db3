// Compiled for AVX2. Call it only if the processor supports it.
#include "score/screen_lanes.hpp"

#if defined(__AVX2__)
namespace onefold::score {

const ScreenKernels kScreenAvx2{screen_in_lanes, select_in_lanes, settle_in_lanes};

}  // namespace onefold::score
#endif
