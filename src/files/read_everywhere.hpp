// A small file whose content all ranks need.
#pragma once

#include <string>

#include "onefold/mpi/communicator.hpp"

namespace onefold::files {

/// Collective. Rank 0 reads the file, all ranks get its text. Throws Error(input): "cannot read the WHAT PATH: reason".
[[nodiscard]] std::string read_everywhere(const mpi::Communicator& world, const std::string& path,
                                          const std::string& what);

}  // namespace onefold::files
