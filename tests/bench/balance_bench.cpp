// Measures how evenly candidate pairs are dealt to ranks if one key holds half of all records: the pairs of the largest
// rank divided by the mean, and the number of rows that must be sent.
//
//   mpirun -n 64 balance_bench [RECORDS]     measures 2, 3, 4, 7, 8, 16, 31, 32 and 64 ranks, up to the number started
//
// Nothing is scored, so there may be many more ranks than cores. Half of the records are in one block, whose key one
// rank owns; the others are in blocks of 2 to 9. The benchmark checks what it reports: each pair is dealt once, and no
// rank exceeds the bound of tiles.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "block/tiles.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/hash.hpp"

namespace {

using namespace onefold;

constexpr std::uint64_t kSeed = 1;

// Local. The blocks whose keys this rank owns: a share of the small ones, and on the middle rank also the large one.
block::Blocks blocks_of_rank(std::uint64_t num_records, std::uint64_t rank, std::uint64_t ranks) {
  block::Blocks blocks;
  const auto add = [&](std::uint64_t hash, std::uint64_t first, std::uint64_t last) {
    blocks.hashes.push_back(hash);
    for (std::uint64_t id = first; id < last; ++id) blocks.ids.push_back(id);
    blocks.begins.push_back(blocks.ids.size());
  };
  const std::uint64_t num_small = num_records - num_records / 2;
  std::uint64_t number = 0;
  for (std::uint64_t first = 0; first + 2 <= num_small; ++number) {
    const std::uint64_t last = std::min(num_small, first + 2 + mix(kSeed, number) % 8);
    if (number % ranks == rank) add(number, first, last);
    first = last;
  }
  if (rank == ranks / 2) add(number, num_small, num_records);
  return blocks;
}

// Collective over `world`. False if a check fails.
bool measure(const mpi::Communicator& world, std::uint64_t num_records) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const block::PairScope scope;
  const block::DealOptions options;
  const auto blocks = blocks_of_rank(num_records, static_cast<std::uint64_t>(world.rank()), ranks);
  std::uint64_t local_pairs = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) local_pairs += scope.num_pairs(blocks.members(b));
  const std::uint64_t pairs = world.sum(local_pairs);
  // The number of pairs of the largest rank if blocks were dealt as a whole.
  const double whole_blocks =
      static_cast<double>(world.max(local_pairs)) * static_cast<double>(ranks) / static_cast<double>(pairs);
  const std::uint64_t rows = world.sum(blocks.ids.size());

  const auto tiles = block::deal_tiles(world, blocks, scope, options);
  const std::uint64_t dealt = world.sum(tiles.num_local_pairs);
  const std::uint64_t shipped = world.sum(tiles.ids.size());
  const double bound = static_cast<double>(rows) +
                       2 * std::sqrt(static_cast<double>(pairs) * static_cast<double>(ranks) / options.epsilon);
  // No tile is larger than this share of the mean; if there are few pairs on many ranks, tiles have a minimum size.
  const double excess =
      std::max(options.epsilon, static_cast<double>(options.min_tile_pairs * ranks) / static_cast<double>(pairs));
  const bool holds = dealt == pairs && tiles.load_factor <= 1 + excess + 1e-9;
  if (world.is_root()) {
    fmt::print("{:>6}{:>17}{:>15.4f}{:>15.1f}{:>15}{:>15.0f}{}\n", ranks, pairs, tiles.load_factor, whole_blocks,
               shipped, bound, holds ? "" : "   NOT AS PROMISED");
    fmt::print(
        "result {{\"ranks\": {}, \"records\": {}, \"pairs\": {}, \"largest_over_mean\": {:.6f}, \"whole_blocks\": "
        "{:.3f}, "
        "\"rows_shipped\": {}}}\n",
        ranks, num_records, pairs, tiles.load_factor, whole_blocks, shipped);
    std::fflush(stdout);
  }
  return holds;
}

}  // namespace

int main(int argc, char** argv) {
  const mpi::Environment environment(&argc, &argv);
  const auto world = mpi::Communicator::world();
  // balance_bench [RECORDS]: the number of records.
  const std::uint64_t num_records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  if (argc > 2 || num_records < 8 || num_records > 1'000'000'000) {
    if (world.is_root()) fmt::print(stderr, "usage: balance_bench [RECORDS, 8 to 1000000000]\n");
    return 2;
  }

  if (world.is_root())
    fmt::print("{} records, half of them in one block\n{:>6}{:>17}{:>15}{:>15}{:>15}{:>15}\n", num_records, "ranks",
               "pairs", "largest/mean", "whole blocks", "rows shipped", "at most");
  bool all_hold = true;
  for (const int ranks : {2, 3, 4, 7, 8, 16, 31, 32, 64}) {
    if (ranks > world.size()) break;
    const bool takes_part = world.rank() < ranks;
    const auto some = world.split(takes_part ? 0 : 1);
    const bool holds = !takes_part || measure(some, num_records);
    all_hold = world.all(holds) && all_hold;
  }
  return all_hold ? 0 : 1;
}
