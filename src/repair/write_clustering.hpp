// The tables /cluster and /cuts of the result: how links became customers.
#pragma once

#include "decisions/decisions.hpp"
#include "memory/write_windows.hpp"
#include "repair/cuts.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"

namespace onefold::repair {

/// Collective.
void write_clustering(const Context& context, const decisions::Decisions& lists, Cuts& cuts,
                      const memory::WindowNeeds& needs, result::ResultWriter& writer);

}  // namespace onefold::repair
