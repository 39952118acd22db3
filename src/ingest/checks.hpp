// Conditions that the rows must meet once all are read. Each function throws the same Error on all ranks. No message
// shows a value.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/byte_ranges.hpp"
#include "ingest/id_hashes.hpp"
#include "ingest/ingest.hpp"
#include "ingest/numbering.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

/// Local; equal on all ranks. Every source has rows, even if all are malformed.
void require_rows(const config::Job& job, const std::vector<InputFile>& files,
                  const std::vector<SourceCounts>& sources);

/// Collective. There are no more malformed rows than the job tolerates. The message names the first one.
void require_few_quarantined(const mpi::Communicator& world, const config::Job& job,
                             const std::vector<InputFile>& files, const std::vector<QuarantinedRow>& local_quarantine);

/// Where records were read.
struct Places {
  const std::vector<InputFile>& files;
  const std::vector<Segment>& segments;
  const Numbering& numbering;
};

/// Collective. Source ids are unique within their source. `local_quarantine` has its final row numbers.
void require_unique_ids(const mpi::Communicator& world, const config::Job& job, const Places& places,
                        const std::vector<QuarantinedRow>& local_quarantine, IdHashes hashes,
                        std::uint64_t max_in_flight);

}  // namespace onefold::ingest
