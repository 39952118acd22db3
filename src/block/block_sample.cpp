#include "block/block_sample.hpp"

#include <algorithm>
#include <utility>

namespace onefold::block {

namespace {

constexpr std::uint64_t kBlockStream = 0x626c6f636bULL;

// Appends the blocks that `sampler` chooses.
void append_sample(const Blocks& blocks, const Sampler& sampler, Blocks& sample) {
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (!sampler.takes(blocks.hashes[b])) continue;
    const auto members = blocks.members(b);
    sample.hashes.push_back(blocks.hashes[b]);
    sample.ids.insert(sample.ids.end(), members.begin(), members.end());
    sample.begins.push_back(sample.ids.size());
  }
}

std::uint64_t bytes_of(const Blocks& blocks) { return 16 * blocks.size() + 8 * blocks.ids.size(); }

}  // namespace

Sampler block_sampler(const config::Job& job, std::size_t rule, std::uint64_t num_rule_pairs) {
  const double share = static_cast<double>(job.model.max_training_pairs) /
                       static_cast<double>(std::max<std::uint64_t>(1, num_rule_pairs));
  return {mix(job.seed, kBlockStream + rule), share};
}

void BlockSample::add_wave(const Blocks& blocks, std::uint64_t num_pairs) {
  const auto sampler = block_sampler(job_, rule_, num_pairs);
  takes_all_ = sampler.takes_all();
  if (is_given_up_) return;
  // The sample of earlier waves was drawn with a higher bound: drop the blocks above the new one.
  if (sample_.size() > 0 && !takes_all_) {
    const Blocks before = std::exchange(sample_, {});
    append_sample(before, sampler, sample_);
  }
  append_sample(blocks, sampler, sample_);
  if (bytes_of(sample_) > max_bytes_) {
    is_given_up_ = true;
    sample_ = {};
  }
}

}  // namespace onefold::block
