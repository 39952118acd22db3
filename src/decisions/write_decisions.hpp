// Writes the table /decisions.
#pragma once

#include "decisions/decisions.hpp"
#include "onefold/config/job.hpp"
#include "result/result_writer.hpp"

namespace onefold::decisions {

/// Not collective: rank 0 writes. Nothing if the job has no decisions.csv.
void write_decisions(const config::Job& job, const Decisions& decisions, result::ResultWriter& writer);

}  // namespace onefold::decisions
