// The table /edges of the result with its index, and the tables /patterns and /term_frequencies.
#pragma once

#include "memory/write_windows.hpp"
#include "model/model.hpp"
#include "record/columns.hpp"
#include "result/result_writer.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::score {

/// Collective. Writes window by window, in the order of (left, right). Removes the edges from the work directory.
void write_edges(const Context& context, const Columns& columns, const model::Model& model, ScoredPairs& pairs,
                 const memory::WindowNeeds& needs, result::ResultWriter& writer);

}  // namespace onefold::score
