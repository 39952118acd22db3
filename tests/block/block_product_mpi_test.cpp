// Blocks that are written as a product and read back, and the sample of them that training looks at.
#include <algorithm>
#include <map>
#include <numeric>

#include "block/block_product.hpp"
#include "block/block_sample.hpp"
#include "record/hash.hpp"
#include "scratch/work_directory.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::block {
namespace {

using test::ScratchFolder;
using ByHash = std::map<KeyHash, std::vector<RecordId>>;

constexpr std::uint64_t kJob = 7;

// `count` blocks of two to nine records; hashes ascend, and spread over the whole hash space.
Blocks some_blocks(std::uint64_t seed, std::uint64_t count) {
  std::vector<KeyHash> hashes;
  for (std::uint64_t b = 0; b < count; ++b) hashes.push_back(mix(seed, b) | 1);
  std::sort(hashes.begin(), hashes.end());
  Blocks blocks;
  for (const KeyHash hash : hashes) {
    blocks.hashes.push_back(hash);
    const std::uint64_t first = hash % 1000;
    for (std::uint64_t i = 0; i < 2 + hash % 8; ++i) blocks.ids.push_back(first + i * 3);
    blocks.begins.push_back(blocks.ids.size());
  }
  return blocks;
}

void append(const Blocks& from, ByHash& to) {
  for (std::size_t b = 0; b < from.size(); ++b) {
    const auto members = from.members(b);
    EXPECT_TRUE(to.insert({from.hashes[b], {members.begin(), members.end()}}).second) << "a block twice";
  }
}

// Collective. The blocks of all ranks on every rank.
ByHash gather(const Blocks& local) {
  const auto& world = test::world();
  std::vector<std::uint64_t> sizes;
  for (std::size_t b = 0; b < local.size(); ++b) sizes.push_back(local.members(b).size());
  Blocks all;
  all.hashes = world.gather_all(local.hashes);
  all.ids = world.gather_all(local.ids);
  for (const auto size : world.gather_all(sizes)) all.begins.push_back(all.begins.back() + size);
  ByHash blocks;
  append(all, blocks);
  return blocks;
}

TEST(BlockProduct, is_read_back_by_any_number_of_ranks) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  scratch::WorkDirectory work(world, folder / "work", kJob);
  const auto rank = static_cast<std::uint64_t>(world.rank());
  // Every third rank has no blocks.
  const Blocks local = some_blocks(test::kSeed + rank, rank % 3 == 2 ? 0 : 50 + 10 * rank);
  const ByHash expected = gather(local);
  publish_blocks(world, work, blocks_product(1, 2), local);

  Blocks own;
  read_blocks(world, work, blocks_product(1, 2), {}, own);
  EXPECT_EQ(gather(own), expected);
  const auto alone = world.split(world.rank());
  Blocks everything;
  read_blocks(alone, work, blocks_product(1, 2), {}, everything);
  ByHash found;
  append(everything, found);
  EXPECT_EQ(found, expected);
  EXPECT_TRUE(std::is_sorted(everything.begins.begin(), everything.begins.end()));
  world.barrier();
}

TEST(BlockProduct, appends_only_the_wanted_blocks) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  scratch::WorkDirectory work(world, folder / "work", kJob);
  const Blocks local = some_blocks(test::kSeed + static_cast<std::uint64_t>(world.rank()), 80);
  publish_blocks(world, work, "blocks-0-0", local);
  const auto wanted = [](KeyHash hash) { return hash % 5 == 1; };
  Blocks found;
  found.hashes = {1};
  found.ids = {4, 5};
  found.begins = {0, 2};
  read_blocks(world, work, "blocks-0-0", wanted, found);
  ASSERT_GE(found.size(), 1U);
  EXPECT_EQ(found.hashes.front(), 1U);
  EXPECT_EQ(found.members(0)[1], 5U);
  EXPECT_EQ(found.begins.back(), found.ids.size());
  found.hashes.front() = 0;  // belongs to no block
  for (std::size_t b = 1; b < found.size(); ++b) EXPECT_TRUE(wanted(found.hashes[b]));
  std::uint64_t expected = 0;
  for (const auto hash : local.hashes) expected += wanted(hash) ? 1 : 0;
  EXPECT_EQ(world.sum(found.size() - 1), world.sum(expected));
}

