// Measures of words, addresses, places and parts of dates, compared with slow and plain twins.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <sstream>

#include "comparison/date.hpp"
#include "comparison/house_number.hpp"
#include "comparison/levels.hpp"
#include "comparison/location.hpp"
#include "onefold/record/error.hpp"
#include "onefold/similarity/phonetic.hpp"
#include "similarity/alias_table.hpp"

namespace onefold::comparison {
namespace {

using test::comparison_of;
using test::holds;
using test::Level;
using test::Measure;

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string any_words() {
  std::string text;
  for (const auto& word : *rc::gen::container<std::vector<std::string>>(
           rc::gen::elementOf(std::vector<std::string>{"ann", "an", "lee", "bob"})))
    text += (text.empty() ? "" : " ") + word;
  return text.empty() ? "ann" : text;
}

RC_GTEST_PROP(Words, any_order_and_contained_are_those_of_sets, ()) {
  const std::string left = any_words(), right = any_words();
  const auto a = words_of(left), b = words_of(right);
  RC_ASSERT(holds({Measure::any_order}, left, right) ==
            (std::multiset(a.begin(), a.end()) == std::multiset(b.begin(), b.end())));
  const std::set sa(a.begin(), a.end()), sb(b.begin(), b.end());
  const bool contained = std::includes(sa.begin(), sa.end(), sb.begin(), sb.end()) ||
                         std::includes(sb.begin(), sb.end(), sa.begin(), sa.end());
  RC_ASSERT(holds({Measure::words_contained}, left, right) == contained);
}

TEST(Words, contained_ones_are_middle_names_left_out) {
  EXPECT_TRUE(holds({Measure::words_contained}, "john henry", "john"));
  EXPECT_TRUE(holds({Measure::words_contained}, "john henry smith", "john smith"));
  EXPECT_FALSE(holds({Measure::words_contained}, "john henry", "john paul"));
  EXPECT_FALSE(holds({Measure::words_contained}, "johnny", "john"));
}

TEST(Soundex, goes_word_by_word) {
  EXPECT_EQ(similarity::soundex_code("robert tymczak"), "R163 T522");
  EXPECT_EQ(similarity::soundex_code("12 \xC3\xA9ric"), "12 \xC3\xA9ric");
  EXPECT_TRUE(holds({Measure::soundex}, "rupert", "robert"));
  EXPECT_FALSE(holds({Measure::soundex}, "rupert smith", "robert"));
  EXPECT_FALSE(holds({Measure::soundex}, "rubin", "robert"));
}

TEST(Crossed, needs_one_way_where_swapped_needs_both) {
  const auto level = [](Measure measure, std::string_view left, std::string_view right, std::string_view left_other,
                        std::string_view right_other) {
    return comparison_of({{.measure = measure, .other = 5}}).level({left, right, left_other, right_other});
  };
  EXPECT_EQ(level(Measure::crossed, "smith", "jones", "jones", ""), 1) << "maiden name on the left";
  EXPECT_EQ(level(Measure::crossed, "smith", "jones", "", "smith"), 1);
  EXPECT_EQ(level(Measure::crossed, "smith", "jones", "brown", "brown"), 2);
  EXPECT_EQ(level(Measure::crossed, "smith", "jones", "", ""), 2);
  EXPECT_EQ(level(Measure::swapped, "smith", "jones", "jones", ""), 2);
}

TEST(HouseNumber, knows_house_and_unit) {
  const std::map<std::string, std::string> expected = {{"14a high st", "14/a"},
                                                       {"14 a high st", "14/a"},
                                                       {"flat a 14 high st", "14/a"},
                                                       {"14 n high st", "14/"},
                                                       {"14c high st", "14/c"},
                                                       {"014 high st", "14/"},
                                                       {"flat 3 14 high st", "14/3"},
                                                       {"3 14 high st", "14/3"},
                                                       {"14 high st flat 3", "14/3"},
                                                       {"unit 12b 7 mill ln", "7/12 b"},
                                                       {"hauptst 12 whg 7", "12/7"},
                                                       {"rue de rivoli 5", "5/"},
                                                       {"5th ave", ""},
                                                       {"high st", ""},
                                                       {"350 5th ave apt 21", "350/21"},
                                                       {"10115 berlin hauptst 12", "12/"},
                                                       {"12345 main st", "12345/"},
                                                       {"flat high st", ""},
                                                       {"0 high st", "0/"},
                                                       {"", ""},
                                                       {"flat 2", ""}};
  for (const auto& [address, key] : expected) EXPECT_EQ(house_number_key(address), key) << address;
}

TEST(HouseNumber, keeps_flats_apart_and_leaves_open_what_is_missing) {
  const Level same{Measure::house_number}, different = test::all({test::negation(same)});
  EXPECT_TRUE(holds(same, "14a high st", "flat a 14 high street"));
  EXPECT_FALSE(holds(same, "14a high st", "14c high st"));
  EXPECT_TRUE(holds(different, "14a high st", "14c high st"));
  EXPECT_TRUE(holds(different, "14 high st", "15 high st"));
  EXPECT_FALSE(holds(different, "14 high st", "14a high st")) << "the flat may have been left out";
  EXPECT_FALSE(holds(different, "14 high st", "high st"));
  EXPECT_FALSE(holds(same, "14 high st", "high st"));
}

TEST(DateParts, are_compared_for_equality) {
  EXPECT_TRUE(holds({Measure::year_equal}, "1980-01-01", "1980-05-03"));
  EXPECT_FALSE(holds({Measure::year_equal}, "1980-01-01", "1981-01-01"));
  EXPECT_TRUE(holds({Measure::year_month_equal}, "1980-05-01", "1980-05-03"));
  EXPECT_FALSE(holds({Measure::year_month_equal}, "1980-05-01", "1981-05-01"));
  EXPECT_TRUE(holds({Measure::month_day_equal}, "1980-05-01", "1981-05-01"));
  EXPECT_FALSE(holds({Measure::month_day_equal}, "1980-05-01", "1980-05-02"));
  EXPECT_FALSE(holds({Measure::year_equal}, "1980", "1980-05-02"));
}

long double haversine_kilometres(double lat1, double lon1, double lat2, double lon2) {
  const long double unit = std::numbers::pi_v<long double> / 180;
  const long double a = std::sin((lat2 - lat1) * unit / 2), b = std::sin((lon2 - lon1) * unit / 2);
  const long double h = a * a + std::cos(lat1 * unit) * std::cos(lat2 * unit) * b * b;
  return 2 * 6371.0088L * std::asin(std::sqrt(std::min(1.0L, h)));
}

std::string decimal(std::int64_t units) {
  const std::int64_t size = units < 0 ? -units : units;
  return (units < 0 ? "-" : "") + std::to_string(size / 10'000'000) + "." +
         std::to_string(10'000'000 + size % 10'000'000).substr(1);
}

RC_GTEST_PROP(Kilometres, agree_with_the_haversine_formula_but_for_millimetres, ()) {
  const auto latitude = rc::gen::inRange<std::int64_t>(-900'000'000, 900'000'001);
  const auto longitude = rc::gen::inRange<std::int64_t>(-1'800'000'000, 1'800'000'001);
  const std::int64_t lat1 = *latitude, lon1 = *longitude;
  // Near and distant pairs.
  const std::int64_t reach = *rc::gen::element<std::int64_t>(1'000, 1'000'000, 100'000'000, 1'800'000'000);
  const auto shift = rc::gen::inRange<std::int64_t>(-reach, reach + 1);
  const std::int64_t lat2 = std::clamp<std::int64_t>(lat1 + *shift, -900'000'000, 900'000'000);
  const std::int64_t lon2 = std::clamp<std::int64_t>(lon1 + *shift, -1'800'000'000, 1'800'000'000);
  const long double apart = haversine_kilometres(lat1 * 1e-7, lon1 * 1e-7, lat2 * 1e-7, lon2 * 1e-7);
  const auto here = parse_place(decimal(lat1) + "," + decimal(lon1)),
             there = parse_place(decimal(lat2) + "," + decimal(lon2));
  RC_ASSERT(here.has_value() && there.has_value());
  // In tenths of a metre. Near the antipodes a millimetre of the chord corresponds to metres of the arc.
  const long double slack = apart > 20'000 ? 200 : apart > 19'000 ? 1 : 0.2L;
  const auto tenths = static_cast<std::int64_t>(std::floor(apart * 10'000));
  RC_ASSERT(
      within(*here, *there, chord_of(static_cast<std::uint64_t>(tenths + 1 + static_cast<std::int64_t>(slack)))) ||
      apart * 10'000 - static_cast<long double>(tenths) > 1 - slack);
  if (tenths > 1 + static_cast<std::int64_t>(slack))
    RC_ASSERT(
        !within(*here, *there, chord_of(static_cast<std::uint64_t>(tenths - 1 - static_cast<std::int64_t>(slack)))));
  RC_ASSERT(within(*here, *there, chord_of(200'151'200)));
}

TEST(Kilometres, of_known_places) {
  const std::string london = "51.5074,-0.1278", paris = "48.8566,2.3522";  // 343.556 km by the haversine formula
  EXPECT_TRUE(holds({Measure::kilometres, 344}, london, paris));
  EXPECT_FALSE(holds({Measure::kilometres, 343}, london, paris));
  EXPECT_TRUE(holds({Measure::kilometres, 0.0}, "0,180", "0,180.0"));
  EXPECT_TRUE(holds({Measure::kilometres, 1}, "0,179.9999", "0,-179.9999")) << "across the date line";
  EXPECT_TRUE(holds({Measure::kilometres, 0}, "90,12", "90,170")) << "the pole has every longitude";
  for (const char* wrong :
       {"", "1", "1,", ",1", "91,0", "0,181", "1.12345678,0", "1,2,3", "a,b", "1.,--2", "-,1", "1 ,2"})
    EXPECT_FALSE(parse_place(wrong)) << wrong;
}

// A degree of latitude is 111195.0802 m on this sphere. Every machine decides alike at exactly this distance.
TEST(Kilometres, are_decided_at_the_border) {
  EXPECT_TRUE(holds({Measure::kilometres, 111.1951}, "10,20", "11,20"));
  EXPECT_FALSE(holds({Measure::kilometres, 111.195}, "10,20", "11,20"));
}

similarity::AliasTable table_of(std::string_view list) {
  similarity::AliasTable table;
  table.add_list(list, "a.txt", [](std::string_view word) { return std::string(word); });
  table.finish();
  return table;
}

TEST(Aliases, go_both_ways_and_are_not_passed_on) {
  const auto table = table_of("# comment\n\nwilliam: bill, will\r\nguillaume:william\n");
  EXPECT_TRUE(table.related("bill", "william"));
  EXPECT_TRUE(table.related("william", "bill"));
  EXPECT_TRUE(table.related("guillaume", "william"));
  EXPECT_FALSE(table.related("bill", "will"));
  EXPECT_FALSE(table.related("bill", "guillaume"));
  EXPECT_FALSE(table.related("bill", "bill"));
  EXPECT_EQ(table.num_pairs(), 3u);
}

TEST(Aliases, are_taken_word_by_word) {
  const auto table = table_of("william: bill\nelizabeth: liz\n");
  EXPECT_TRUE(table.same_names("bill john", "william john"));
  EXPECT_TRUE(table.same_names("bill liz", "william elizabeth"));
  EXPECT_FALSE(table.same_names("bill", "william john"));
  EXPECT_FALSE(table.same_names("bill john", "william henry"));
  EXPECT_FALSE(table.same_names("john bill", "william john"));
  EXPECT_FALSE(table.same_names("", ""));
}

TEST(Aliases, of_a_mistaken_line_name_the_line_and_no_name) {
  const auto message = [](std::string_view list) -> std::string {
    try {
      table_of(list);
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(message("a: b\nwilliam bill\n"), "a.txt:2: expected `name: alias, alias`, as in `william: bill, will`");
  EXPECT_EQ(message("william: bill,, will"),
            "a.txt:1: found a name without letters; expected `name: alias, alias`, as in `william: bill, will`");
  EXPECT_EQ(message("william:"),
            "a.txt:1: found a name without letters; expected `name: alias, alias`, as in `william: bill, will`");
  EXPECT_EQ(message("\n\nmary ann: marian"),
            "a.txt:3: found a name of several words; expected single words, as in `william: bill, will`");
}

TEST(Aliases, are_built_in_and_can_be_replaced) {
  EXPECT_GE(similarity::builtin_aliases()->num_pairs(), 1000u);
  EXPECT_TRUE(holds({Measure::alias}, "bill", "william"));
  EXPECT_TRUE(holds({Measure::alias}, "jean", "john"));
  EXPECT_TRUE(holds({Measure::alias}, "guillaume", "william"));
  EXPECT_FALSE(holds({Measure::alias}, "john", "james"));
  EXPECT_FALSE(holds({Measure::alias}, "bill", "guillaume"));
  config::ComparisonConfig config{.attribute = 0, .name = "n", .levels = {{Measure::alias}}};
  auto table = std::make_shared<similarity::AliasTable>();
  table->add("xu", "yu");
  table->finish();
  config.aliases = table;
  const Comparison own(config, AttributeType::given_name);
  EXPECT_EQ(own.level({.left = "xu", .right = "yu"}), 1);
  EXPECT_EQ(own.level({.left = "bill", .right = "william"}), 2);
}

}  // namespace
}  // namespace onefold::comparison
