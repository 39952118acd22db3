#include "ingest/raw_record_sink.hpp"
#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_ingest_stage(const Context& context, RunState& state) {
  // Each row becomes a record with a global id or goes to quarantine; raw values are stored in the work directory.
  ingest::RawRecordSink sink(context.job, context.work, ingest::all_raw_records(context.job));
  state.sources = ingest::ingest_sources(context, sink);
}

}  // namespace onefold::pipeline
