// Blocks as products of the work directory. Scoring reads all of them. Training reads a sample if the rule proposes
// more pairs than training looks at, otherwise all of them.
//
//   product  blocks-RULE-WAVE, and sample-RULE: a slice per rank that found some
//   payload  u64 words, block by block in ascending order of hashes: hash, number of records, record ids ascending
//
// The range of a slice counts words. All slices of a wave, one after another, are its blocks in ascending order of
// hashes; a sample holds wave after wave per rank.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "block/blocks.hpp"
#include "onefold/mpi/communicator.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::block {

[[nodiscard]] std::string blocks_product(std::size_t rule, std::size_t wave);
[[nodiscard]] std::string sample_product(std::size_t rule);

/// Collective.
void publish_blocks(const mpi::Communicator& world, scratch::WorkDirectory& work, const std::string& product,
                    const block::Blocks& blocks);

/// Local. Appends this rank's share of the blocks of a product: the blocks whose hash satisfies `wanted`, or all if it
/// is empty.
void read_blocks(const mpi::Communicator& world, const scratch::WorkDirectory& work, const std::string& product,
                 const std::function<bool(block::KeyHash)>& wanted, block::Blocks& blocks);

}  // namespace onefold::block
