// Blocks of a wave as a product of the work directory: found once, read again by training and by scoring.
//
//   product  blocks-RULE-WAVE, a slice for each rank that found some
//   payload  u64 words, block by block in ascending order of hashes: hash, number of records, record ids ascending
//
// The range of a slice counts words: all slices of a wave one after another are its blocks in the order of their
// hashes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "block/blocks.hpp"
#include "onefold/mpi/communicator.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::block {

[[nodiscard]] std::string blocks_product(std::size_t rule, std::size_t wave);

/// Collective.
void publish_blocks(const mpi::Communicator& world, scratch::WorkDirectory& work, const std::string& product,
                    const block::Blocks& blocks);

/// Local. Appends this rank's share of the slices of a product: of their blocks those whose hash `wanted` takes, or
/// all.
void read_blocks(const mpi::Communicator& world, const scratch::WorkDirectory& work, const std::string& product,
                 const std::function<bool(block::KeyHash)>& wanted, block::Blocks& blocks);

}  // namespace onefold::block
