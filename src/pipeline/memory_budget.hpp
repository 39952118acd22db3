// What may still be held, and how many rows a wave may have in it.
#pragma once

#include <cstdint>

#include "onefold/pipeline/stages.hpp"

namespace onefold::pipeline {

/// Collective. What the rank that holds most may still take, by its resident memory now, with a reserve for what the system and the
/// libraries add. Throws Error(limit), saying what `stage` needs, when that is less than `least_bytes`.
[[nodiscard]] std::uint64_t available_bytes(const Context& context, const char* stage, std::uint64_t least_bytes);

/// Collective. Records with a key that a wave of rule `rule` may have, in all ranks together: what it takes to find their blocks, or to bring their
/// values together and score them, whichever is more.
[[nodiscard]] std::uint64_t max_wave_rows(const Context& context, const Columns& columns, std::size_t rule);

}  // namespace onefold::pipeline
