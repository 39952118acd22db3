// Tiles batch by batch, so that only so many rows are fetched at a time. A block that is cut into tiles has each of its
// rows in many of them: all rows of a wave's tiles together may be many times the rows of its blocks.
//
// Tiles with more rows than a batch may have are cut further, into pairs of parts of half as many rows; a row then
// comes once for each part that it meets. Memory: of a rank with several batches, 8 bytes a row of the batch beside the
// tiles. Local work: two walks over the tiles.
#pragma once

#include <cstdint>
#include <functional>

#include "block/tiles.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::block {

/// Collective. Calls `use`, which may communicate, with tiles of at most `max_rows` rows in all (two at least), equally
/// often on all ranks: those that have fewer batches have empty ones at the end. Each pair of `set` is in one batch.
/// `num_local_pairs` and `load_factor` are those of no batch.
void for_each_batch(const mpi::Communicator& world, TileSet set, std::uint64_t max_rows,
                    const std::function<void(TileSet)>& use);

}  // namespace onefold::block
