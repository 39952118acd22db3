// From what a plan has counted to a forecast, and to what stands in the way of a run.
#pragma once

#include <vector>

#include "block/block_plan.hpp"
#include "ingest/raw_record_sink.hpp"
#include "ingest/source_facts.hpp"
#include "plan/forecast.hpp"
#include "plan/plan.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::plan {

/// Collective. Fills in all of `plan` behind the rules. The plan's own ingest, cleansing and blocking have been timed
/// in the statistics. `storages`: [attribute] how a run holds those that are in keys.
void make_plan_forecast(const Context& context, const ingest::SourceFacts& facts, const Columns& columns,
                        const ingest::RawBytes& local_raw_bytes, const std::vector<bool>& is_in_key,
                        const std::vector<Storage>& storages, const PlanOptions& options, Plan& plan);

}  // namespace onefold::plan
