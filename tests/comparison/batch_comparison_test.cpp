#include "comparison/batch_comparison.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "comparison/levels.hpp"
#include "reference/similarity.hpp"
#include "similarity/string_pairs.hpp"
#include "similarity/utf8.hpp"
#include "support/make_column.hpp"

namespace onefold::comparison {
namespace {

using similarity::Simd;
using test::comparison_of;
using test::Level;
using test::Measure;
using test::Random;

/// Compares all pairs of rows, in calls of `call_size` pairs, with Comparison::level.
void expect_levels_of_single_pairs(const std::vector<Level>& listed, Storage storage,
                                   const std::vector<std::string>& values, const std::vector<std::string>& others,
                                   std::size_t call_size = BatchComparison::kMaxPairs) {
  const Comparison single = comparison_of(listed);
  const Column column = test::make_column(storage, values);
  const Column other = test::make_column(Storage::text, others);
  const std::vector<const Column*> columns_of_others(single.others().size(), &other);
  for (const Simd simd : {Simd::portable, Simd::avx2, Simd::avx512}) {
    if (!similarity::is_supported(simd)) continue;
    BatchComparison batch(single, simd);
    // Two windows, to show that nothing of the first remains in the second, which does not begin at row 0.
    const auto half = static_cast<std::uint32_t>(values.size() / 2);
    for (const bool dense : {false, true})
      for (const auto& [first, size] :
           {std::pair(0u, half), std::pair(half, static_cast<std::uint32_t>(values.size()) - half)}) {
        batch.open(column, columns_of_others, first, size, dense);
        std::vector<std::uint32_t> left, right;
        std::vector<LevelNumber> expected, given(call_size + 1);
        std::size_t asked = 0;
        const auto ask = [&] {
          given[left.size()] = 0xEE;
          batch.levels(left, right, given.data());
          for (std::size_t k = 0; k < left.size(); ++k)
            ASSERT_EQ(given[k], expected[k]) << similarity::name_of(simd) << " '" << values[first + left[k]] << "' '"
                                             << values[first + right[k]] << "' first level " << int(listed[0].measure);
          ASSERT_EQ(given[left.size()], 0xEE);
          asked += left.size();
          left.clear();
          right.clear();
          expected.clear();
        };
        for (std::uint32_t i = 0; i < size; ++i)
          for (std::uint32_t j = 0; j < size; ++j) {
            const std::string& a = values[first + i];
            const std::string& b = values[first + j];
            if (a.empty() || b.empty() || (a == b && single.equal_decides())) continue;
            left.push_back(i);
            right.push_back(j);
            expected.push_back(single.level({a, b, others[first + i], others[first + j]}));
            if (left.size() == call_size) {
              ASSERT_NO_FATAL_FAILURE(ask());
            }
          }
        ASSERT_NO_FATAL_FAILURE(ask());
        ASSERT_GT(asked, 100u);
      }
  }
}

const std::vector<std::vector<Level>> kTextLevels = {
    {{Measure::exact}, {Measure::jaro_winkler, 0.92}, {Measure::jaro_winkler, 0.88}, {Measure::jaro_winkler, 0.7}},
    {{Measure::jaro_winkler, 0.7}, {Measure::phonetic}, {Measure::jaro_winkler, 0.5}, {Measure::jaro_winkler, 0.5}},
    {{Measure::exact}, {Measure::jaro_winkler, 0.92}, {Measure::swapped, 0, 0, 1}, {Measure::jaro_winkler, 0.6}},
    {{Measure::swapped, 0, 0, 1}, {Measure::exact}, {Measure::levenshtein, 2}},
    {{Measure::exact}, {Measure::levenshtein, 1}, {Measure::damerau_levenshtein, 1}, {Measure::levenshtein, 3}},
    {{Measure::damerau_levenshtein, 20}, {Measure::exact}},
    {{Measure::exact}, {Measure::prefix, 0, 1}, {Measure::initial}, {Measure::prefix, 0, 3}},
    {{Measure::prefix, 0, 9}, {Measure::prefix, 0, 4}, {Measure::phonetic}},
    {{Measure::exact}, {Measure::initial}, {Measure::jaro_winkler, 0.8}},
    {{Measure::exact},
     {Measure::soundex},
     {Measure::any_order},
     {Measure::jaro_winkler, 0.8},
     {Measure::words_contained}},
    {{Measure::crossed, 0, 0, 1}, {Measure::exact}, {Measure::jaro_winkler, 0.8}},
    {{Measure::exact}, {Measure::alias}, {Measure::soundex}},
    {{Measure::jaro_winkler, 0.0}},
    {{Measure::jaro_winkler, 2.0}, {Measure::exact}},
    {{Measure::exact}},
};

std::vector<std::string> names(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  const std::vector<std::string> parts = {"ma",    "ria", "jo", "an",    "na", " ",   "-",
                                          "smith", "st",  "o'", "neill", "é",  "\xFF"};
  std::vector<std::string> values;
  for (std::size_t i = 0; i < count; ++i) {
    std::string value;
    for (std::size_t k = random.below(5); k > 0; --k) value += parts[random.below(parts.size())];
    if (i % 4 == 1 && !values.back().empty()) value = values.back();
    if (i % 4 == 2) value = reference::encode(test::edited(random, similarity::decode(values.back()), 2, U"aeioé"));
    if (i % 31 == 0) value = std::string(i % 62 == 0 ? 64 : 1000, 'x') + value;
    values.push_back(value);
  }
  return values;
}

TEST(BatchComparison, names_get_the_levels_of_single_pairs) {
  const auto values = names(1, 120);
  auto others = names(2, 120);
  for (std::size_t i = 0; i + 1 < others.size(); i += 3)
    std::tie(others[i], others[i + 1]) = std::tuple(values[i + 1], values[i]);
  for (const auto& levels : kTextLevels)
    for (const Storage storage : {Storage::coded, Storage::text})
      ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(levels, storage, values, others));
}

TEST(BatchComparison, combined_levels_stand_between_others) {
  const auto values = names(7, 120);
  auto others = names(8, 120);
  for (std::size_t i = 0; i + 1 < others.size(); i += 3)
    std::tie(others[i], others[i + 1]) = std::tuple(values[i + 1], values[i]);
  const Level jaro{Measure::jaro_winkler, 0.7}, sounds{Measure::phonetic}, exact{Measure::exact};
  const Level same_other = test::of(1, {Measure::exact}), near_other = test::of(1, {Measure::jaro_winkler, 0.8});
  const std::vector<std::vector<Level>> levels = {
      {test::all({exact, same_other}),
       exact,
       {Measure::jaro_winkler, 0.9},
       test::all({jaro, near_other}),
       {Measure::jaro_winkler, 0.6}},
      {exact, test::any({test::negation(same_other), test::all({sounds, jaro})}), sounds},
      {{Measure::prefix, 0, 2}, test::all({near_other}), {Measure::swapped, 0, 0, 1}},
      {test::negation(exact)},
      {test::all({jaro, test::negation({Measure::swapped, 0, 0, 1})}), {Measure::initial}, exact}};
  for (const auto& listed : levels)
    for (const Storage storage : {Storage::coded, Storage::text})
      ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(listed, storage, values, others));
}

