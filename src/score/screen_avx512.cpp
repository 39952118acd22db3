// Compiled for AVX-512 F, BW, DQ and VL. Call it only if the processor supports them.
#include "score/screen_lanes.hpp"

#if defined(__AVX512VL__)
namespace onefold::score {

const ScreenKernels kScreenAvx512{screen_in_lanes, select_in_lanes, settle_in_lanes};

}  // namespace onefold::score
#endif
