#include "cluster/link_reducer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "onefold/record/error.hpp"
#include "reference/naive_components.hpp"

namespace onefold::cluster {
namespace {

std::vector<Link> unpacked(const PackedLinks& packed) {
  std::vector<Link> links;
  for (std::size_t i = 0; i < packed.size(); ++i) links.push_back(packed[i]);
  return links;
}

RC_GTEST_PROP(LinkReducer, connects_what_all_links_connect, ()) {
  const auto num_ids = *rc::gen::inRange<std::uint64_t>(1, 200);
  const auto least_links = *rc::gen::element<std::uint64_t>(0, 1, 7, 1000);
  const auto batches = *rc::gen::container<std::vector<std::vector<Link>>>(rc::gen::container<std::vector<Link>>(
      rc::gen::construct<Link>(rc::gen::inRange<RecordId>(0, num_ids), rc::gen::inRange<RecordId>(0, num_ids))));
  LinkReducer reducer(num_ids, least_links);
  std::vector<Link> all;
  for (const auto& batch : batches) {
    reducer.add(batch);
    all.insert(all.end(), batch.begin(), batch.end());
  }
  RC_ASSERT(reducer.num_added() == all.size());
  const auto kept = unpacked(reducer.take());
  RC_ASSERT(kept.size() <= all.size());
  RC_ASSERT(reference::naive_components(num_ids, kept) == reference::naive_components(num_ids, all));
  RC_ASSERT(reducer.links().empty());
}

TEST(LinkReducer, keeps_no_more_links_than_half_as_many_again_as_records) {
  constexpr std::uint64_t kNum = 300;
  LinkReducer reducer(kNum, 16);
  for (RecordId i = 0; i < kNum; ++i)
    for (RecordId j = 0; j < i; ++j) {
      reducer.add({i, j});
      ASSERT_LE(reducer.links().size(), std::max<std::uint64_t>(16, 3 * (i + 1) / 2));
    }
  EXPECT_EQ(reducer.num_added(), kNum * (kNum - 1) / 2);
  EXPECT_EQ(reference::naive_components(kNum, unpacked(reducer.links())), std::vector<RecordId>(kNum, 0));
}

TEST(LinkReducer, refuses_a_link_to_a_record_that_does_not_exist) {
  LinkReducer reducer(10);
  EXPECT_THROW(reducer.add({3, 10}), Error);
}

TEST(LinkReducer, begins_anew_after_its_links_were_taken) {
  LinkReducer reducer(10, 4);
  for (RecordId i = 1; i < 10; ++i) reducer.add({i, i - 1});
  EXPECT_FALSE(reducer.take().empty());
  reducer.add({4, 5});
  EXPECT_EQ(reducer.num_added(), 1u);
  const auto kept = unpacked(reducer.take());
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].left + kept[0].right, 9u);
}

}  // namespace
}  // namespace onefold::cluster
