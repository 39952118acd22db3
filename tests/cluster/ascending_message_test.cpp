#include "cluster/ascending_message.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <set>
#include <tuple>

namespace onefold::cluster {
namespace {

struct Mention {
  RecordId record;
  std::optional<RecordId> value;
  bool operator==(const Mention&) const = default;
};

// The records and values that each owner reads from the messages.
std::vector<std::vector<Mention>> written_and_read(const BlockDistribution& distribution,
                                                   const std::vector<Mention>& mentions) {
  const IdWidth width(distribution.num_global());
  AscendingWriter writer(distribution, width, mentions.size(), true);
  for (const auto& mention : mentions) {
    if (mention.value)
      writer.write(mention.record, *mention.value);
    else
      writer.write(mention.record);
  }
  std::vector<std::vector<Mention>> read(static_cast<std::size_t>(distribution.num_ranks()));
  const auto counts = writer.counts();
  std::uint64_t begin = 0;
  for (int rank = 0; rank < distribution.num_ranks(); ++rank) {
    auto& mine = read[static_cast<std::size_t>(rank)];
    const auto count = counts[static_cast<std::size_t>(rank)];
    read_ascending(writer.bytes().subspan(begin, count), distribution.begin(rank), width,
                   [&](RecordId record, bool has_value, RecordId value) {
                     mine.push_back({record, has_value ? std::optional(value) : std::nullopt});
                   });
    begin += count;
  }
  EXPECT_EQ(begin, writer.bytes().size());
  return read;
}

std::vector<std::vector<Mention>> by_owner(const BlockDistribution& distribution,
                                           const std::vector<Mention>& mentions) {
  std::vector<std::vector<Mention>> expected(static_cast<std::size_t>(distribution.num_ranks()));
  for (const auto& mention : mentions)
    expected[static_cast<std::size_t>(distribution.owner(mention.record))].push_back(mention);
  return expected;
}

RC_GTEST_PROP(AscendingMessage, reaches_each_owner_as_it_was_written, ()) {
  // Distances of one to six bytes; ids of four and five; ranks that own nothing.
  const auto num_global =
      *rc::gen::element<std::uint64_t>(1, 3, 100, 20'000, 5'000'000, 1ULL << 32, (1ULL << 32) + 1, 1ULL << 40);
  const auto num_ranks = *rc::gen::inRange(1, 40);
  const auto records = *rc::gen::container<std::set<RecordId>>(rc::gen::map(
      rc::gen::pair(rc::gen::arbitrary<std::uint64_t>(), rc::gen::element<std::uint64_t>(200, 1ULL << 15, 1ULL << 40)),
      [&](const auto& drawn) { return drawn.first % std::min(num_global, drawn.second); }));
  std::vector<Mention> mentions;
  for (const RecordId record : records)
    mentions.push_back({record, *rc::gen::arbitrary<bool>() ? std::optional(record / 3) : std::nullopt});
  const BlockDistribution distribution(num_global, num_ranks);
  RC_ASSERT(written_and_read(distribution, mentions) == by_owner(distribution, mentions));
}

TEST(AscendingMessage, takes_one_byte_per_record_and_four_per_value_if_records_are_dense) {
  const BlockDistribution distribution(10'000, 1);
  AscendingWriter writer(distribution, IdWidth(10'000), 200, true);
  for (RecordId record = 63; record < 6'400; record += 64) writer.write(record);
  ASSERT_EQ(writer.bytes().size(), 100u);
  for (RecordId record = 6'401; record < 6'501; ++record) writer.write(record, 1);
  ASSERT_EQ(writer.bytes().size(), 600u);
}

TEST(PackedLinks, are_what_was_put_in) {
  for (const std::uint64_t num_ids : {std::uint64_t{10}, std::uint64_t{1} << 32, kMostRecords}) {
    PackedLinks links(num_ids);
    ASSERT_TRUE(links.empty());
    for (RecordId i = 0; i < 10; ++i) links.push_back({i, num_ids - 1 - i});
    const PackedLinks copy(num_ids, {links.bytes().begin(), links.bytes().end()});
    ASSERT_EQ(copy.size(), 10u);
    ASSERT_EQ(copy.bytes().size(), num_ids == kMostRecords ? 100u : 80u);
    for (RecordId i = 0; i < 10; ++i) {
      EXPECT_EQ(copy[i].left, i);
      EXPECT_EQ(copy[i].right, num_ids - 1 - i);
    }
    links.release();
    ASSERT_EQ(links.size(), 0u);
  }
}

}  // namespace
}  // namespace onefold::cluster
