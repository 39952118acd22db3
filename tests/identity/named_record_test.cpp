#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <limits>

#include "identity/write_indexes.hpp"

namespace onefold::identity {
namespace {

std::array<std::uint64_t, 2> words_of(const NamedRecord& row) {
  std::array<std::uint64_t, 2> words{};
  row.encode(words.data());
  return words;
}

void expect_held(const NamedRecord& row) {
  const NamedRecord again = NamedRecord::decode(words_of(row).data());
  EXPECT_EQ(again.hash, row.hash);
  EXPECT_EQ(again.record, row.record);
  EXPECT_LT(words_of(row)[0], NamedRecord::kMaxRecords) << "the key that runs are cut by";
}

TEST(NamedRecord, holds_every_hash_and_record) {
  for (const std::int64_t hash : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                                  std::numeric_limits<std::int64_t>::max()})
    for (const std::uint64_t record : {std::uint64_t{0}, NamedRecord::kMaxRecords - 1}) expect_held({hash, record});
}

RC_GTEST_PROP(NamedRecord, words_ascend_as_hash_and_record_do, (std::int64_t a, std::int64_t b)) {
  const auto record_a = *rc::gen::inRange<std::uint64_t>(0, NamedRecord::kMaxRecords);
  const auto record_b = *rc::gen::inRange<std::uint64_t>(0, NamedRecord::kMaxRecords);
  // Small numbers too, so that some hashes are equal.
  if (a % 2 == 0) b = a;
  const NamedRecord left{a, record_a};
  const NamedRecord right{b, record_b};
  expect_held(left);
  RC_ASSERT((words_of(left) < words_of(right)) == (std::pair(a, record_a) < std::pair(b, record_b)));
}

}  // namespace
}  // namespace onefold::identity
