// Lists of records that keep their PIN whatever happens to their customer: CSV files with the header source,id,pin, or
// record,pin with records as SOURCE:ID. Messages give file and line, but never an id: ids are customer data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/text_key.hpp"

namespace onefold::identity {

struct Lock {
  TextKey record;
  std::int64_t pin = 0;
  std::uint32_t file = 0;  ///< of IdentityConfig::lock
  std::uint32_t line = 0;
};

/// Local. Appends the rows of one file. Throws Error(input), which names file and line, for a wrong header, a text that
/// is no PIN, an unknown source, and a source without ids.
void parse_locks(const config::Job& job, std::string_view content, std::uint32_t file, std::vector<Lock>& locks);

/// Collective. Rank 0 reads the files; all ranks get the locks, ascending by record. Also throws Error(input) if a file
/// cannot be read, or a record is locked to two PINs.
[[nodiscard]] std::vector<Lock> read_locks(const mpi::Communicator& world, const config::Job& job);

/// Collective. `is_known`: [lock] whether this rank knows its record, or its PIN. Throws Error(input), which names the
/// first lock that no rank knows and the number of such locks.
void require_known(const mpi::Communicator& world, const config::Job& job, const std::vector<Lock>& locks,
                   std::vector<std::uint64_t> is_known, std::string_view what);

}  // namespace onefold::identity
