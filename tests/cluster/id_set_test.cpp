#include "cluster/id_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace onefold::cluster {
namespace {

void expect_members(const IdSet& set, const std::set<RecordId>& expected) {
  const std::vector<RecordId> ids(set.ids().begin(), set.ids().end());
  EXPECT_EQ(ids, std::vector<RecordId>(expected.begin(), expected.end()));
  for (std::uint64_t i = 0; i < ids.size(); ++i) EXPECT_EQ(set.index_of(ids[i]), i);
}

TEST(IdSet, may_be_empty_even_of_possible_ids) {
  IdSet nothing(0);
  nothing.seal();
  EXPECT_TRUE(nothing.ids().empty());
}

TEST(IdSet, numbers_ids_on_the_borders_of_words_and_pages) {
  const std::set<RecordId> borders{0, 1, 63, 64, 65, 127, 128, 255, 256, 257, 511, 512, 999};
  IdSet set(1000);
  for (auto id = borders.rbegin(); id != borders.rend(); ++id) set.insert(*id);
  set.seal();
  expect_members(set, borders);
}

RC_GTEST_PROP(IdSet, is_an_ordered_set_again_and_again, ()) {
  const auto num_ids = *rc::gen::inRange<std::uint64_t>(1, 5000);
  IdSet set(num_ids);
  for (int repetition = 0; repetition < 3; ++repetition) {
    const auto ids = *rc::gen::container<std::vector<RecordId>>(rc::gen::inRange<RecordId>(0, num_ids));
    set.clear();
    for (const auto id : ids) set.insert(id);
    set.seal();
    expect_members(set, {ids.begin(), ids.end()});
  }
}

}  // namespace
}  // namespace onefold::cluster
