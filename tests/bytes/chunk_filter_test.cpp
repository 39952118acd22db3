#include "bytes/chunk_filter.hpp"

#include <gtest/gtest.h>

#include <string>

#include "record/hash.hpp"
#include "reference/naive_filters.hpp"

namespace onefold::bytes {
namespace {

constexpr std::uint64_t kSeed = 20260101;

std::string random_bytes(std::uint64_t count, std::uint64_t seed) {
  std::string bytes;
  for (std::uint64_t i = 0; i < count; ++i) bytes += static_cast<char>(mix(kSeed + seed, i));
  return bytes;
}

// Elements that ascend, least significant byte first.
std::string ascending(std::uint64_t count, std::uint64_t element_bytes) {
  std::string bytes;
  for (std::uint64_t i = 0; i < count; ++i)
    for (std::uint64_t byte = 0; byte < element_bytes; ++byte)
      bytes += static_cast<char>(byte < 8 ? (3 * i) >> (8 * byte) : 0);
  return bytes;
}

TEST(ChunkFilter, shuffles_as_the_format_says_and_back_for_every_size) {
  for (const std::uint64_t element_bytes : {1U, 2U, 3U, 4U, 7U, 8U, 9U, 15U, 16U, 17U, 24U, 47U, 255U})
    for (const std::uint64_t count : {0U, 1U, 2U, 7U, 8U, 9U, 63U, 64U, 65U})
      for (const std::uint64_t rest : {std::uint64_t{0}, element_bytes - 1}) {
        const std::string raw = random_bytes(count * element_bytes + rest, count);
        std::string out(raw.size(), 'x');
        shuffle(raw, element_bytes, out);
        EXPECT_EQ(out, reference::shuffle(raw, element_bytes)) << count << " elements of " << element_bytes;
        std::string back(raw.size(), 'x');
        unshuffle(out, element_bytes, back);
        EXPECT_EQ(back, raw) << count << " elements of " << element_bytes;
      }
}

TEST(ChunkFilter, checksums_as_the_format_says) {
  for (const std::uint64_t count : {0U, 1U, 2U, 3U, 719U, 720U, 721U, 100'001U}) {
    EXPECT_EQ(fletcher32(random_bytes(count, count)), reference::fletcher32(random_bytes(count, count))) << count;
    for (const char byte : {'\0', '\xFF'}) {
      const std::string same(count, byte);
      EXPECT_EQ(fletcher32(same), reference::fletcher32(same)) << count;
    }
  }
  // More words than are added up before the sums are reduced.
  const std::string large(5'000'001, '\xFE');
  EXPECT_EQ(fletcher32(large), reference::fletcher32(large));
}

TEST(ChunkFilter, gives_back_every_chunk_at_every_level) {
  for (const int level : {0, 1, 2, 6, 9}) {
    ChunkFilter filter(level);
    ChunkUnfilter unfilter;
    for (const std::uint64_t element_bytes : {1U, 4U, 8U, 23U})
      for (const std::uint64_t count : {1U, 5U, 4'000U, 40'000U})
        for (const std::string& raw : {random_bytes(count * element_bytes, 1), ascending(count, element_bytes),
                                       std::string(count * element_bytes, '\0')}) {
          std::vector<char> stored = {'?'};  // appended to existing bytes
          const std::uint32_t mask = filter.apply(raw, element_bytes, stored);
          const std::span<const char> chunk = std::span<const char>(stored).subspan(1);
          EXPECT_LE(chunk.size(), raw.size() + 4);
          std::string back(raw.size(), 'x');
          EXPECT_TRUE(unfilter.apply(chunk, mask, element_bytes, back));
          EXPECT_EQ(back, raw) << "level " << level << ", " << count << " elements of " << element_bytes;
        }
  }
}

// Leaves this value on the stack below the caller, where the next function that it calls finds it.
[[gnu::noinline]] void leave_on_the_stack(std::uint16_t value) {
  volatile std::uint16_t words[128 << 10];
  for (auto& word : words) word = value;
}

TEST(ChunkFilter, gives_the_same_bytes_whatever_was_on_the_stack) {
  const std::string once = random_bytes(500, 1);
  const std::string raw = once + once + once + once;
  for (const int level : {1, 2}) {
    ChunkFilter filter(level);
    std::vector<char> first;
    const std::uint32_t mask = filter.apply(raw, 1, first);
    EXPECT_LT(first.size(), 600U) << "repetition is found";
    for (std::uint16_t value = 0; value < 20; ++value) {
      std::vector<char> stored;
      leave_on_the_stack(value);
      EXPECT_EQ(filter.apply(raw, 1, stored), mask) << value;
      EXPECT_EQ(stored, first) << "level " << level << ", " << value;
    }
  }
}

TEST(ChunkFilter, skips_filters_that_do_not_help) {
  ChunkFilter filter(1);
  std::vector<char> stored;
  EXPECT_EQ(filter.apply(random_bytes(80'000, 1), 8, stored), kNoShuffle | kNoDeflate);
  EXPECT_EQ(filter.apply(ascending(10'000, 8), 8, stored), 0U) << "ascending numbers are shuffled";
  std::string texts;
  for (int i = 0; i < 2'000; ++i) {
    std::string row = "street of the " + std::to_string(mix(1, static_cast<std::uint64_t>(i)) % 100) + " lanterns";
    row.resize(40, '\0');
    texts += row;
  }
  EXPECT_EQ(filter.apply(texts, 40, stored), kNoShuffle);
}

TEST(ChunkUnfilter, notices_every_flipped_bit_and_every_cut) {
  ChunkFilter filter(1);
  ChunkUnfilter unfilter;
  for (const std::string& raw : {ascending(500, 8), random_bytes(600, 2)}) {
    std::vector<char> stored;
    const std::uint32_t mask = filter.apply(raw, 8, stored);
    std::string back(raw.size(), 'x');
    for (std::size_t bit = 0; bit < 8 * stored.size(); ++bit) {
      std::vector<char> bad = stored;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
      EXPECT_FALSE(unfilter.apply(bad, mask, 8, back)) << "bit " << bit;
    }
    for (std::size_t size = 0; size < stored.size(); ++size)
      EXPECT_FALSE(unfilter.apply(std::span<const char>(stored).first(size), mask, 8, back)) << "size " << size;
    std::string longer(raw.size() + 8, 'x');
    EXPECT_FALSE(unfilter.apply(stored, mask, 8, longer));
    EXPECT_FALSE(unfilter.apply(stored, mask | 4U, 8, back)) << "an unknown filter";
  }
}

}  // namespace
}  // namespace onefold::bytes
