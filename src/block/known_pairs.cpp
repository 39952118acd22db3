#include "block/known_pairs.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "mpi/exchange_by_owner.hpp"
#include "record/hash.hpp"

namespace onefold::block {

Blocks blocks_of_labels(const mpi::Communicator& world, const std::vector<decisions::LabelledPair>& labels,
                        bool matches) {
  Blocks blocks;
  const auto ranks = static_cast<std::size_t>(world.size());
  const auto rank = static_cast<std::size_t>(world.rank());
  for (std::size_t i = labels.size() * rank / ranks; i < labels.size() * (rank + 1) / ranks; ++i) {
    if (labels[i].is_match != matches) continue;
    blocks.hashes.push_back(i + 1);
    blocks.ids.insert(blocks.ids.end(), {labels[i].left, labels[i].right});
    blocks.begins.push_back(blocks.ids.size());
  }
  return blocks;
}

Blocks blocks_of_true_ids(const mpi::Communicator& world, std::vector<HashedRecord> local) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  auto records = mpi::exchange_by_owner(
      world, std::move(local), [&](const HashedRecord& one) { return static_cast<int>(mix(1, one.hash) % ranks); });
  std::sort(records.begin(), records.end());
  Blocks blocks;
  for (std::size_t begin = 0, end = 0; begin < records.size(); begin = end) {
    while (end < records.size() && records[end].hash == records[begin].hash) ++end;
    if (end - begin < 2) continue;
    blocks.hashes.push_back(records[begin].hash);
    for (std::size_t i = begin; i < end; ++i) blocks.ids.push_back(records[i].record);
    blocks.begins.push_back(blocks.ids.size());
  }
  return blocks;
}

}  // namespace onefold::block
