// The sample of a rule's blocks that training looks at, collected while the blocks are made.
//
// A rule with at most max_training_pairs is taken as a whole. For a larger rule, a block is in the sample if the hash
// of its key is below a bound that falls as the rule's number of pairs grows. That number is known only after the last
// wave, so each wave is sampled with the number so far, and blocks above the lowered bound are removed. The final
// sample equals a sample of the whole rule, and it never holds more than about max_training_pairs pairs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "block/blocks.hpp"
#include "block/sampler.hpp"
#include "onefold/config/job.hpp"

namespace onefold::block {

/// Pure. Which blocks of rule `rule` training looks at, by the hashes of their keys.
[[nodiscard]] Sampler block_sampler(const config::Job& job, std::size_t rule, std::uint64_t num_rule_pairs);

/// Local.
class BlockSample {
 public:
  /// If the sample exceeds `max_bytes` on this rank, it is given up: training reads all blocks again.
  BlockSample(const config::Job& job, std::size_t rule, std::uint64_t max_bytes = kMaxBytes)
      : job_(job), rule_(rule), max_bytes_(max_bytes) {}
  /// `num_pairs`: global number of pairs of all waves so far, including this one.
  void add_wave(const Blocks& blocks, std::uint64_t num_pairs);
  /// After the last wave: whether the sample must be read from the blocks, because it is the whole rule or was given
  /// up.
  [[nodiscard]] bool is_missing() const { return takes_all_ || is_given_up_; }
  [[nodiscard]] const Blocks& blocks() const { return sample_; }

 private:
  static constexpr std::uint64_t kMaxBytes = 32 << 20;

  const config::Job& job_;
  std::size_t rule_;
  std::uint64_t max_bytes_;
  bool takes_all_ = true;
  bool is_given_up_ = false;
  Blocks sample_;
};

}  // namespace onefold::block
