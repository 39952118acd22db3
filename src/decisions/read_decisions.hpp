// Reads the lists that people give, and finds the records that they name.
//
// The lists are read before ingest, so that a mistake in them is reported early. Ingest finds the records that they
// name while it reads the rows, so no product has to be read for it. Rank 0 then combines the answers.
// Memory: on rank 0, about 100 bytes per row of a list and its texts; on all ranks the size of SoughtRecords and
// Decisions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decisions/decisions.hpp"
#include "decisions/record_names.hpp"
#include "decisions/resolve_decisions.hpp"
#include "decisions/sought_records.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::decisions {

/// The lists of a job before their records are found.
struct DecisionLists {
  StewardLists rows;     ///< on rank 0
  SoughtRecords sought;  ///< equal on all ranks
};

/// Collective. `previous` is called on rank 0 only. Throws Error(input) as read_list and read_decision_file do.
[[nodiscard]] DecisionLists read_decision_lists(const mpi::Communicator& world, const config::Job& job,
                                                const PreviousCustomers& previous = {});

/// Local. Appends the rows of a decisions.csv. Throws Error(input), which names file and line, as parse_decision_rows
/// does, and for names as parse_list does, an attribute that the job does not have, and a pair if the job's
/// [cluster] method ignores it.
void parse_decision_file(std::string_view content, const std::string& path, RecordNames& names, StewardLists& lists);

/// Collective. `local_found`: the records of lists.sought that this rank owns. Throws Error(input), which names files
/// and lines, as resolve_decisions does. Equal on all ranks, except Decisions::stated.
[[nodiscard]] Decisions find_decisions(const mpi::Communicator& world, const config::Job& job, DecisionLists lists,
                                       const std::vector<FoundRecord>& local_found);

}  // namespace onefold::decisions
