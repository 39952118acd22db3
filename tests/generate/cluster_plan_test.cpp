#include "generate/cluster_plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <vector>

namespace onefold::generate {
namespace {

constexpr SourceKind kSources[] = {SourceKind::crm, SourceKind::webshop, SourceKind::callcentre};

TEST(Permutation, is_a_bijection_for_every_size) {
  for (const std::uint64_t size : {1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 100, 1000, 4096, 4097, 12345}) {
    const Permutation permutation(size, 7);
    std::vector<int> hits(size, 0);
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::uint64_t value = permutation(i);
      ASSERT_LT(value, size);
      ++hits[value];
    }
    EXPECT_EQ(hits, std::vector<int>(size, 1)) << "size " << size;
  }
}

TEST(Permutation, depends_on_the_seed_and_leaves_few_in_their_place) {
  const Permutation one(10'000, 1);
  const Permutation other(10'000, 2);
  int same_place = 0;
  int same_value = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    same_place += one(i) == i ? 1 : 0;
    same_value += one(i) == other(i) ? 1 : 0;
  }
  EXPECT_LT(same_place, 20);
  EXPECT_LT(same_value, 20);
}

TEST(ClusterPlan, sizes_of_clusters_have_the_wanted_mean) {
  for (const double mean : {1.0, 1.5, 2.0, 2.2, 2.5, 3.0, 4.0}) {
    const auto counts = cluster_size_counts(mean);
    std::uint32_t persons = 0;
    std::uint32_t records = 0;
    for (std::uint32_t size = 1; size <= 8; ++size) {
      persons += counts[size];
      records += size * counts[size];
    }
    EXPECT_EQ(persons, 100U);
    EXPECT_NEAR(records / 100.0, mean, 0.05);
  }
  EXPECT_EQ(cluster_size_counts(1.0)[1], 100U);
}

TEST(ClusterPlan, every_copy_of_every_person_comes_once_and_the_number_of_records_is_exact) {
  for (const double mean : {1.0, 2.2, 4.0})
    for (const std::uint64_t num_records : {1, 2, 3, 10, 219, 220, 221, 1000, 12345}) {
      const ClusterPlan plan(num_records, mean, 3);
      std::map<std::uint64_t, std::set<std::uint32_t>> copies;
      std::uint64_t rows = 0;
      for (const auto source : kSources) {
        rows += plan.num_rows(source);
        for (std::uint64_t row = 0; row < plan.num_rows(source); ++row) {
          const auto [person, copy] = plan.at(source, row);
          EXPECT_TRUE(copies[person].insert(copy).second) << "a copy comes twice";
        }
      }
      EXPECT_EQ(rows, num_records);
      ASSERT_EQ(copies.size(), plan.num_persons());
      EXPECT_EQ(copies.rbegin()->first, plan.num_persons() - 1) << "persons are numbered without gaps";
      for (const auto& [person, of_person] : copies) {
        EXPECT_EQ(*of_person.rbegin() + 1, of_person.size()) << "copies are numbered without gaps";
        EXPECT_LE(of_person.size(), 8U);
      }
    }
}

TEST(ClusterPlan, a_person_is_mostly_spread_over_the_sources) {
  const ClusterPlan plan(22'000, 2.2, 5);
  std::map<std::uint64_t, std::array<int, kNumSources>> by_person;
  for (const auto source : kSources)
    for (std::uint64_t row = 0; row < plan.num_rows(source); ++row)
      ++by_person[plan.at(source, row).person][static_cast<std::size_t>(source)];
  int largest = 0;
  int of_two = 0;
  int of_two_in_one_source = 0;
  for (const auto& [person, counts] : by_person) {
    largest = std::max({largest, counts[0], counts[1], counts[2]});
    if (counts[0] + counts[1] + counts[2] != 2) continue;
    ++of_two;
    of_two_in_one_source += counts[0] == 2 || counts[1] == 2 || counts[2] == 2 ? 1 : 0;
  }
  EXPECT_LE(largest, 6);
  EXPECT_GT(of_two_in_one_source, 0) << "duplicates inside a source belong to it";
  EXPECT_LT(of_two_in_one_source, of_two / 3);
  EXPECT_NEAR(static_cast<double>(plan.num_rows(SourceKind::crm)), 0.45 * 22'000, 200);
  EXPECT_NEAR(static_cast<double>(plan.num_rows(SourceKind::webshop)), 0.35 * 22'000, 200);
}

}  // namespace
}  // namespace onefold::generate
