// The small tables of the result: sources, blocking, comparisons, model, quarantine, statistics.
#pragma once

#include <cstdint>
#include <span>

#include "onefold/pipeline/stages.hpp"
#include "onefold/store/result_file.hpp"

namespace onefold::pipeline {

/// Ids and counts below 2^63 as the file has them, where they are.
inline std::span<const std::int64_t> as_signed(std::span<const std::uint64_t> values) {
  return {reinterpret_cast<const std::int64_t*>(values.data()), values.size()};
}

void write_sources(const Context& context, const SourceFacts& facts, store::ResultWriter& writer);
void write_model(const Context& context, const BlockPlan& plan, const model::Model& model, const ScoredPairs& pairs,
                 store::ResultWriter& writer);
void write_quarantine(const SourceFacts& facts, store::ResultWriter& writer);
/// Collective. What the stages before this one measured.
void write_statistics(const Context& context, store::ResultWriter& writer);

}  // namespace onefold::pipeline
