// Conditions that must hold once all rows are read. Each function throws the same Error on all ranks. No message shows
// a value.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/byte_ranges.hpp"
#include "ingest/id_hashes.hpp"
#include "ingest/ingest.hpp"
#include "ingest/numbering.hpp"
#include "ingest/read_segment.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::ingest {

/// Local; equal on all ranks. Requires that every source has rows, even if all are malformed.
void require_rows(const config::Job& job, const std::vector<InputFile>& files,
                  const std::vector<SourceCounts>& sources);

/// Collective. Requires that there are no more malformed rows than the job tolerates. The message names the first one.
/// The rows in `local` have their final numbers.
void require_few_quarantined(const mpi::Communicator& world, const config::Job& job,
                             const std::vector<InputFile>& files, const LocalCounts& local);

/// Collective. Requires that no line of a CSV file holds many rows, because a file with other line ends was appended to
/// it: they would count as a single malformed row.
void require_one_line_end(const mpi::Communicator& world, const config::Job& job, const std::vector<InputFile>& files,
                          const LocalCounts& local);

/// The places from which records were read.
struct Places {
  const std::vector<InputFile>& files;
  const std::vector<Segment>& segments;
  const Numbering& numbering;
};

/// Collective. Requires that source ids are unique within their source. `local_quarantine` has its final row numbers.
void require_unique_ids(const mpi::Communicator& world, const config::Job& job, const Places& places,
                        const std::vector<QuarantinedRow>& local_quarantine, IdHashes hashes,
                        std::uint64_t max_in_flight);

}  // namespace onefold::ingest
