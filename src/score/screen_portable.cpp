// What every processor can do.
#include "score/screen_lanes.hpp"

namespace onefold::score {

void screen_portable(const ScreenTask& task, Screened& out) { screen_in_lanes(task, out); }

}  // namespace onefold::score
