#include "onefold/mpi/fetch.hpp"

namespace onefold::mpi {

Fetch::Fetch(const Communicator& world, const BlockDistribution& distribution, std::span<const RecordId> wanted)
    : world_(world) {
  const auto ranks = static_cast<std::size_t>(world.size());
  std::vector<std::uint64_t> counts(ranks, 0);
  for (const RecordId id : wanted) ++counts[static_cast<std::size_t>(distribution.owner(id))];
  std::vector<std::uint64_t> next(ranks, 0);
  for (std::size_t r = 1; r < ranks; ++r) next[r] = next[r - 1] + counts[r - 1];
  std::vector<RecordId> questions(wanted.size());
  position_.resize(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::uint64_t at = next[static_cast<std::size_t>(distribution.owner(wanted[i]))]++;
    questions[at] = wanted[i];
    position_[at] = i;
  }
  asked_ = world.exchange(questions, counts, &asked_counts_);
  const std::uint64_t first = distribution.begin(world.rank());
  for (auto& id : asked_) id -= first;
}

TextColumn Fetch::texts(const TextColumn& local) const {
  std::vector<std::uint64_t> byte_counts(asked_counts_.size(), 0);
  std::vector<char> bytes;
  std::size_t i = 0;
  for (std::size_t rank = 0; rank < asked_counts_.size(); ++rank)
    for (std::uint64_t k = 0; k < asked_counts_[rank]; ++k, ++i) {
      const auto value = local[asked_[i]];
      bytes.insert(bytes.end(), value.begin(), value.end());
      byte_counts[rank] += value.size();
    }
  const auto sizes = world_.exchange(
      [&] {
        std::vector<std::uint32_t> out;
        out.reserve(asked_.size());
        for (const auto row : asked_) out.push_back(static_cast<std::uint32_t>(local[row].size()));
        return out;
      }(),
      asked_counts_);
  const auto received = world_.exchange(bytes, byte_counts);
  // Back into the order in which records were wanted.
  std::vector<std::uint64_t> begin(sizes.size());
  std::uint64_t offset = 0;
  std::vector<std::uint64_t> place(position_.size());
  for (std::size_t at = 0; at < sizes.size(); ++at) {
    begin[at] = offset;
    offset += sizes[at];
    place[position_[at]] = at;
  }
  TextColumn out;
  out.reserve(sizes.size(), received.size());
  for (const std::uint64_t at : place) out.push_back({received.data() + begin[at], sizes[at]});
  return out;
}

}  // namespace onefold::mpi
