// The screen for processors without AVX2.
#include "score/screen_lanes.hpp"

namespace onefold::score {

const ScreenKernels kScreenPortable{screen_in_lanes, select_in_lanes, settle_in_lanes};

}  // namespace onefold::score
