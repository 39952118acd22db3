// Survivorship, compared with a naive twin that narrows a set of candidates by one criterion after another.
#include "merge/golden_record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "merge/golden_choices.hpp"
#include "record/date_reading.hpp"
#include "record/hash.hpp"

namespace onefold::merge {
namespace {

using config::SurvivorshipRule;

constexpr SurvivorshipRule kAllRules[] = {SurvivorshipRule::most_recent, SurvivorshipRule::most_frequent,
                                          SurvivorshipRule::longest,     SurvivorshipRule::source_priority,
                                          SurvivorshipRule::first,       SurvivorshipRule::max,
                                          SurvivorshipRule::any,         SurvivorshipRule::trust};

/// A record of a customer. `name` stands for its source id.
struct Said {
  std::uint32_t source = 0;
  std::string name;
  std::int64_t updated = 0;
  std::string cleansed;  // empty: missing
  std::string raw;
  std::uint64_t merit = 0;
  auto operator<=>(const Said&) const = default;
};
using Pool = std::vector<Said>;

/// What survives of a pool.
struct Survived {
  std::optional<Said> winner, runner_up;
  std::int32_t distinct = 0, score = 0;
  std::int8_t rule = 0;
  bool operator==(const Survived&) const = default;
};

std::uint64_t merit_of(SurvivorshipRule rule, const Said& said) {
  switch (rule) {
    case SurvivorshipRule::most_frequent:
      return hash_bytes(said.raw);
    case SurvivorshipRule::longest:
      return num_code_points(said.raw);
    case SurvivorshipRule::any:
      return said.cleansed == "n" ? 1 : 0;
    default:
      return said.merit;
  }
}

// The two steps of the program, for one customer whose members are given in any order. Sources are named by number.
Survived survived_of(SurvivorshipRule rule, Pool pool, const config::MergeConfig& merge) {
  std::ranges::sort(pool, {}, [](const Said& said) { return std::pair(said.source, said.name); });
  std::vector<std::uint64_t> begins = {0, pool.size()}, ids, merits;
  std::vector<RecordId> records;
  std::vector<std::int64_t> updated;
  for (const Said& said : pool) {
    // Records of source s have the ids 1000 s ..
    records.push_back(1000 * said.source + records.size());
    updated.push_back(said.updated);
    ids.push_back(said.cleansed.empty() ? 0 : hash_bytes(said.cleansed) | 1);
    merits.push_back(merit_of(rule, said));
  }
  const std::vector<std::uint64_t> source_ends = {1000, 2000, 3000, 4000};
  const MemberCells cells{begins, records, source_ends, updated, ids, merits};
  Survivorship survivorship(merge, rule, false, 4);
  Choices choices;
  const Ties ties = choose(survivorship, rule, cells, choices);
  std::vector<std::string> contents;
  for (const auto member : ties.members) contents.push_back(pool[member].cleansed + '\0' + pool[member].raw + '\0');
  settle(
      ties, [&](std::size_t m, std::string& out) { out += contents[m]; }, rule, cells, choices);
  const auto said_of = [&](std::int64_t member) {
    return member < 0 ? std::optional<Said>() : pool[static_cast<std::size_t>(member)];
  };
  return {said_of(choices.winner[0]), said_of(choices.runner_up[0]), choices.distinct[0], choices.score[0],
          choices.rule[0]};
}

// The members of the pool with the largest figure.
template <typename Figure>
Pool keep_largest(const Pool& pool, Figure figure) {
  Pool kept;
  for (const Said& said : pool)
    if (std::ranges::none_of(pool, [&](const Said& other) { return figure(other) > figure(said); }))
      kept.push_back(said);
  return kept;
}

std::optional<Said> naive_winner(SurvivorshipRule rule, const Pool& all, const std::string& without,
                                 const config::MergeConfig& merge) {
  Pool present, pool;
  for (const Said& said : all)
    if (!said.cleansed.empty()) present.push_back(said);
  for (const Said& said : present)
    if (said.cleansed != without) pool.push_back(said);
  if (pool.empty()) return std::nullopt;
  const auto place = [&](const Said& said) {
    for (std::size_t i = 0; i < merge.source_priority.size(); ++i)
      if (merge.source_priority[i] == said.source) return static_cast<std::int64_t>(merge.source_priority.size() - i);
    return std::int64_t{0};
  };
  const auto with_value = [&](const Said& said) { return std::ranges::count(present, said.cleansed, &Said::cleansed); };
  switch (rule) {
    case SurvivorshipRule::most_frequent:
      pool = keep_largest(pool, with_value);
      pool = keep_largest(pool, [&](const Said& said) {
        return std::ranges::count_if(
            present, [&](const Said& other) { return other.cleansed == said.cleansed && other.raw == said.raw; });
      });
      break;
    case SurvivorshipRule::source_priority:
      pool = keep_largest(pool, place);
      break;
    case SurvivorshipRule::first:
      pool = keep_largest(pool, [](const Said& said) { return said.updated != kNoMoment; });
      pool = keep_largest(pool, [](const Said& said) { return said.updated == kNoMoment ? 0 : -said.updated; });
      break;
    case SurvivorshipRule::most_recent:
      break;
    default:
      pool = keep_largest(pool, [&](const Said& said) { return merit_of(rule, said); });
      if (rule == SurvivorshipRule::trust && !merge.last_resort && pool.front().merit == 0) return std::nullopt;
  }
  pool = keep_largest(pool, [](const Said& said) { return said.updated; });
  pool = keep_largest(pool, place);
  pool = keep_largest(pool, with_value);
  return *std::ranges::min_element(
      pool, {}, [](const Said& said) { return std::tuple(said.cleansed, said.raw, said.source, said.name); });
}

// --- random customers: few values, so that there are ties of every kind ---

struct Customer {
  Pool pool;
  config::MergeConfig merge;
};

Customer random_customer() {
  static const std::string kSpellings[] = {"Ann", "ann", "ANNE", "Zoë", "Zoe", "x", "Łódź", "日本"};
  static const std::string kValues[] = {"", "n", "y", "ann", "zoe"};
  Customer customer;
  const auto count = *rc::gen::inRange<std::size_t>(0, 12);
  const auto num_values = *rc::gen::inRange<std::size_t>(1, 6);
  const auto num_moments = *rc::gen::inRange<std::int64_t>(1, 5);
  for (std::size_t i = 0; i < count; ++i) {
    Said said;
    said.source = *rc::gen::inRange<std::uint32_t>(0, 4);
    said.name = std::to_string(i);
    const auto moment = *rc::gen::inRange<std::int64_t>(0, num_moments);
    said.updated = moment == 0 ? kNoMoment : moment - 2;
    said.cleansed = kValues[*rc::gen::inRange<std::size_t>(0, num_values)];
    if (!said.cleansed.empty()) said.raw = kSpellings[*rc::gen::inRange<std::size_t>(0, std::size(kSpellings))];
    said.merit = *rc::gen::inRange<std::uint64_t>(0, 3);
    customer.pool.push_back(said);
  }
  // Source 3 is never listed; sometimes no source is.
  customer.merge.source_priority = *rc::gen::element(std::vector<std::uint32_t>{}, std::vector<std::uint32_t>{2, 0, 1},
                                                     std::vector<std::uint32_t>{1, 2, 0});
  customer.merge.last_resort = *rc::gen::arbitrary<bool>();
  return customer;
}

void shuffle(Pool& pool) {
  for (std::size_t i = pool.size(); i > 1; --i) std::swap(pool[i - 1], pool[*rc::gen::inRange<std::size_t>(0, i)]);
}

RC_GTEST_PROP(Survivor, and_runner_up_are_those_that_the_naive_twin_finds, ()) {
  const Customer customer = random_customer();
  for (const auto rule : kAllRules) {
    const Survived survived = survived_of(rule, customer.pool, customer.merge);
    const auto winner = naive_winner(rule, customer.pool, "", customer.merge);
    RC_ASSERT(survived.winner == winner);
    if (!winner) continue;
    std::set<std::string> values;
    for (const Said& said : customer.pool)
      if (!said.cleansed.empty()) values.insert(said.cleansed);
    RC_ASSERT(survived.distinct == static_cast<std::int32_t>(values.size()));
    auto lenient = customer.merge;
    lenient.last_resort = true;
    RC_ASSERT(survived.runner_up == naive_winner(rule, customer.pool, winner->cleansed, lenient));
  }
}

RC_GTEST_PROP(Survivor, is_a_function_of_the_multiset_of_members, ()) {
  const Customer customer = random_customer();
  Pool shuffled = customer.pool;
  shuffle(shuffled);
  for (const auto rule : kAllRules) {
    const Survived one = survived_of(rule, customer.pool, customer.merge);
    RC_ASSERT(one == survived_of(rule, shuffled, customer.merge));
    // Members that have other names but say the same give the same value.
    Pool renamed = shuffled;
    for (std::size_t i = 0; i < renamed.size(); ++i) renamed[i].name = std::to_string(i * 7 % 13);
    const Survived other = survived_of(rule, renamed, customer.merge);
    RC_ASSERT(one.winner.has_value() == other.winner.has_value());
    if (one.winner) RC_ASSERT(one.winner->raw == other.winner->raw && one.winner->cleansed == other.winner->cleansed);
  }
}

RC_GTEST_PROP(Survivor, still_survives_when_a_loser_whose_value_nobody_counts_leaves, ()) {
  Customer customer = random_customer();
  if (customer.pool.empty()) return;
  for (const auto rule : {SurvivorshipRule::longest, SurvivorshipRule::trust, SurvivorshipRule::first}) {
    const auto before = survived_of(rule, customer.pool, customer.merge).winner;
    const auto leaving = *rc::gen::inRange<std::size_t>(0, customer.pool.size());
    Pool fewer = customer.pool;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(leaving));
    // Values of members are counted only after merit, time and source.
    if (!before || customer.pool[leaving] == *before || customer.pool[leaving].cleansed == before->cleansed) continue;
    const auto after = survived_of(rule, fewer, customer.merge).winner;
    RC_ASSERT(after == before);
  }
}

// --- examples by hand ---

config::MergeConfig prefer(std::vector<std::uint32_t> sources) {
  config::MergeConfig merge;
  merge.source_priority = std::move(sources);
  return merge;
}
std::string raw_of(SurvivorshipRule rule, const Pool& pool, const config::MergeConfig& merge = {}) {
  const auto winner = survived_of(rule, pool, merge).winner;
  return winner ? winner->raw : "nothing";
}

TEST(Survivor, of_no_candidates_is_nothing) {
  for (const auto rule : kAllRules) EXPECT_EQ(raw_of(rule, {}), "nothing");
  for (const auto rule : kAllRules) EXPECT_EQ(raw_of(rule, {{0, "1", 5, "", "n/a", 9}}), "nothing");
}

TEST(Survivor, most_recent_prefers_any_known_moment_even_before_1970_to_an_unknown_one) {
  const Pool pool = {{0, "1", kNoMoment, "a", "a"}, {0, "2", -1'000, "b", "b"}};
  EXPECT_EQ(raw_of(SurvivorshipRule::most_recent, pool), "b");
  EXPECT_EQ(raw_of(SurvivorshipRule::first, pool), "b");
}

TEST(Survivor, first_takes_the_earliest_known_moment) {
  const Pool pool = {{0, "1", 5, "a", "a"}, {0, "2", -7, "b", "b"}, {0, "3", kNoMoment, "c", "c"}};
  EXPECT_EQ(raw_of(SurvivorshipRule::first, pool), "b");
}

TEST(Survivor, most_frequent_counts_cleansed_values_before_spellings) {
  // Three have value 1 in three spellings; two have value 2 in one spelling.
  const Pool pool = {{0, "1", 1, "ann", "Ann"},
                     {0, "2", 9, "zoe", "Zoe"},
                     {0, "3", 2, "ann", "ANN"},
                     {0, "4", 9, "zoe", "Zoe"},
                     {0, "5", 3, "ann", "ann"}};
  EXPECT_EQ(raw_of(SurvivorshipRule::most_frequent, pool), "ann") << "its latest spelling";
}

TEST(Survivor, any_lets_a_single_record_decide_and_else_the_latest_one) {
  Pool pool = {{0, "1", 9, "y", "Y"}, {0, "2", 8, "y", "y"}, {0, "3", 1, "n", "N"}};
  EXPECT_EQ(raw_of(SurvivorshipRule::any, pool), "N");
  EXPECT_EQ(survived_of(SurvivorshipRule::any, pool, {}).rule, 9);
  pool.pop_back();
  EXPECT_EQ(raw_of(SurvivorshipRule::any, pool), "Y");
  EXPECT_EQ(survived_of(SurvivorshipRule::any, pool, {}).rule, 1) << "most_recent decided";
}

TEST(Survivor, longest_counts_code_points_not_bytes) {
  // Two code points in six bytes against three in three.
  EXPECT_EQ(raw_of(SurvivorshipRule::longest, {{0, "1", 1, "a", "日本"}, {0, "2", 1, "b", "Ann"}}), "Ann");
}

TEST(Survivor, source_priority_takes_the_best_source_that_has_a_value_and_unnamed_sources_last) {
  const Pool pool = {{3, "1", 99, "a", "a"}, {0, "2", 1, "b", "b"}, {2, "3", 50, "", ""}};
  EXPECT_EQ(raw_of(SurvivorshipRule::source_priority, pool, prefer({2, 0})), "b");
}

TEST(Survivor, ties_end_with_the_later_moment_then_the_better_source_then_the_shared_value_then_content) {
  Pool pool = {{0, "9", 5, "xyz", "XYZ"}, {1, "2", 5, "uvw", "uvw"}, {1, "1", 5, "uvx", "uvx"}};
  EXPECT_EQ(raw_of(SurvivorshipRule::longest, pool, prefer({1, 0})), "uvw") << "the better source, the smaller value";
  EXPECT_EQ(raw_of(SurvivorshipRule::longest, pool), "uvw") << "sources are equal where the job does not order them";
  pool.push_back({2, "7", 5, "xyz", "xyz"});
  EXPECT_EQ(raw_of(SurvivorshipRule::longest, pool), "XYZ") << "two say xyz; of the spellings, the smaller one";
  pool[1].updated = 6;
  EXPECT_EQ(raw_of(SurvivorshipRule::longest, pool), "uvw") << "the later moment goes first";
}

TEST(Survivor, a_value_without_trust_survives_only_as_a_last_resort) {
  const Pool pool = {{0, "1", 5, "a", "a", 0}, {1, "2", 5, "b", "b", 0}};
  config::MergeConfig merge;
  EXPECT_EQ(raw_of(SurvivorshipRule::trust, pool, merge), "a");
  merge.last_resort = false;
  EXPECT_EQ(raw_of(SurvivorshipRule::trust, pool, merge), "nothing");
}

TEST(Survivor, of_a_group_has_all_required_attributes_or_there_is_none) {
  // Three customers: one record lacks a required attribute; both do; none has a value.
  const std::vector<std::uint64_t> begins = {0, 2, 4, 5}, ends = {10};
  const std::vector<std::uint64_t> ids = {7, 5 | kCompleteBit, 7, 5, 0};
  const std::vector<RecordId> records = {1, 2, 3, 4, 5};
  const std::vector<std::int64_t> updated = {9, 1, 9, 1, 9};
  Survivorship survivorship({}, SurvivorshipRule::most_recent, true, 1);
  Choices choices;
  (void)choose(survivorship, SurvivorshipRule::most_recent, {begins, records, ends, updated, ids, {}}, choices);
  EXPECT_EQ(choices.winner, (std::vector<std::int64_t>{1, -1, -1}));
  EXPECT_EQ(choices.runner_up, (std::vector<std::int64_t>{-1, -1, -1})) << "a record that lacks one never survives";
  EXPECT_EQ(choices.distinct, (std::vector<std::int32_t>{1, 0, 0}));
  EXPECT_EQ(choices.num_refused, 1U);
}

}  // namespace
}  // namespace onefold::merge
