// Levels that combine measures: their spelling, their mistakes, and levels that can never be the first to hold.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "config/covers.hpp"
#include "config/job_text.hpp"
#include "expressions/parse_text.hpp"

namespace onefold::config::test {
namespace {

const std::vector<KnownAttribute> kAttributes = {{"given_name", AttributeType::given_name},
                                                 {"surname", AttributeType::surname},
                                                 {"birth_date", AttributeType::birth_date},
                                                 {"not", AttributeType::text}};
constexpr AttributeIndex kSurname = 1;

std::string level(std::string_view text) {
  const auto parsed = parse_level(text, kSurname, kAttributes);
  return parsed.value ? parsed.value->text : std::to_string(parsed.offset) + ": " + parsed.mistake;
}

Level tree(std::string_view text) { return parse_level(text, kSurname, kAttributes).value.value(); }

TEST(LevelTree, has_a_canonical_spelling_that_stays_as_it_is) {
  for (const auto& [written, canonical] : std::initializer_list<std::pair<const char*, const char*>>{
           {"exact and  given_name . exact", "exact and given_name.exact"},
           {"surname.exact", "exact"},
           {"given_name.exact", "given_name.exact"},
           {"(given_name.exact)", "given_name.exact"},
           {"((exact))", "exact"},
           {"exact or phonetic and initial", "exact or (phonetic and initial)"},
           {"(exact or phonetic) and initial", "(exact or phonetic) and initial"},
           {"exact and (phonetic and (initial and prefix(3)))", "exact and phonetic and initial and prefix(3)"},
           {"not exact and initial", "not exact and initial"},
           {"not (exact and initial)", "not (exact and initial)"},
           {"not not exact", "not not exact"},
           {"not(birth_date.days<=366)or jaro_winkler>=0.90", "not birth_date.days <= 366 or jaro_winkler >= 0.9"},
           {"not.exact and not not.exact", "not.exact and not not.exact"},
           {"birth_date.day_month_swapped and swapped(given_name)",
            "birth_date.day_month_swapped and swapped(given_name)"}}) {
    EXPECT_EQ(level(written), canonical);
    EXPECT_EQ(level(canonical), canonical);
  }
}

TEST(LevelTree, single_measures_stay_plain) {
  EXPECT_EQ(tree("(jaro_winkler >= 0.9)").measure, Measure::jaro_winkler);
  EXPECT_EQ(tree("(jaro_winkler >= 0.9)").threshold, 0.9);
  EXPECT_TRUE(tree("surname.exact").parts.empty());
}

TEST(LevelTree, of_leaves_knows_whose_values_they_compare) {
  const Level both = tree("exact and not (given_name.exact or birth_date.days <= 3)");
  ASSERT_EQ(both.measure, Measure::combined);
  ASSERT_EQ(both.combination, Combination::all);
  ASSERT_EQ(both.parts.size(), 2u);
  EXPECT_FALSE(both.parts[0].attribute);
  ASSERT_EQ(both.parts[1].combination, Combination::negation);
  const Level& either = both.parts[1].parts.at(0);
  ASSERT_EQ(either.combination, Combination::any);
  EXPECT_EQ(either.parts.at(0).attribute, 0u);
  EXPECT_EQ(either.parts.at(1).attribute, 2u);
  EXPECT_EQ(either.parts.at(1).threshold, 3);
  const Level other = tree("given_name.exact");
  EXPECT_EQ(other.measure, Measure::combined);
  EXPECT_EQ(other.parts.at(0).attribute, 0u);

  ComparisonConfig comparison{.attribute = kSurname, .levels = {both, tree("birth_date.exact and swapped(not)")}};
  EXPECT_EQ(attributes_compared(comparison), (std::vector<AttributeIndex>{0, 1, 2}));
  EXPECT_EQ(attributes_read(comparison), (std::vector<AttributeIndex>{0, 1, 2, 3}));
}

TEST(LevelTree, says_what_is_wrong_and_at_which_byte) {
  EXPECT_EQ(level("exact and"), "9: expected a measure, as in: exact, or: jaro_winkler >= 0.92");
  EXPECT_EQ(level("exact and or").substr(0, 26), "10: unknown measure \"or\"; ");
  EXPECT_EQ(level("(exact"), "6: a closing parenthesis is missing");
  EXPECT_EQ(level("exact)"), "5: a closing parenthesis without an opening one");
  EXPECT_EQ(level("(exact exact)"), "7: expected and, or, or a closing parenthesis, found \"exact)\"");
  EXPECT_EQ(level("exact given_name.exact"),
            "6: unexpected \"given_name.exact\" after the level; expected: and, or, or nothing");
  EXPECT_EQ(level("exact and given_nam.exact"),
            "10: unknown attribute \"given_nam\" before the point; did you mean \"given_name\"?");
  EXPECT_EQ(level("exact and given_name"),
            "10: given_name is an attribute; expected a measure of it, as in: given_name.exact");
  EXPECT_EQ(level("given_name."), "11: expected a measure of given_name, as in: given_name.exact");
  EXPECT_EQ(level("exact and birth_date.phonetic").substr(0, 78),
            "21: phonetic does not suit birth_date, which is of type birth_date; it suits: ");
  EXPECT_EQ(level("exact and given_name.swapped(given_name)"),
            "29: swapped needs another attribute than given_name itself");
  EXPECT_EQ(level("not missing"), "4: \"missing\" is implied and is not listed");
  EXPECT_EQ(level(std::string(10, '(') + "exact" + std::string(10, ')')),
            "9: too many parentheses inside each other; 8 are allowed");
  std::string long_one = "exact";
  for (int i = 0; i < 31; ++i) long_one += " or phonetic";
  EXPECT_EQ(level(long_one), long_one);
  EXPECT_EQ(level(long_one + " or phonetic"),
            std::to_string(long_one.size() + 4) + ": a level has at most 32 measures");
}

TEST(LevelTree, that_can_never_be_the_first_to_hold_is_seen) {
  const auto covered = [](const char* earlier, const char* later) { return covers(tree(earlier), tree(later)); };
  EXPECT_TRUE(covered("jaro_winkler >= 0.9", "jaro_winkler >= 0.95 and given_name.exact"));
  EXPECT_TRUE(covered("jaro_winkler >= 0.9", "exact and not given_name.exact"));
  EXPECT_TRUE(covered("jaro_winkler >= 0.9 or phonetic", "phonetic"));
  EXPECT_TRUE(covered("jaro_winkler >= 0.9 or phonetic", "phonetic and initial"));
  EXPECT_TRUE(covered("jaro_winkler >= 0.9 and given_name.exact", "given_name.exact and exact"));
  EXPECT_TRUE(covered("not exact", "not exact"));
  EXPECT_TRUE(covered("phonetic", "(phonetic and initial) or (phonetic and exact)"));
  EXPECT_TRUE(covered("given_name.jaro_winkler >= 0.9", "given_name.exact"));
  EXPECT_TRUE(covered("crossed(given_name)", "swapped(given_name)"));
  EXPECT_FALSE(covered("crossed(given_name)", "exact"));
  EXPECT_TRUE(covered("birth_date.year_equal", "birth_date.year_month_equal"));
  EXPECT_FALSE(covered("birth_date.month_day_equal", "birth_date.year_month_equal"));
  EXPECT_TRUE(covered("words_contained", "any_order"));
  EXPECT_FALSE(covered("given_name.exact", "exact"));
  EXPECT_FALSE(covered("jaro_winkler >= 0.9 and given_name.exact", "exact"));
  EXPECT_FALSE(covered("jaro_winkler >= 0.9", "jaro_winkler >= 0.95 or given_name.exact"));
  EXPECT_FALSE(covered("not exact", "exact"));
  EXPECT_FALSE(covered("exact", "not exact"));
  EXPECT_FALSE(covered("phonetic", "not phonetic"));
}

TEST(LevelTree, stands_in_a_job_file_and_its_resolved_form) {
  const std::string text =
      std::string(kGoodJob) +
      "\n[[comparison]]\nattribute = \"surname\"\n"
      "levels = [\"exact and birth_date.exact\", \"exact\", \"not (jaro_winkler >= 0.8 or birth_date.exact)\"]\n";
  const Job job = parse_job(text, "t.toml");
  const Job again = parse_job(job.resolved_toml, "resolved.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_NE(job.digest_toml.find("not (jaro_winkler >= 0.8 or birth_date.exact)"), std::string::npos);
}

}  // namespace
}  // namespace onefold::config::test
