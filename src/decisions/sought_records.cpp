#include "decisions/sought_records.hpp"

#include <algorithm>
#include <bit>

namespace onefold::decisions {

namespace {

constexpr std::uint64_t kBitsPerKey = 16;
constexpr std::uint64_t kMinBits = 1024;

}  // namespace

void SoughtRecords::share(const mpi::Communicator& world) {
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  world.broadcast(keys_);
  world.broadcast(rows_);

  const std::uint64_t num_bits = std::bit_ceil(std::max(kMinBits, kBitsPerKey * keys_.size()));
  mask_ = num_bits - 1;
  bitmap_.assign(num_bits / 64, 0);
  for (const TextKey& key : keys_) bitmap_[(key.low & mask_) / 64] |= std::uint64_t{1} << (key.low & mask_) % 64;
}

bool SoughtRecords::is_among_keys(const TextKey& key) const {
  return std::binary_search(keys_.begin(), keys_.end(), key);
}

FoundRecords::FoundRecords(std::vector<FoundRecord> found) : found_(std::move(found)) {
  std::sort(found_.begin(), found_.end(), [](const FoundRecord& a, const FoundRecord& b) { return a.key < b.key; });
}

std::optional<RecordId> FoundRecords::find(const TextKey& key) const {
  const auto at = std::lower_bound(found_.begin(), found_.end(), key,
                                   [](const FoundRecord& found, const TextKey& wanted) { return found.key < wanted; });
  if (at == found_.end() || at->key != key) return std::nullopt;
  return at->record;
}

}  // namespace onefold::decisions
