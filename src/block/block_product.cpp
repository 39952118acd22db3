#include "block/block_product.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "scratch/slice_file.hpp"

namespace onefold::block {

namespace {

constexpr std::size_t kWordsPerWrite = 1 << 16;

// Takes words in the order in which they arrive and appends whole blocks.
class BlockParser {
 public:
  BlockParser(Blocks& blocks, const std::function<bool(KeyHash)>& wanted) : blocks_(blocks), wanted_(wanted) {}

  void take(std::uint64_t word) {
    switch (expected_) {
      case Expected::hash:
        hash_ = word;
        expected_ = Expected::size;
        return;
      case Expected::size:
        num_left_ = word;
        takes_ = !wanted_ || wanted_(hash_);
        if (takes_) blocks_.hashes.push_back(hash_);
        expected_ = Expected::id;
        return;
      case Expected::id:
        if (takes_) blocks_.ids.push_back(word);
        if (--num_left_ > 0) return;
        if (takes_) blocks_.begins.push_back(blocks_.ids.size());
        expected_ = Expected::hash;
    }
  }

 private:
  enum class Expected { hash, size, id } expected_ = Expected::hash;
  Blocks& blocks_;
  const std::function<bool(KeyHash)>& wanted_;
  KeyHash hash_ = 0;
  std::uint64_t num_left_ = 0;
  bool takes_ = false;
};

}  // namespace

std::string blocks_product(std::size_t rule, std::size_t wave) {
  return "blocks-" + std::to_string(rule) + "-" + std::to_string(wave);
}

std::string sample_product(std::size_t rule) { return "sample-" + std::to_string(rule); }

void publish_blocks(const mpi::Communicator& world, scratch::WorkDirectory& work, const std::string& product,
                    const Blocks& blocks) {
  const std::uint64_t num_words = 2 * blocks.size() + blocks.ids.size();
  const std::uint64_t first = world.exclusive_sum(num_words);
  std::optional<scratch::Slice> slice;
  mpi::run_locally(world, [&] {
    scratch::ProductWriter writer(work, product);
    std::vector<std::uint64_t> words;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const auto members = blocks.members(b);
      words.insert(words.end(), {blocks.hashes[b], members.size()});
      words.insert(words.end(), members.begin(), members.end());
      if (words.size() < kWordsPerWrite && b + 1 < blocks.size()) continue;
      writer.append_values<std::uint64_t>(words);
      words.clear();
    }
    slice = writer.close(first, first + num_words, blocks.size());
  });
  work.publish(product, slice);
}

void read_blocks(const mpi::Communicator& world, const scratch::WorkDirectory& work, const std::string& product,
                 const std::function<bool(KeyHash)>& wanted, Blocks& blocks) {
  const scratch::ProductReader reader(work, product);
  const std::size_t num_slices = reader.slices().size();
  const auto ranks = static_cast<std::size_t>(world.size());
  const auto rank = static_cast<std::size_t>(world.rank());
  // If as many ranks read as wrote, each rank reads its own slices.
  for (std::size_t slice = num_slices * rank / ranks; slice < num_slices * (rank + 1) / ranks; ++slice) {
    BlockParser parser(blocks, wanted);
    reader.stream(slice, [&](std::span<const char> piece) {
      for (std::size_t at = 0; at + sizeof(std::uint64_t) <= piece.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, piece.data() + at, sizeof word);
        parser.take(word);
      }
    });
  }
}

}  // namespace onefold::block
