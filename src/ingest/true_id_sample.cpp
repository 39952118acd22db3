#include "ingest/true_id_sample.hpp"

#include <utility>

#include "record/hash.hpp"

namespace onefold::ingest {

namespace {

constexpr std::uint64_t kTruthStream = 0x7472757468ULL;

}  // namespace

void TrueIdSample::offer(std::string_view true_id, std::uint64_t position) {
  if (max_pairs_ == 0 || true_id.empty()) return;
  const std::uint64_t hash = hash_bytes(true_id, kTruthStream);
  if (hash % share_ != 0) return;
  if ((position + 1) / share_ > max_pairs_) thin_out(position + 1);
  if (hash % share_ == 0) sample_.push_back({hash, position});
}

void TrueIdSample::thin_out(std::uint64_t num_records) {
  while (num_records / share_ > max_pairs_) share_ *= 2;
  std::erase_if(sample_, [&](const HashedRecord& one) { return one.hash % share_ != 0; });
}

std::vector<HashedRecord> TrueIdSample::take(std::uint64_t num_global) {
  if (max_pairs_ != 0) thin_out(num_global);
  return std::exchange(sample_, {});
}

}  // namespace onefold::ingest
