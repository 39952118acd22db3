// Reads a file that was just written back, by this rank's share of chunks, and digests what stands there.
//
// Where a chunk lies and how large it is comes from HDF5's own index, types and shapes from its metadata; the bytes are
// unfiltered here, which is three times as fast as HDF5 does it. A digest that is right thus proves index, metadata and
// bytes. Local, all of it. Memory: three chunks. Cost: about 600 MB/s.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "result/result_column.hpp"

namespace onefold::result {

/// Of each dataset the digest of this rank's share of `num_ranks`: sums over the ranks are the digests of whole
/// datasets. Throws std::exception when something cannot be read, or has another shape than `datasets` say.
[[nodiscard]] std::vector<ColumnDigest> read_back_share(const std::string& path,
                                                        std::span<const WrittenDataset> datasets, std::uint64_t rank,
                                                        std::uint64_t num_ranks);

}  // namespace onefold::result
