// Turns the counts of a plan into a forecast, and finds what would stop or limit a run.
#pragma once

#include <vector>

#include "block/block_plan.hpp"
#include "ingest/raw_record_sink.hpp"
#include "ingest/source_facts.hpp"
#include "onefold/plan/plan.hpp"
#include "plan/forecast.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::plan {

/// What a plan has read and counted.
struct PlanFacts {
  const ingest::SourceFacts& sources;
  const Columns& columns;
  const ingest::RawBytes& local_raw_bytes;
  const std::vector<bool>& is_in_key;    ///< [attribute] whether keys read it
  const std::vector<Storage>& storages;  ///< [attribute] its storage class in a run, if keys read it
};

/// Collective. Fills in all of `plan` except the rules. Statistics must contain the times of the plan's own ingest,
/// cleansing and blocking.
void make_plan_forecast(const Context& context, const PlanFacts& facts, const PlanOptions& options, Plan& plan);

}  // namespace onefold::plan
