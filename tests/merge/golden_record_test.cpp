// Survivorship, compared with a naive twin that narrows a set of candidates by one criterion after another.
#include "merge/golden_record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <string>

namespace onefold::merge {
namespace {

using config::SurvivorshipRule;

constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();
constexpr SurvivorshipRule kAllRules[] = {SurvivorshipRule::most_recent, SurvivorshipRule::most_frequent,
                                          SurvivorshipRule::longest, SurvivorshipRule::source_priority};

// --- the naive twin ---

/// A candidate and its raw text.
struct Said : Candidate {
  std::string_view raw;
};
using Pool = std::vector<Said>;

std::optional<std::size_t> survivor_of(SurvivorshipRule rule, const Pool& pool,
                                       const std::vector<std::uint32_t>& priority) {
  std::vector<Candidate> candidates;
  for (const auto& said : pool) {
    candidates.push_back(said);
    candidates.back().spelling = spelling(rule, said.raw);
  }
  return survivor(rule, candidates, priority);
}

// The candidates of the pool with the largest figure.
Pool keep_largest(const Pool& pool, const std::function<std::int64_t(const Said&)>& figure) {
  Pool kept;
  for (const auto& candidate : pool) {
    const bool beaten =
        std::any_of(pool.begin(), pool.end(), [&](const Said& other) { return figure(other) > figure(candidate); });
    if (!beaten) kept.push_back(candidate);
  }
  return kept;
}

std::optional<RecordId> naive_survivor(SurvivorshipRule rule, const Pool& all,
                                       const std::vector<std::uint32_t>& priority) {
  Pool pool;
  for (const auto& candidate : all)
    if (candidate.cleansed_id != 0) pool.push_back(candidate);
  if (pool.empty()) return std::nullopt;
  const Pool present = pool;
  const auto place = [&](const Said& c) {
    for (std::size_t i = 0; i < priority.size(); ++i)
      if (priority[i] == c.source) return static_cast<std::int64_t>(priority.size() - i);
    return std::int64_t{0};
  };
  if (rule == SurvivorshipRule::most_frequent) {
    pool = keep_largest(pool, [&](const Said& c) {
      return std::count_if(present.begin(), present.end(),
                           [&](const Said& o) { return o.cleansed_id == c.cleansed_id; });
    });
    pool = keep_largest(pool, [&](const Said& c) {
      return std::count_if(present.begin(), present.end(),
                           [&](const Said& o) { return o.cleansed_id == c.cleansed_id && o.raw == c.raw; });
    });
  } else if (rule == SurvivorshipRule::longest) {
    pool = keep_largest(pool, [](const Said& c) {
      return std::count_if(c.raw.begin(), c.raw.end(), [](char byte) {
        const auto value = static_cast<unsigned char>(byte);
        return value < 0x80 || value > 0xBF;
      });
    });
  } else if (rule == SurvivorshipRule::source_priority) {
    pool = keep_largest(pool, place);
  }
  pool = keep_largest(pool, [](const Said& c) { return c.updated; });
  pool = keep_largest(pool, place);
  pool = keep_largest(pool, [](const Said& c) { return -static_cast<std::int64_t>(c.record); });
  return pool.front().record;
}

// --- random customers: few values, so that there are ties of every kind ---

struct Customer {
  Pool candidates;
  std::vector<std::uint32_t> priority;
};

Customer random_customer() {
  static const std::string kSpellings[] = {"Ann", "ann", "ANNE", "Zoë", "Zoe", "x", "Łódź", "日本"};
  Customer customer;
  const auto count = *rc::gen::inRange<std::size_t>(0, 40);
  const auto num_codes = *rc::gen::inRange<std::uint32_t>(1, 5);
  const auto num_moments = *rc::gen::inRange<std::int64_t>(1, 5);
  for (std::size_t i = 0; i < count; ++i) {
    Said candidate;
    candidate.record = 7 * i + 3;
    candidate.source = *rc::gen::inRange<std::uint32_t>(0, 4);
    const auto moment = *rc::gen::inRange<std::int64_t>(0, num_moments);
    candidate.updated = moment == 0 ? kUnknown : moment;
    candidate.cleansed_id = *rc::gen::inRange<std::uint32_t>(0, num_codes);
    if (candidate.cleansed_id != 0)
      candidate.raw = kSpellings[*rc::gen::inRange<std::size_t>(0, std::size(kSpellings))];
    customer.candidates.push_back(candidate);
  }
  // Source 3 is never listed; sometimes no source is.
  customer.priority = *rc::gen::element(std::vector<std::uint32_t>{}, std::vector<std::uint32_t>{2, 0, 1},
                                        std::vector<std::uint32_t>{1, 2, 0});
  return customer;
}

std::optional<RecordId> surviving_record(SurvivorshipRule rule, const Customer& customer) {
  const auto index = survivor_of(rule, customer.candidates, customer.priority);
  if (!index) return std::nullopt;
  return customer.candidates.at(*index).record;
}

RC_GTEST_PROP(Survivor, is_the_one_that_the_naive_twin_finds, ()) {
  const Customer customer = random_customer();
  for (const auto rule : kAllRules)
    RC_ASSERT(surviving_record(rule, customer) == naive_survivor(rule, customer.candidates, customer.priority));
}

RC_GTEST_PROP(Survivor, does_not_depend_on_the_order_of_candidates, ()) {
  Customer customer = random_customer();
  Customer shuffled = customer;
  for (std::size_t i = shuffled.candidates.size(); i > 1; --i)
    std::swap(shuffled.candidates[i - 1], shuffled.candidates[*rc::gen::inRange<std::size_t>(0, i)]);
  for (const auto rule : kAllRules) RC_ASSERT(surviving_record(rule, customer) == surviving_record(rule, shuffled));
}

RC_GTEST_PROP(Survivor, is_never_a_missing_value_and_is_absent_only_when_all_are_missing, ()) {
  const Customer customer = random_customer();
  const bool any = std::any_of(customer.candidates.begin(), customer.candidates.end(),
                               [](const Said& c) { return c.cleansed_id != 0; });
  for (const auto rule : kAllRules) {
    const auto index = survivor_of(rule, customer.candidates, customer.priority);
    RC_ASSERT(index.has_value() == any);
    if (index) RC_ASSERT(customer.candidates.at(*index).cleansed_id != 0);
  }
}

RC_GTEST_PROP(Survivor, still_survives_when_a_loser_whose_value_nobody_counts_leaves, ()) {
  Customer customer = random_customer();
  for (const auto rule :
       {SurvivorshipRule::most_recent, SurvivorshipRule::longest, SurvivorshipRule::source_priority}) {
    const auto before = surviving_record(rule, customer);
    if (!before) continue;
    Customer fewer = customer;
    const auto loser = *rc::gen::inRange<std::size_t>(0, customer.candidates.size());
    if (fewer.candidates[loser].record == *before) continue;
    fewer.candidates.erase(fewer.candidates.begin() + static_cast<std::ptrdiff_t>(loser));
    RC_ASSERT(surviving_record(rule, fewer) == before);
  }
}

// --- examples by hand ---

Said candidate(RecordId record, std::uint32_t source, std::int64_t updated, std::uint32_t code, std::string_view raw) {
  return {{record, source, updated, code}, raw};
}

TEST(Survivor, of_no_candidates_is_nothing) {
  for (const auto rule : kAllRules) EXPECT_FALSE(survivor_of(rule, {}, {}).has_value());
}

TEST(Survivor, most_recent_prefers_any_known_moment_even_before_1970_to_an_unknown_one) {
  const Pool pool = {candidate(1, 0, kUnknown, 1, "a"), candidate(2, 0, -1'000, 2, "b")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::most_recent, pool, {}), 1U);
}

TEST(Survivor, most_frequent_counts_cleansed_values_before_spellings) {
  // Three have value 1 in three spellings; two have value 2 in one spelling.
  const Pool pool = {candidate(1, 0, 1, 1, "Ann"), candidate(2, 0, 9, 2, "Zoe"), candidate(3, 0, 2, 1, "ANN"),
                     candidate(4, 0, 9, 2, "Zoe"), candidate(5, 0, 3, 1, "ann")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::most_frequent, pool, {}), 4U) << "value 1, and its latest spelling";
}

TEST(Survivor, most_frequent_takes_the_usual_spelling_of_the_usual_value) {
  const Pool pool = {candidate(1, 0, 9, 1, "ann"), candidate(2, 0, 1, 1, "Ann"), candidate(3, 0, 2, 1, "Ann")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::most_frequent, pool, {}), 2U);
}

TEST(Survivor, most_frequent_does_not_count_missing_values) {
  const Pool pool = {candidate(1, 0, 1, 0, ""), candidate(2, 0, 1, 0, ""), candidate(3, 0, 1, 5, "Ann")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::most_frequent, pool, {}), 2U);
}

TEST(Survivor, longest_counts_code_points_not_bytes) {
  // Two code points in six bytes against three in three.
  const Pool pool = {candidate(1, 0, 1, 1, "日本"), candidate(2, 0, 1, 2, "Ann")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::longest, pool, {}), 1U);
}

TEST(Survivor, source_priority_takes_the_best_source_that_has_a_value_and_unnamed_sources_last) {
  const std::vector<std::uint32_t> priority = {2, 0};
  const Pool pool = {candidate(1, 7, 99, 1, "a"), candidate(2, 0, 1, 1, "b"), candidate(3, 2, 50, 0, "")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::source_priority, pool, priority), 1U);
}

TEST(Survivor, ties_end_with_the_later_moment_then_the_better_source_then_the_smaller_record) {
  const std::vector<std::uint32_t> priority = {1, 0};
  Pool pool = {candidate(1, 0, 5, 1, "abc"), candidate(2, 1, 5, 2, "xyz"), candidate(3, 1, 5, 3, "uvw")};
  EXPECT_EQ(survivor_of(SurvivorshipRule::longest, pool, priority), 1U)
      << "same moment: the better source, the smaller id";
  pool[0].updated = 6;
  EXPECT_EQ(survivor_of(SurvivorshipRule::longest, pool, priority), 0U) << "the later moment goes first";
}

}  // namespace
}  // namespace onefold::merge
