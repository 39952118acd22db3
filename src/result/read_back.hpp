// Reads a file that was just written: each rank digests its share of the chunks.
//
// HDF5's index gives the place and the size of each chunk; types and shapes come from HDF5's metadata. The bytes are
// unfiltered here, which is faster than in HDF5. A right digest therefore proves that index, metadata and bytes are
// right. Local. Memory: three chunks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "result/result_column.hpp"

namespace onefold::result {

/// Returns for each dataset the digest of this rank's share; the sum over `num_ranks` ranks is the digest of the whole
/// dataset. Throws std::exception if a dataset cannot be read or has a shape other than in `datasets`.
[[nodiscard]] std::vector<ColumnDigest> read_back_share(const std::string& path,
                                                        std::span<const WrittenDataset> datasets, std::uint64_t rank,
                                                        std::uint64_t num_ranks);

}  // namespace onefold::result
