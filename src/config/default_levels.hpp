// Defaults that depend on the type of an attribute: comparison levels and survivorship.
#pragma once

#include <span>
#include <string_view>

#include "onefold/config/job.hpp"

namespace onefold::config {

struct DefaultComparison {
  std::span<const std::string_view> levels;  ///< in canonical spelling
  bool term_frequency;
};

[[nodiscard]] DefaultComparison default_comparison(AttributeType type);
[[nodiscard]] SurvivorshipRule default_survivorship(AttributeType type);

}  // namespace onefold::config
