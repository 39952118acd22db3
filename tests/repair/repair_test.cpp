#include "repair/repair.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "record/hash.hpp"
#include "reference/naive_repair.hpp"

namespace onefold::repair {
namespace {

constexpr FixedShare kSupport = kWholeShare / 5;

std::int64_t weight(double probability) {
  const double p = std::clamp(probability, 1e-12, 1 - 1e-12);
  return static_cast<std::int64_t>(std::log2(p / (1 - p)) * (1 << 20));
}
FixedShare share(double probability) { return static_cast<FixedShare>(probability * kWholeShare); }

class Component {
 public:
  explicit Component(std::uint32_t n, std::uint32_t num_lasting = 0, std::uint32_t num_decisive = 0) : n_(n) {
    repair_.reset(n, num_lasting, num_decisive);
  }
  Component& link(std::uint32_t i, std::uint32_t j, double probability) { return say(i, j, probability, true); }
  Component& evidence(std::uint32_t i, std::uint32_t j, double probability) { return say(i, j, probability, false); }
  Component& lasting(std::uint32_t i, std::uint32_t j, std::uint32_t which, bool differs) {
    repair_.add_lasting(i, j, which, differs);
    return *this;
  }
  Component& forbid(std::uint32_t i, std::uint32_t j, CutReason reason) {
    repair_.forbid(i, j, reason);
    return *this;
  }
  Component& join(std::uint32_t i, std::uint32_t j) {
    repair_.join(i, j);
    return *this;
  }
  std::vector<std::uint32_t> parts() {
    repair_.run(kSupport);
    std::vector<std::uint32_t> parts;
    for (std::uint32_t i = 0; i < n_; ++i) parts.push_back(repair_.part(i));
    return parts;
  }
  [[nodiscard]] CutReason reason(std::uint32_t i, std::uint32_t j) const { return repair_.reason(i, j); }

