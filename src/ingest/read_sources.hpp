// read_sources with the parameters that tests set.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ingest/ingest.hpp"
#include "ingest/tuning.hpp"

namespace onefold::ingest {

/// What a call of read_sources needs besides the job and the sink.
struct Reading {
  Progress progress;
  RecordSearch search;
  Tuning tuning;
  std::optional<std::vector<std::uint64_t>> cuts;  ///< those of deal_segments_at, instead of equal shares
};

/// Collective. As read_sources.
[[nodiscard]] Ingested read_sources_tuned(const mpi::Communicator& world, const config::Job& job, RowSink& sink,
                                          const Reading& reading);

}  // namespace onefold::ingest