TEST(BlockProduct, holds_blocks_that_are_longer_than_one_read) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  scratch::WorkDirectory work(world, folder / "work", kJob);
  Blocks blocks;
  // More records than the 32,768 words of a read; small blocks before and after it, so that any word may come first.
  for (const std::uint64_t size : {2U, 100'000U, 3U, 40'000U, 2U}) {
    if (!world.is_root()) break;
    blocks.hashes.push_back(blocks.size() + 1);
    for (std::uint64_t i = 0; i < size; ++i) blocks.ids.push_back(i * 2);
    blocks.begins.push_back(blocks.ids.size());
  }
  publish_blocks(world, work, "blocks-0-0", blocks);
  Blocks found;
  read_blocks(world, work, "blocks-0-0", {}, found);
  EXPECT_EQ(gather(found), gather(blocks));
}

std::uint64_t pairs_of(const Blocks& blocks) {
  std::uint64_t pairs = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    pairs += blocks.members(b).size() * (blocks.members(b).size() - 1) / 2;
  return pairs;
}

TEST(BlockSample, of_all_waves_equals_that_of_the_whole_rule) {
  config::Job job;
  job.seed = 12;
  const Blocks rule = some_blocks(test::kSeed, 2'000);
  const std::uint64_t num_pairs = pairs_of(rule);
  for (const std::uint64_t max_training_pairs : {std::uint64_t{1}, num_pairs / 100, num_pairs / 2, num_pairs - 1}) {
    job.model.max_training_pairs = max_training_pairs;
    const auto sampler = block_sampler(job, 3, num_pairs);
    ByHash expected;
    for (std::size_t b = 0; b < rule.size(); ++b) {
      const auto members = rule.members(b);
      if (sampler.takes(rule.hashes[b])) expected[rule.hashes[b]] = {members.begin(), members.end()};
    }
    for (const std::size_t num_waves : {1U, 2U, 7U, 300U}) {
      BlockSample sample(job, 3);
      std::uint64_t so_far = 0;
      for (std::size_t w = 0; w < num_waves; ++w) {
        Blocks wave;
        for (std::size_t b = rule.size() * w / num_waves; b < rule.size() * (w + 1) / num_waves; ++b) {
          const auto members = rule.members(b);
          wave.hashes.push_back(rule.hashes[b]);
          wave.ids.insert(wave.ids.end(), members.begin(), members.end());
          wave.begins.push_back(wave.ids.size());
        }
        so_far += pairs_of(wave);
        sample.add_wave(wave, so_far);
        EXPECT_LE(pairs_of(sample.blocks()), 2 * max_training_pairs + 400) << "more than about max_training_pairs";
      }
      EXPECT_FALSE(sample.is_missing());
      ByHash found;
      append(sample.blocks(), found);
      EXPECT_EQ(found, expected) << num_waves << " waves, " << max_training_pairs << " pairs";
    }
  }
}

TEST(BlockSample, is_missing_if_it_is_the_whole_rule_or_too_large) {
  config::Job job;
  const Blocks blocks = some_blocks(test::kSeed, 500);
  job.model.max_training_pairs = pairs_of(blocks);
  BlockSample whole(job, 0);
  whole.add_wave(blocks, pairs_of(blocks));
  EXPECT_TRUE(whole.is_missing());
  job.model.max_training_pairs = pairs_of(blocks) / 2;
  BlockSample large(job, 0, 100);
  large.add_wave(blocks, pairs_of(blocks));
  EXPECT_TRUE(large.is_missing());
  EXPECT_EQ(large.blocks().size(), 0U);
  BlockSample none(job, 0);
  none.add_wave({}, 0);
  EXPECT_TRUE(none.is_missing());
}

}  // namespace
}  // namespace onefold::block