TEST(BatchComparison, calls_of_any_size_give_the_same) {
  const auto values = names(3, 60);
  for (const std::size_t call_size : {1u, 15u, 16u, 17u, 33u})
    for (const auto& levels : kTextLevels)
      ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(levels, Storage::coded, values, names(4, 60), call_size));
}

TEST(BatchComparison, dates_and_numbers_get_the_levels_of_single_pairs) {
  Random random(5);
  std::vector<std::string> dates, phones;
  for (int i = 0; i < 120; ++i) {
    const auto two = [&](std::size_t from, std::size_t to) {
      const std::size_t number = from + random.below(to - from + 1);
      return (number < 10 ? "0" : "") + std::to_string(number);
    };
    std::string date = "19" + two(84, 86) + "-" + two(1, 12) + "-" + two(1, 30);
    if (i % 5 == 4 && dates.back().size() == 10)
      date = dates.back().substr(0, 5) + dates.back().substr(8, 2) + "-" + dates.back().substr(5, 2);
    if (i % 17 == 0) date.clear();
    dates.push_back(date.size() == 10 || date.empty() ? date : "1985-03");
    phones.push_back(i % 3 == 0 ? "+4477009" + two(0, 99) + two(0, 99)
                                : std::to_string(random.below(2000)) + "." + two(0, 9));
  }
  const std::vector<std::vector<Level>> levels = {
      {{Measure::exact}, {Measure::damerau_levenshtein, 1}, {Measure::damerau_levenshtein, 2}},
      {{Measure::exact}, {Measure::levenshtein, 1}, {Measure::levenshtein, 2}},
      {{Measure::exact},
       {Measure::day_month_swapped},
       {Measure::damerau_levenshtein, 1},
       {Measure::damerau_levenshtein, 2},
       {Measure::month_day_equal},
       {Measure::year_equal}},
      {{Measure::exact}, {Measure::days, 1}, {Measure::days, 40}, {Measure::day_month_swapped}},
      {{Measure::day_month_swapped}, {Measure::exact}, {Measure::prefix, 0, 4}},
      {{Measure::exact}, {Measure::year_month_equal}, {Measure::year_equal}, {Measure::month_day_equal}},
      {{Measure::exact}, {Measure::difference, 5}, {Measure::relative_difference, 0.1}, {Measure::levenshtein, 1}},
      {{Measure::jaro_winkler, 0.9}, {Measure::jaro_winkler, 0.8}}};
  for (const auto& listed : levels)
    for (const Storage storage : {Storage::packed, Storage::coded, Storage::text})
      for (const auto* values : {&dates, &phones})
        ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(listed, storage, *values, *values));
}

