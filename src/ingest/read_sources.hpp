// `read_sources` with what tests want to set.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ingest/ingest.hpp"
#include "ingest/read_segment.hpp"

namespace onefold::ingest {

/// Collective. As read_sources; `cuts`, when given, are those of deal_segments_at.
[[nodiscard]] Ingested read_sources_tuned(const mpi::Communicator& world, const config::Job& job, RowSink& sink,
                                          const Progress& progress, const Tuning& tuning,
                                          const std::optional<std::vector<std::uint64_t>>& cuts = std::nullopt);

}  // namespace onefold::ingest
