#include "columns/value_counts.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "record/hash.hpp"

namespace onefold::columns {

namespace {

// Counts equal hashes with open addressing.
class HashCounts {
 public:
  explicit HashCounts(std::span<const std::uint64_t> hashes)
      : mask_(std::bit_ceil(std::max<std::size_t>(16, hashes.size() * 3 / 2)) - 1), slots_(mask_ + 1) {
    for (const std::uint64_t hash : hashes) {
      Slot& slot = find(hash);
      slot.hash = hash;
      ++slot.count;
    }
  }
  [[nodiscard]] std::uint64_t count(std::uint64_t hash) { return find(hash).count; }
  void set_count(std::uint64_t hash, std::uint64_t count) { find(hash).count = count; }
  // Ascending.
  [[nodiscard]] std::vector<KeyCount> entries() const {
    std::vector<KeyCount> entries;
    for (const Slot& slot : slots_)
      if (slot.count > 0) entries.push_back({slot.hash, slot.count});
    std::ranges::sort(entries, {}, &KeyCount::key);
    return entries;
  }
  [[nodiscard]] std::uint64_t num_equal_pairs() const {
    std::uint64_t pairs = 0;
    for (const Slot& slot : slots_)
      if (slot.count > 1) pairs += slot.count * (slot.count - 1) / 2;
    return pairs;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint64_t count = 0;
  };
  Slot& find(std::uint64_t hash) {
    // The highest bits already selected the owner.
    for (std::size_t place = mix(0, hash) & mask_;; place = (place + 1) & mask_)
      if (slots_[place].hash == hash || slots_[place].hash == 0) return slots_[place];
  }
  std::size_t mask_;
  std::vector<Slot> slots_;
};

}  // namespace

ValueCounts count_values(const mpi::Communicator& world, std::span<const std::uint64_t> hashes, bool wants_counts,
                         std::uint64_t max_in_flight, AttributeFrequencies* frequencies) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const std::uint64_t num_rounds =
      std::max<std::uint64_t>(1, (world.max(hashes.size()) + max_in_flight - 1) / max_in_flight);
  ValueCounts result;
  if (wants_counts) result.counts.assign(hashes.size(), 0);
  std::vector<std::uint64_t> sent;
  std::vector<std::uint32_t> rows;
  for (std::uint64_t round = 0; round < num_rounds; ++round) {
    // 1. Sort the hashes of this round by owner. Each owner's range of hashes is divided into one part per round.
    std::vector<std::uint64_t> counts(ranks, 0);
    const auto place_of = [&](std::uint64_t hash) { return scale_to(hash, ranks * num_rounds); };
    for (const std::uint64_t hash : hashes)
      if (hash != 0 && place_of(hash) % num_rounds == round) ++counts[place_of(hash) / num_rounds];
    std::vector<std::uint64_t> next(ranks, 0);
    for (std::size_t r = 1; r < ranks; ++r) next[r] = next[r - 1] + counts[r - 1];
    sent.resize(next.back() + counts.back());
    if (wants_counts) rows.resize(sent.size());
    for (std::size_t row = 0; row < hashes.size(); ++row) {
      if (hashes[row] == 0 || place_of(hashes[row]) % num_rounds != round) continue;
      const std::uint64_t at = next[place_of(hashes[row]) / num_rounds]++;
      sent[at] = hashes[row];
      if (wants_counts) rows[at] = static_cast<std::uint32_t>(row);
    }
    // 2. Owners count the hashes.
    std::vector<std::uint64_t> received_counts;
    const auto received = world.exchange(sent, counts, &received_counts);
    HashCounts table(received);
    result.num_equal_pairs += table.num_equal_pairs();
    if (!wants_counts) continue;
    if (frequencies != nullptr) {
      std::vector<KeyCount> settled = table.entries();
      frequencies->settle(result::Counted::values, settled);
      for (const KeyCount& entry : settled) table.set_count(entry.key, entry.count);
    }
    // 3. Counts return in the order in which hashes arrived.
    std::vector<std::uint32_t> answers(received.size());
    for (std::size_t i = 0; i < received.size(); ++i)
      answers[i] = static_cast<std::uint32_t>(
          std::min<std::uint64_t>(table.count(received[i]), std::numeric_limits<std::uint32_t>::max()));
    const auto answered = world.exchange(answers, received_counts);
    for (std::size_t i = 0; i < answered.size(); ++i) result.counts[rows[i]] = answered[i];
  }
  result.num_equal_pairs = world.sum(result.num_equal_pairs);
  return result;
}

}  // namespace onefold::columns
