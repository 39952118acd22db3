// Which of Open MPI's transports a process starts. Starting all of them takes longer than reading the smallest inputs.
//
//   one process without launcher   none but the one to itself, and no daemon
//   all ranks on one node          shared memory (pml ob1); network libraries are not opened
//   several nodes                  Open MPI decides
//
// Other MPI libraries ignore these settings.
#pragma once

#include <functional>
#include <vector>

namespace onefold::mpi {

/// A variable of the environment. Both parts are literals.
struct TransportSetting {
  const char* name;
  const char* value;
  bool operator==(const TransportSetting& other) const;
};

/// Pure. `value_of`: as std::getenv. Empty if the user, or mpirun for him, chose transports.
[[nodiscard]] std::vector<TransportSetting> transport_settings(const std::function<const char*(const char*)>& value_of);

/// Local. Puts the settings into the environment. Call before MPI_Init, while there is one thread.
void choose_transports();

}  // namespace onefold::mpi
