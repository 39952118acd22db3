// The tables /sources, /attributes, /job and /quarantine of the result.
#pragma once

#include "ingest/source_facts.hpp"
#include "result/result_writer.hpp"
#include "scratch/context.hpp"

namespace onefold::ingest {

void write_sources(const Context& context, const SourceFacts& facts, result::ResultWriter& writer);
void write_quarantine(const SourceFacts& facts, result::ResultWriter& writer);

}  // namespace onefold::ingest
