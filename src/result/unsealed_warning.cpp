#include "result/unsealed_warning.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace onefold::result {

void warn_when_unsealed(const ResultReader& file) {
  if (file.seal_state() != SealState::missing) return;
  fmt::print(stderr,
             "onefold: warning: {} has no seal: another program has changed it since it was written, or the copy is "
             "incomplete; `onefold verify` checks its content\n",
             file.path());
}

}  // namespace onefold::result
