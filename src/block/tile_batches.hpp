// Divides tiles into batches, which bounds the number of rows that a rank holds. This is necessary because a row of a
// block that is cut into tiles occurs in many tiles: the tiles of a wave may have many times the rows of its blocks.
//
// A tile with more rows than a batch may have is cut further, into pairs of parts of half as many rows; a row is then
// fetched once per part that it is compared with. Memory: if there are several batches, 8 bytes per row of a batch in
// addition to the tiles. Local work: two passes over the tiles.
#pragma once

#include <cstdint>
#include <functional>

#include "block/tiles.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::block {

/// Collective. Calls `use`, which may communicate, with batches of tiles of at most `max_rows` rows (at least two),
/// equally often on all ranks: ranks with fewer batches get empty ones at the end. Each pair of `set` is in one batch.
/// Batches do not set `num_local_pairs` and `load_factor`.
void for_each_batch(const mpi::Communicator& world, TileSet set, std::uint64_t max_rows,
                    const std::function<void(TileSet)>& use);

}  // namespace onefold::block