 private:
  Component& say(std::uint32_t i, std::uint32_t j, double probability, bool is_link) {
    repair_.add_evidence(i, j, share(probability), weight(probability), is_link);
    return *this;
  }
  std::uint32_t n_;
  ComponentRepair repair_;
};

using Parts = std::vector<std::uint32_t>;

TEST(ComponentRepair, a_wrong_link_between_two_customers_is_cut_for_lack_of_support) {
  Component component(6);
  for (const std::uint32_t first : {0U, 3U})
    component.link(first, first + 1, 0.99).link(first, first + 2, 0.99).link(first + 1, first + 2, 0.99);
  component.link(2, 3, 0.97);
  EXPECT_EQ(component.parts(), (Parts{0, 0, 0, 3, 3, 3}));
  EXPECT_EQ(component.reason(2, 3), CutReason::support);
}

// A husband and wife: all pairs between them are doubtful, and a shared telephone links one record of each.
TEST(ComponentRepair, two_groups_whose_pairs_weigh_far_more_than_those_between_them_are_two_customers) {
  const auto household = [](std::uint32_t size, double between, bool links) {
    Component component(2 * size);
    for (std::uint32_t i = 0; i < 2 * size; ++i)
      for (std::uint32_t j = 0; j < i; ++j) {
        if (i / size == j / size)
          component.link(i, j, 1 - 1e-9);
        else if (i == size && j == 0)
          component.link(i, j, 0.9999);
        else if (links)
          component.link(i, j, between);
        else
          component.evidence(i, j, between);
      }
    return component;
  };
  Component couple = household(4, 0.5, false);
  EXPECT_EQ(couple.parts(), (Parts{0, 0, 0, 0, 4, 4, 4, 4}));
  EXPECT_EQ(couple.reason(0, 4), CutReason::contrast);
  EXPECT_EQ(household(4, 0.999, true).parts(), (Parts{0, 0, 0, 0, 0, 0, 0, 0}));
  // For single records the usual weight within a group is unknown.
  EXPECT_EQ(household(1, 0.5, false).parts(), (Parts{0, 0}));
}

// Two customers, the first with the records before `first`; the date of birth is value 0, the given name 1.
Component two_customers(std::uint32_t first, std::uint32_t second, bool date_differs, bool name_differs,
                        double between = 0.99999) {
  Component component(first + second, 2, 1);
  for (std::uint32_t i = 0; i < first + second; ++i)
    for (std::uint32_t j = 0; j < i; ++j) {
      const bool apart = (i < first) != (j < first);
      component.link(i, j, apart ? between : 1 - 1e-9);
      component.lasting(i, j, 0, apart && date_differs).lasting(i, j, 1, apart && name_differs);
    }
  return component;
}

TEST(ComponentRepair, groups_that_differ_in_a_date_of_birth_pair_by_pair_are_two_customers) {
  auto family = two_customers(3, 4, true, false);
  EXPECT_EQ(family.parts(), (Parts{0, 0, 0, 3, 3, 3, 3}));
  EXPECT_EQ(family.reason(0, 3), CutReason::lasting);
  // With two records, both may have the same error.
  EXPECT_EQ(two_customers(3, 2, true, false).parts(), (Parts{0, 0, 0, 0, 0}));
  // A given name is not decisive: people have several.
  EXPECT_EQ(two_customers(3, 4, false, true).parts(), (Parts{0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(two_customers(3, 4, false, false).parts(), (Parts{0, 0, 0, 0, 0, 0, 0}));
}

TEST(
    ComponentRepair,
    groups_that_differ_in_date_of_birth_and_given_name_are_two_customers_and_a_record_is_if_it_is_far_from_the_others) {
  auto couple = two_customers(2, 2, true, true);
  EXPECT_EQ(couple.parts(), (Parts{0, 0, 2, 2}));
  EXPECT_EQ(couple.reason(1, 2), CutReason::lasting);
  EXPECT_EQ(two_customers(3, 1, true, true, 0.99).parts(), (Parts{0, 0, 0, 3}));
  EXPECT_EQ(two_customers(1, 2, true, true, 0.99).parts(), (Parts{0, 1, 1}));
  // Full of errors, but with the same address, telephone and number.
  EXPECT_EQ(two_customers(3, 1, true, true, 0.99999999).parts(), (Parts{0, 0, 0, 0}));
  // For two records the usual weight within a group is unreliable.
  EXPECT_EQ(two_customers(1, 1, true, true, 0.99).parts(), (Parts{0, 0}));
}

TEST(ComponentRepair, a_few_errors_in_lasting_values_do_not_hide_that_two_customers_differ) {
  auto component = two_customers(4, 4, true, false);
  component.lasting(0, 1, 0, true).lasting(4, 5, 0, true).lasting(0, 4, 0, false).lasting(0, 5, 0, false);
  EXPECT_EQ(component.parts(), (Parts{0, 0, 0, 0, 4, 4, 4, 4}));
  // Three of six pairs within the group differ: errors are usual here.
  auto careless = two_customers(4, 4, true, false);
  careless.lasting(0, 1, 0, true).lasting(0, 2, 0, true).lasting(0, 3, 0, true);
  EXPECT_EQ(careless.parts(), (Parts{0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(ComponentRepair, a_chain_of_links_stays_whole_while_its_ends_are_no_strangers) {
  EXPECT_EQ(Component(3).link(0, 1, 0.99).link(1, 2, 0.98).evidence(0, 2, 0.1).parts(), (Parts{0, 0, 0}));
}

TEST(ComponentRepair, evidence_without_a_link_joins_no_groups) {
  EXPECT_EQ(Component(2).evidence(0, 1, 0.99).parts(), (Parts{0, 1}));
}

TEST(ComponentRepair, of_two_records_that_exclude_each_other_the_better_pair_wins) {
  Component component(3);
  component.link(0, 1, 0.97).link(0, 2, 0.99).forbid(1, 2, CutReason::unique_source);
  EXPECT_EQ(component.parts(), (Parts{0, 1, 0}));
  EXPECT_EQ(component.reason(0, 1), CutReason::unique_source);
}

TEST(ComponentRepair, tied_links_of_records_that_exclude_each_other_are_cut_together) {
  Component component(4);
  component.link(0, 1, 0.99).link(0, 2, 0.99).link(0, 3, 0.95).forbid(1, 2, CutReason::conflict);
  EXPECT_EQ(component.parts(), (Parts{0, 1, 2, 0}));
  EXPECT_EQ(component.reason(0, 1), CutReason::tie);
  EXPECT_EQ(component.reason(2, 3), CutReason::tie);
}

TEST(ComponentRepair, what_is_forbidden_between_members_is_forbidden_between_their_groups) {
  Component component(4);
  component.link(0, 1, 0.999).link(2, 3, 0.99).link(1, 2, 0.98).link(0, 2, 0.98).link(1, 3, 0.98).link(0, 3, 0.98);
  component.forbid(0, 3, CutReason::cannot_link);
  EXPECT_EQ(component.parts(), (Parts{0, 0, 2, 2}));
  EXPECT_EQ(component.reason(1, 2), CutReason::cannot_link);
}

TEST(ComponentRepair, must_joins_against_all_evidence_and_through_others) {
  EXPECT_EQ(Component(4).join(3, 1).join(1, 0).forbid(0, 3, CutReason::unique_source).link(1, 2, 0.9).parts(),
            (Parts{0, 0, 0, 0}));
}

TEST(ComponentRepair, one_member_and_no_evidence_are_left_alone) {
  EXPECT_EQ(Component(1).parts(), Parts{0});
  EXPECT_EQ(Component(3).parts(), (Parts{0, 1, 2}));
}

// Random components: mostly links between neighbours, some pairs forbidden; all probabilities differ, so there are no
// ties.
reference::Evidence random_evidence(std::uint64_t seed, std::uint32_t n, std::uint32_t num_customers) {
  reference::Evidence evidence(n);
  evidence.lasting.assign(seed % 4, std::vector<std::vector<int>>(n, std::vector<int>(n, -1)));
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t j = 0; j < i; ++j) {
      const std::uint64_t random = mix(mix(seed, i), j);
      const bool same = i % num_customers == j % num_customers;
      const double p =
          same ? 1 - 0.6 * static_cast<double>(random % 1009) / 1009 : 0.7 * static_cast<double>(random % 1013) / 1013;
      const auto fixed = share(p) / 1024 * 1024 + static_cast<FixedShare>(i * n + j) % 1024;
      evidence.probability[i][j] = evidence.probability[j][i] = fixed;
      evidence.weight[i][j] = evidence.weight[j][i] = weight(p) * static_cast<std::int64_t>(1 + random % 7);
      evidence.link[i][j] = evidence.link[j][i] = p >= 0.5;
      evidence.forbidden[i][j] = evidence.forbidden[j][i] = random / 4096 % 10 == 0;
      for (std::size_t which = 0; which < evidence.lasting.size(); ++which) {
        const std::uint64_t draw = mix(random, which) % 100;
        evidence.lasting[which][i][j] = evidence.lasting[which][j][i] = draw < 10 ? -1 : (draw < 20) != same ? 1 : 0;
      }
    }
  return evidence;
}

Parts run(const reference::Evidence& evidence) {
  ComponentRepair repair;
  const auto n = static_cast<std::uint32_t>(evidence.size());
  repair.reset(n, static_cast<std::uint32_t>(evidence.lasting.size()), evidence.lasting.empty() ? 0 : 1);
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t j = 0; j < i; ++j) {
      repair.add_evidence(i, j, evidence.probability[i][j], evidence.weight[i][j], evidence.link[i][j]);
      if (evidence.forbidden[i][j]) repair.forbid(j, i, CutReason::conflict);
      for (std::uint32_t which = 0; which < evidence.lasting.size(); ++which)
        if (evidence.lasting[which][i][j] >= 0) repair.add_lasting(j, i, which, evidence.lasting[which][i][j] == 1);
    }
  repair.run(kSupport);
  Parts parts;
  for (std::uint32_t i = 0; i < n; ++i) parts.push_back(repair.part(i));
  return parts;
}

TEST(ComponentRepair, agrees_with_its_naive_twin) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto n = static_cast<std::uint32_t>(2 + mix(1, seed) % 24);
    const auto evidence = random_evidence(seed, n, static_cast<std::uint32_t>(1 + mix(2, seed) % 5));
    ASSERT_EQ(run(evidence), reference::naive_repair(evidence, kSupport)) << "seed " << seed << ", " << n << " members";
  }
}

TEST(ComponentRepair, comes_close_to_the_best_of_all_partitions_and_never_breaks_a_constraint) {
  std::int64_t reached = 0;
  std::int64_t possible = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto n = static_cast<std::uint32_t>(2 + mix(3, seed) % 6);
    auto evidence = random_evidence(1000 + seed, n, static_cast<std::uint32_t>(1 + mix(4, seed) % 3));
    // The objective does not include contrast or lasting attributes.
    evidence.lasting.clear();
    for (auto& row : evidence.weight) std::fill(row.begin(), row.end(), weight(0.9));
    const auto parts = run(evidence);
    for (std::uint32_t i = 0; i < n; ++i)
      for (std::uint32_t j = 0; j < i; ++j)
        EXPECT_FALSE(parts[i] == parts[j] && evidence.forbidden[i][j]) << "seed " << seed;
    const auto best = reference::best_objective(evidence, kSupport);
    const auto found = reference::objective(evidence, parts, kSupport);
    EXPECT_LE(found, best);
    reached += found;
    possible += best;
  }
  EXPECT_GT(reached, possible / 100 * 90);
}

}  // namespace
}  // namespace onefold::repair
