// The small tables of the result: sources, blocking, comparisons, model, quarantine, statistics.
#pragma once

#include "onefold/pipeline/stages.hpp"
#include "onefold/store/result_file.hpp"

namespace onefold::pipeline {

void write_sources(const Context& context, const SourceFacts& facts, store::ResultWriter& writer);
void write_model(const Context& context, const BlockPlan& plan, const model::Model& model, const ScoredPairs& pairs,
                 store::ResultWriter& writer);
void write_quarantine(const SourceFacts& facts, store::ResultWriter& writer);
/// Collective. What the stages before this one measured.
void write_statistics(const Context& context, store::ResultWriter& writer);

}  // namespace onefold::pipeline
