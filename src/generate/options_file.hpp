// population.json: the options with which a population was written, so that later waves can go on from it.
#pragma once

#include <string>
#include <string_view>

#include "onefold/generate/generate.hpp"

namespace onefold::generate {

inline constexpr std::string_view kOptionsFile = "population.json";
/// Every such file begins with this text.
inline constexpr std::string_view kOptionsBeginning = "{\"written_by\":\"onefold generate\"";

[[nodiscard]] std::string to_json(const Options& options);

}  // namespace onefold::generate