TEST(BatchComparison, addresses_and_places_get_the_levels_of_single_pairs) {
  Random random(9);
  std::vector<std::string> addresses, places;
  const std::vector<std::string> flats = {"", "flat 2 ", "flat b ", "2 "},
                                 numbers = {"", "14 ", "14a ", "14 a ", "16 "};
  for (int i = 0; i < 110; ++i) {
    addresses.push_back(flats[random.below(4)] + numbers[random.below(5)] +
                        (random.below(2) == 0 ? "high st" : "hill st"));
    places.push_back(
        i % 9 == 0 ? "51.5" : "51.50" + std::to_string(random.below(90)) + ",-0.12" + std::to_string(random.below(9)));
  }
  const std::vector<std::vector<Level>> levels = {
      {{Measure::exact}, {Measure::house_number}, {Measure::jaro_winkler, 0.9}},
      {{Measure::exact},
       test::all({{Measure::jaro_winkler, 0.8}, test::negation({Measure::house_number})}),
       {Measure::house_number}},
      {{Measure::exact}, {Measure::kilometres, 0.5}, {Measure::kilometres, 3}}};
  for (const auto& listed : levels)
    for (const auto* values : {&addresses, &places})
      for (const Storage storage : {Storage::coded, Storage::text})
        ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(listed, storage, *values, *values));
}

TEST(BatchComparison, emails_and_postcodes_get_the_levels_of_single_pairs) {
  Random random(6);
  const std::vector<std::string> locals = {"jo",  "jane", "jane.doe", "jane.d", "info", "", "averyveryverylongname",
                                           "x@y", "né"};
  const std::vector<std::string> domains = {"@a.example", "@mail.b.example", "@c", "@", ""};
  const std::vector<std::string> postcodes = {"sw1a 1aa", "sw1a 1ab", "sw1a 2aa", "sw1 1aa",    "s1 1aa", "75008",
                                              "75009",    "750",      "sw",       "1",          "sw1a",   "sw1a1aa",
                                              "k1a 0b1",  " 1",       "d02 af30", "12345-6789", "7500"};
  std::vector<std::string> emails, codes;
  for (int i = 0; i < 110; ++i) {
    emails.push_back(locals[random.below(locals.size())] + domains[random.below(domains.size())]);
    codes.push_back(i % 13 == 0 ? "" : postcodes[random.below(postcodes.size())]);
  }
  const std::vector<std::vector<Level>> levels = {
      {{Measure::exact}, {Measure::email_local}, {Measure::email_local_jaro_winkler, 0.88}},
      {{Measure::email_domain}, {Measure::email_local_jaro_winkler, 0.0}, {Measure::jaro_winkler, 0.9}},
      {{Measure::email_local_jaro_winkler, 0.95}, {Measure::email_local_jaro_winkler, 0.7}, {Measure::levenshtein, 3}}};
  const std::vector<std::vector<Level>> postcode_levels = {
      {{Measure::exact}, {Measure::postcode_sector}, {Measure::postcode_district}, {Measure::postcode_area}},
      {{Measure::postcode_area}, {Measure::levenshtein, 1}},
      {{Measure::postcode_district}, {Measure::postcode_sector}}};
  for (const Storage storage : {Storage::coded, Storage::text}) {
    for (const auto& listed : levels)
      ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(listed, storage, emails, emails));
    for (const auto& listed : postcode_levels)
      ASSERT_NO_FATAL_FAILURE(expect_levels_of_single_pairs(listed, storage, codes, codes));
  }
}

}  // namespace
}  // namespace onefold::comparison
