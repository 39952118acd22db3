// Reads a file that was just written: each rank compares its share of the chunks with what was kept in memory of them.
//
// Shapes, and the place and size of each chunk, come from HDF5's metadata, so equal bytes also prove that metadata and
// index are right. Few chunks are unfiltered (hdf5/chunk_check.hpp). Memory: three chunks, and 24 bytes per chunk of
// the file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hdf5/chunk_check.hpp"
#include "onefold/mpi/communicator.hpp"
#include "result/result_column.hpp"

namespace onefold::result {

/// A dataset of HDF5 as it was written. Equal on all ranks.
struct ExpectedDataset {
  std::string name;
  std::uint64_t num_rows = 0;
  std::uint64_t width = 0;  ///< columns of a matrix; 0: a vector
  std::uint64_t chunk_rows = 1;
  std::uint64_t element_bytes = 1;
  std::vector<ChunkCheck> chunks;
};

/// Collective. Tells all ranks what rank 0 knows.
[[nodiscard]] std::vector<ExpectedDataset> expected_datasets(const mpi::Communicator& world,
                                                             std::span<const WrittenDataset> written);

/// Local. Returns the name of a dataset of which a chunk of this rank's share is another than was written; empty if
/// there is none. Throws std::exception if a dataset cannot be read or has another shape.
[[nodiscard]] std::string read_back_share(const std::string& path, std::span<const ExpectedDataset> datasets,
                                          std::uint64_t rank, std::uint64_t num_ranks);

}  // namespace onefold::result
