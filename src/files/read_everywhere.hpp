// A small file that all ranks want to have read.
#pragma once

#include <string>

#include "onefold/mpi/communicator.hpp"

namespace onefold::files {

/// Collective. Rank 0 reads, all get the text. Throws Error(input): "cannot read the WHAT PATH".
[[nodiscard]] std::string read_everywhere(const mpi::Communicator& world, const std::string& path,
                                          const std::string& what);

}  // namespace onefold::files
