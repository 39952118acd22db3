// What rows must fulfil once all are read. Each throws the same Error on all ranks; none shows a value.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/byte_ranges.hpp"
#include "ingest/id_hashes.hpp"
#include "ingest/ingest.hpp"
#include "ingest/numbering.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

/// Local; equal on all ranks. Every source has rows, if only malformed ones.
void require_rows(const config::Job& job, const std::vector<InputFile>& files,
                  const std::vector<SourceCounts>& sources);

/// Collective. No more malformed rows than the job tolerates; the message names the first in the order of rows.
void require_few_quarantined(const mpi::Communicator& world, const config::Job& job,
                             const std::vector<InputFile>& files, const std::vector<QuarantinedRow>& local_quarantine);

/// Where a record was read.
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
