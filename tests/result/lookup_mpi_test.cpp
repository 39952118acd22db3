// Look-ups in a result that is larger than one read, and in small ones.
#include <algorithm>

#include "record/hash.hpp"
#include "result/index_tables.hpp"
#include "result/lookup.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::result {
namespace {

class Lookup : public testing::Test {
 protected:
  Lookup() : folder_(test::world()) {}
  /// Collective. Rank 0 writes and looks up.
  template <typename Use>
  void with(const test::TinyResult& tiny, const Use& use) {
    const auto alone = test::world().split(test::world().rank());
    if (test::world().is_root()) {
      test::write_tiny(alone, folder_ / "x.h5", tiny);
      use(ResultReader(folder_ / "x.h5"));
    }
    test::world().barrier();
  }
  test::ScratchFolder folder_;
};

void expect_all_found(const ResultReader& file, const test::TinyResult& tiny, std::size_t step) {
  for (std::size_t id = 0; id < tiny.source_id.size(); id += step) {
    const auto found =
        find_record(file, tiny.source_names[static_cast<std::size_t>(tiny.record_source[id])], tiny.source_id[id]);
    EXPECT_EQ(found.record, id);
  }
  for (std::size_t c = 0; c < tiny.customer_pin.size(); c += step) {
    EXPECT_EQ(find_customer(file, tiny.customer_pin[c]), c);
    EXPECT_EQ(find_cluster(file, tiny.customer_cluster[c]), c);
    const auto members = members_of(file, c);
    EXPECT_EQ(static_cast<std::int64_t>(members.size()), tiny.customer_size[c]);
    for (const auto member : members)
      EXPECT_EQ(tiny.cluster_id[static_cast<std::size_t>(member)], tiny.customer_cluster[c]);
  }
}

TEST_F(Lookup, finds_every_record_and_customer) {
  for (const int num_records : {1, 2, 100, 40'000}) {
    const auto tiny = test::tiny_result(num_records);
    with(tiny, [&](const ResultReader& file) { expect_all_found(file, tiny, num_records > 1000 ? 97 : 1); });
  }
}

TEST_F(Lookup, says_whether_source_or_id_is_not_known) {
  with(test::tiny_result(100), [](const ResultReader& file) {
    EXPECT_FALSE(find_record(file, "CRM", "c:1").knows_source);
    const auto unknown = find_record(file, "crm", "s-1");
    EXPECT_TRUE(unknown.knows_source);
    EXPECT_FALSE(unknown.record) << "an id of the other source";
    EXPECT_FALSE(find_customer(file, 3));
    EXPECT_FALSE(find_customer(file, std::numeric_limits<std::int64_t>::max()));
    EXPECT_FALSE(find_cluster(file, 1));
  });
  with(test::tiny_result(0), [](const ResultReader& file) {
    EXPECT_FALSE(find_record(file, "crm", "c:1").record);
    EXPECT_FALSE(find_customer(file, 1));
  });
}

// Real collisions are too rare to make one: the index claims that all records have the hash of one.
TEST_F(Lookup, tells_records_with_equal_hashes_apart_by_their_ids) {
  auto tiny = test::tiny_result(60);
  tiny.indexes = test::indexes_of(tiny);
  const std::int64_t hash = SourceIdIndex::hash("shop", tiny.source_id[57]);
  std::fill(tiny.indexes->source_id_hash.begin(), tiny.indexes->source_id_hash.end(), hash);
  with(tiny, [&](const ResultReader& file) { EXPECT_EQ(find_record(file, "shop", tiny.source_id[57]).record, 57U); });
}

TEST_F(Lookup, refuses_an_index_that_points_outside_its_table) {
  auto tiny = test::tiny_result(60);
  tiny.indexes = test::indexes_of(tiny);
  std::fill(tiny.indexes->pin_customer.begin(), tiny.indexes->pin_customer.end(), 20);
  std::fill(tiny.indexes->source_id_record.begin(), tiny.indexes->source_id_record.end(), -1);
  tiny.indexes->member_offsets[1] = 1000;
  tiny.indexes->members[4] = 60;
  with(tiny, [&](const ResultReader& file) {
    EXPECT_THROW((void)find_customer(file, tiny.customer_pin[2]), Error);
    EXPECT_THROW((void)find_record(file, "crm", "c:1"), Error);
    EXPECT_THROW((void)members_of(file, 0), Error);
    EXPECT_THROW((void)members_of(file, 1), Error);
  });
}

// Keys that are spread unevenly make guesses useless.
TEST_F(Lookup, lower_bound_is_that_of_the_standard_library_for_any_keys) {
  constexpr std::size_t kRows = 30'000;
  std::vector<std::vector<std::int64_t>> columns(4, std::vector<std::int64_t>(kRows));
  for (std::size_t i = 0; i < kRows; ++i) {
    columns[0][i] = static_cast<std::int64_t>(mix(test::kSeed, i));                                 // even
    columns[1][i] = static_cast<std::int64_t>(mix(test::kSeed, i) >> (mix(test::kSeed, i) % 63));   // crowded
    columns[2][i] = static_cast<std::int64_t>(i < kRows - 1 ? i / 7'000 : std::uint64_t{1} << 62);  // equal, one far
    columns[3][i] = 5;
  }
  const auto alone = test::world().split(test::world().rank());
  if (test::world().is_root()) {
    for (auto& column : columns) {
      std::sort(column.begin(), column.end());
      auto tiny = test::tiny_result(30);
      tiny.indexes = test::indexes_of(tiny);
      tiny.indexes->pin = column;
      test::write_tiny(alone, folder_ / "x.h5", tiny);
      const ResultReader file(folder_ / "x.h5");
      for (std::size_t i = 0; i < 300; ++i) {
        const std::int64_t near = column[mix(test::kSeed + 1, i) % kRows];
        const std::int64_t key = i % 3 == 0 ? near : i % 3 == 1 ? near + 1 : static_cast<std::int64_t>(mix(7, i));
        EXPECT_EQ(lower_bound(file, PinIndex::kPin, key),
                  std::lower_bound(column.begin(), column.end(), key) - column.begin());
      }
    }
  }
  test::world().barrier();
}

}  // namespace
}  // namespace onefold::result
