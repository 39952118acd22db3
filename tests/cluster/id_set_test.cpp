#include "cluster/id_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace onefold::cluster {
namespace {

void assign(IdSet& set, const std::vector<RecordId>& ids) {
  set.assign([&](auto insert) {
    for (const auto id : ids) insert(id);
  });
}

void expect_members(const IdSet& set, const std::set<RecordId>& expected) {
  std::vector<RecordId> ids;
  set.for_each([&](RecordId id) { ids.push_back(id); });
  EXPECT_EQ(ids, std::vector<RecordId>(expected.begin(), expected.end()));
  EXPECT_EQ(set.size(), expected.size());
  for (std::uint32_t i = 0; i < ids.size(); ++i) EXPECT_EQ(set.index_of(ids[i]), i);
}

TEST(IdSet, may_be_empty_even_of_possible_ids) {
  IdSet nothing(0);
  expect_members(nothing, {});
  assign(nothing, {});
  expect_members(nothing, {});
}

TEST(IdSet, numbers_ids_on_the_borders_of_words) {
  const std::vector<RecordId> borders{999, 512, 511, 257, 256, 255,  128,  127,  65,   64,   63,
                                      33,  32,  31,  1,   0,   1023, 1024, 1025, 2047, 2048, 2099};
  IdSet set(2100);
  assign(set, borders);
  expect_members(set, {borders.begin(), borders.end()});
}

TEST(IdSet, holds_ids_of_more_than_32_bits) {
  const std::vector<RecordId> ids{(1ULL << 34) - 1, 1ULL << 33, (1ULL << 32) - 1, 1ULL << 32, 5};
  IdSet set(1ULL << 34);
  assign(set, ids);
  expect_members(set, {ids.begin(), ids.end()});
}

RC_GTEST_PROP(IdSet, is_an_ordered_set_again_and_again, ()) {
  const auto num_ids = *rc::gen::inRange<std::uint64_t>(1, 5000);
  IdSet set(num_ids);
  for (int repetition = 0; repetition < 3; ++repetition) {
    const auto ids = *rc::gen::container<std::vector<RecordId>>(rc::gen::inRange<RecordId>(0, num_ids));
    assign(set, ids);
    expect_members(set, {ids.begin(), ids.end()});
  }
}

TEST(IdSet, forgets_a_large_set_for_a_small_one) {
  IdSet set(1'000'000);
  std::vector<RecordId> many;
  for (RecordId id = 0; id < 1'000'000; id += 7) many.push_back(id);
  for (int repetition = 0; repetition < 2; ++repetition) {
    assign(set, many);
    expect_members(set, {many.begin(), many.end()});
    assign(set, {3, 999'999});
    expect_members(set, {3, 999'999});
  }
}

}  // namespace
}  // namespace onefold::cluster
