// From what a plan has counted to a forecast, and to what stands in the way of a run.
#pragma once

#include <vector>

#include "forecast.hpp"
#include "onefold/pipeline/plan.hpp"
#include "onefold/pipeline/stages.hpp"
#include "parking_sink.hpp"

namespace onefold::pipeline {

/// Collective. Fills in all of `plan` behind the rules. The plan's own ingest, cleansing and blocking have been timed
/// in the statistics. `storages`: [attribute] how a run holds those that are in keys.
void make_plan_forecast(const Context& context, const SourceFacts& facts, const Columns& columns,
                        const RawBytes& local_raw_bytes, const std::vector<bool>& is_in_key,
                        const std::vector<Storage>& storages, const PlanOptions& options, Plan& plan);

}  // namespace onefold::pipeline
