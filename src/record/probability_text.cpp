#include "record/probability_text.hpp"

#include <fmt/format.h>

namespace onefold {

std::string probability_text(double probability) {
  if (probability >= 0.9999995 && probability < 1) return fmt::format("1 - {:.1e}", 1 - probability);
  return fmt::format("{:.6g}", probability);
}

}  // namespace onefold
