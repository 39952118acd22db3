#include "expressions/parse_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "config/default_levels.hpp"

namespace onefold::config {
namespace {

using enum AttributeType;

/// One attribute of each type, named after the type, and one whose declaration has a mistake.
std::vector<KnownAttribute> all_attributes() {
  std::vector<KnownAttribute> attributes;
  for (std::size_t i = 0; i < kAttributeTypeNames.size(); ++i)
    attributes.push_back({std::string(kAttributeTypeNames[i]), static_cast<AttributeType>(i)});
  attributes.push_back({"unclear", std::nullopt});
  return attributes;
}
const std::vector<KnownAttribute> kAttributes = all_attributes();

std::string key(std::string_view text) {
  const auto parsed = parse_key_expression(text, kAttributes);
  return parsed.value ? parsed.value->text : std::to_string(parsed.offset) + ": " + parsed.mistake;
}
std::string level(std::string_view text, AttributeType type = surname) {
  const auto parsed = parse_level(text, static_cast<AttributeIndex>(type), kAttributes);
  return parsed.value ? parsed.value->text : std::to_string(parsed.offset) + ": " + parsed.mistake;
}

TEST(ParseKey, gives_the_canonical_spelling) {
  EXPECT_EQ(key(" surname "), "surname");
  EXPECT_EQ(key("prefix( postcode,4 )"), "prefix(postcode, 4)");
  EXPECT_EQ(key("sorted(given_name,surname,  city)"), "sorted(given_name, surname, city)");
  EXPECT_EQ(key("prefix(phonetic(first_word(surname)), 3)"), "prefix(phonetic(first_word(surname)), 3)");
  for (const char* fine : {"suffix(phone, 6)",
                           "year(birth_date)",
                           "month(birth_date)",
                           "day(birth_date)",
                           "initial(given_name)",
                           "last_word(address)",
                           "digits(address)",
                           "email_local(email)",
                           "email_domain(email)",
                           "words(full_name)",
                           "year(unclear)",
                           "prefix(birth_date, 7)",
                           "any(email)",
                           "any_word(text)",
                           "any_ngram(number, 3)",
                           "phonetic(any_word(text))",
                           "email_domain(any(email))",
                           "year(any(birth_date))",
                           "any_word(words(full_name))",
                           "sorted(any(given_name), surname)"})
    EXPECT_EQ(key(fine), fine);
}

TEST(ParseKey, gives_the_parsed_form) {
  const auto parsed = parse_key_expression("prefix(phonetic(surname), 3)", kAttributes);
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(parsed.value->function, KeyFunction::prefix);
  EXPECT_EQ(parsed.value->count, 3u);
  ASSERT_EQ(parsed.value->arguments.size(), 1u);
  EXPECT_EQ(parsed.value->arguments[0].function, KeyFunction::phonetic);
  EXPECT_EQ(parsed.value->arguments[0].text, "phonetic(surname)");
  EXPECT_EQ(parsed.value->arguments[0].arguments[0].attribute, static_cast<AttributeIndex>(surname));
}

TEST(ParseKey, says_what_is_wrong_and_at_which_byte) {
  EXPECT_EQ(key("surnam"), "0: unknown attribute \"surnam\"; did you mean \"surname\"?");
  EXPECT_EQ(key("prefx(surname, 3)"), "0: unknown function \"prefx\"; did you mean \"prefix\"?");
  EXPECT_EQ(key("prefix(post, 3)"), "7: unknown attribute \"post\"; did you mean \"postcode\"?");
  EXPECT_EQ(key("prefix(surname)"), "0: prefix needs a number; expected: prefix(postcode, 4)");
  EXPECT_EQ(key("prefix(surname, 0)"), "16: prefix needs a number from 1 to 64; expected: prefix(postcode, 4)");
  EXPECT_EQ(key("prefix(surname, 99999999999999)"),
            "16: prefix needs a number from 1 to 64; expected: prefix(postcode, 4)");
  EXPECT_EQ(key("prefix(surname, 1.5)"), "16: prefix needs a number from 1 to 64; expected: prefix(postcode, 4)");
  EXPECT_EQ(key("year(surname)"), "5: year needs an attribute of type birth_date; surname is of type surname");
  EXPECT_EQ(key("year(year(birth_date))"), "5: year needs an attribute of type birth_date; found year(birth_date)");
  EXPECT_EQ(key("email_domain(surname)"),
            "13: email_domain needs an attribute of type email; surname is of type surname");
  EXPECT_EQ(key("phonetic(birth_date)"),
            "9: phonetic needs text, not a date or a number; birth_date is of type birth_date");
  EXPECT_EQ(key("sorted(surname)"), "0: sorted takes two or more arguments; expected: sorted(given_name, surname)");
  EXPECT_EQ(key("initial(surname, city)"), "0: initial takes one argument; expected: initial(surname)");
  EXPECT_EQ(key("initial(surname"), "15: a closing parenthesis is missing; expected: initial(surname)");
  EXPECT_EQ(key("initial(surname;"), "15: expected a comma or a closing parenthesis, found \";\"");
  EXPECT_EQ(key("any_word(birth_date)"),
            "9: any_word needs text, not a date or a number; birth_date is of type birth_date");
  EXPECT_EQ(key("year(any(surname))"),
            "5: year needs an attribute of type birth_date; any(surname) is of type surname");
  EXPECT_EQ(key("any_ngram(text)"), "0: any_ngram needs a number; expected: any_ngram(company, 4)");
  EXPECT_EQ(key("any(surname, city)"), "0: any takes one argument; expected: any(email)");
  EXPECT_EQ(key("any_word(prefix(any(text), 3))"),
            "9: a rule can have one of any, any_word and any_ngram; any(text) is a second one");
  EXPECT_EQ(key("sorted(any(given_name), any(surname))"),
            "24: a rule can have one of any, any_word and any_ngram; any(surname) is a second one");
  EXPECT_EQ(key("surname city"), "8: unexpected \"city\" after the key");
  EXPECT_EQ(key("prefix"), "0: the function prefix needs an argument in parentheses, as in: prefix(postcode, 4)");
  EXPECT_EQ(key(""), "0: expected an attribute or a function, as in: prefix(postcode, 4)");
  EXPECT_EQ(key("(surname)"),
            "0: expected an attribute or a function, as in: prefix(postcode, 4); found \"(surname)\"");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "words(";
  EXPECT_EQ(key(deep), "54: functions are nested more than 8 deep");
}

TEST(ParseLevel, gives_the_canonical_spelling) {
  EXPECT_EQ(level(" exact "), "exact");
  EXPECT_EQ(level("jaro_winkler>=0.9200"), "jaro_winkler >= 0.92");
  EXPECT_EQ(level("jaro_winkler >= 1"), "jaro_winkler >= 1");
  EXPECT_EQ(level("levenshtein<=2"), "levenshtein <= 2");
  EXPECT_EQ(level("damerau_levenshtein <= 1.0"), "damerau_levenshtein <= 1");
  EXPECT_EQ(level("prefix( 3 )"), "prefix(3)");
  EXPECT_EQ(level("swapped( given_name )"), "swapped(given_name)");
  EXPECT_EQ(level("days <= 366", birth_date), "days <= 366");
  EXPECT_EQ(level("day_month_swapped", birth_date), "day_month_swapped");
  EXPECT_EQ(level("difference <= 2.50", number), "difference <= 2.5");
  EXPECT_EQ(level("relative_difference <= 0.0500", number), "relative_difference <= 0.05");
  EXPECT_EQ(level("email_local_jaro_winkler >= 0.88", email), "email_local_jaro_winkler >= 0.88");
  for (const char* fine :
       {"phonetic", "initial", "soundex", "alias", "any_order", "words_contained", "crossed(given_name)"})
    EXPECT_EQ(level(fine), fine);
  for (const char* fine : {"year_equal", "year_month_equal", "month_day_equal"})
    EXPECT_EQ(level(fine, birth_date), fine);
  EXPECT_EQ(level("house_number", address), "house_number");
  EXPECT_EQ(level("kilometres <= 2.50", location), "kilometres <= 2.5");
  for (const char* fine : {"email_local", "email_domain"}) EXPECT_EQ(level(fine, email), fine);
  for (const char* fine : {"postcode_sector", "postcode_district", "postcode_area"})
    EXPECT_EQ(level(fine, postcode), fine);
  EXPECT_EQ(level("token_jaccard>=0.50", city), "token_jaccard >= 0.5");
  for (const char* fine : {"token_overlap >= 1", "tfidf >= 0.6", "soft_tfidf >= 0.8", "shared_code", "equal_numbers"})
    EXPECT_EQ(level(fine, city), fine);
}

TEST(ParseLevel, gives_the_parsed_form) {
  const auto parsed = parse_level("jaro_winkler >= 0.92", static_cast<AttributeIndex>(surname), kAttributes);
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(parsed.value->measure, Measure::jaro_winkler);
  EXPECT_EQ(parsed.value->threshold, 0.92);
  const auto swapped = parse_level("swapped(given_name)", static_cast<AttributeIndex>(surname), kAttributes);
  ASSERT_TRUE(swapped.value);
  EXPECT_EQ(swapped.value->other, static_cast<AttributeIndex>(given_name));
  const auto prefix = parse_level("prefix(3)", static_cast<AttributeIndex>(surname), kAttributes);
  ASSERT_TRUE(prefix.value);
  EXPECT_EQ(prefix.value->count, 3u);
}

TEST(ParseLevel, says_what_is_wrong_and_at_which_byte) {
  EXPECT_EQ(level("jaro_winkel >= 0.9"), "0: unknown measure \"jaro_winkel\"; did you mean \"jaro_winkler\"?");
  EXPECT_EQ(level("days <= 3"), "0: days does not suit surname, which is of type surname; it suits: birth_date");
  EXPECT_EQ(level("jaro_winkler >= 0.9", number).substr(0, 70),
            "0: jaro_winkler does not suit number, which is of type number; it suit");
  EXPECT_EQ(level("jaro_winkler <= 0.9"),
            "13: jaro_winkler is a similarity and needs >=; expected: jaro_winkler >= 0.92");
  EXPECT_EQ(level("levenshtein >= 1"), "12: levenshtein is a distance and needs <=; expected: levenshtein <= 1");
  EXPECT_EQ(level("jaro_winkler"), "12: jaro_winkler is a similarity and needs >=; expected: jaro_winkler >= 0.92");
  const std::string range =
      ": jaro_winkler needs a number above 0 and up to 1 with at most four decimals; expected: "
      "jaro_winkler >= 0.92";
  for (const char* wrong : {"0.92345", "1.1", "0", "", "-1", ".9", "x", "99999999999999999999"})
    EXPECT_EQ(level(std::string("jaro_winkler >= ") + wrong), "16" + range) << wrong;
  EXPECT_EQ(level("levenshtein <= 1.5"),
            "15: levenshtein needs a whole number from 1 to 100; expected: levenshtein <= 1");
  EXPECT_EQ(level("levenshtein <= 0"),
            "15: levenshtein needs a whole number from 1 to 100; expected: levenshtein <= 1");
  EXPECT_EQ(level("days <= 100001", birth_date),
            "8: days needs a whole number from 0 to 100000; expected: days <= 366");
  EXPECT_EQ(level("relative_difference <= 2", number),
            "23: relative_difference needs a number from 0 to 1 with at most four decimals; expected: "
            "relative_difference <= 0.05");
  EXPECT_EQ(level("prefix"), "6: prefix needs an argument; expected: prefix(3)");
  EXPECT_EQ(level("prefix(0)"), "7: prefix needs a number from 1 to 64; expected: prefix(3)");
  EXPECT_EQ(level("prefix(3"), "8: expected a closing parenthesis, as in: prefix(3)");
  EXPECT_EQ(level("swapped(surname)"), "8: swapped needs another attribute than surname itself");
  EXPECT_EQ(level("crossed(surname)"), "8: crossed needs another attribute than surname itself");
  EXPECT_EQ(level("swapped(given)"), "8: unknown attribute \"given\"; did you mean \"given_name\"?");
  EXPECT_EQ(level("swapped()"), "8: swapped needs an attribute; expected: swapped(surname)");
  EXPECT_EQ(level("swapped(email)"),
            "8: surname (type surname) and email (type email) cannot be swapped: their values are written differently");
  EXPECT_EQ(level("exact exact"), "6: unexpected \"exact\" after the level; expected: and, or, or nothing");
  EXPECT_EQ(level("tfidf >= 0.5").substr(0, 64), "0: tfidf does not suit surname, which is of type surname; it sui");
  EXPECT_EQ(level("tfidf", city), "5: tfidf is a similarity and needs >=; expected: tfidf >= 0.92");
  EXPECT_EQ(level("tfidff >= 0.5", city), "0: unknown measure \"tfidff\"; did you mean \"tfidf\"?");
  EXPECT_EQ(level("missing"), "0: \"missing\" is implied and is not listed");
  EXPECT_EQ(level("else"), "0: \"else\" is implied and is not listed");
  EXPECT_EQ(level(""), "0: expected a measure, as in: exact, or: jaro_winkler >= 0.92");
}

TEST(DefaultLevels, are_valid_and_in_canonical_spelling_for_every_type) {
  for (std::size_t type = 0; type < kAttributeTypeNames.size(); ++type) {
    const auto defaults = default_comparison(static_cast<AttributeType>(type));
    ASSERT_FALSE(defaults.levels.empty());
    EXPECT_EQ(defaults.levels[0], "exact");
    for (const auto text : defaults.levels) EXPECT_EQ(level(text, static_cast<AttributeType>(type)), text);
  }
}

RC_GTEST_PROP(ParseText, any_bytes_give_a_value_or_a_mistake_inside_the_text,
              (const std::vector<std::uint8_t>& choices)) {
  // Fragments that get further into the parsers than random bytes do.
  const char* pieces[] = {"prefix",     "(",       ")",          ",",    "surname", " ",
                          "3",          ".",       "sorted",     ">=",   "<=",      "jaro_winkler",
                          "0.9",        "swapped", "given_name", "\xff", "\n",      "year",
                          "birth_date", "\0x",     " and ",      " or ", "not ",    "exact"};
  std::string text;
  for (const auto choice : choices) text += pieces[choice % std::size(pieces)];
  const auto parsed_key = parse_key_expression(text, kAttributes);
  const auto parsed_level = parse_level(text, static_cast<AttributeIndex>(surname), kAttributes);
  RC_ASSERT(parsed_key.value.has_value() == parsed_key.mistake.empty());
  RC_ASSERT(parsed_level.value.has_value() == parsed_level.mistake.empty());
  RC_ASSERT(parsed_key.offset <= text.size());
  RC_ASSERT(parsed_level.offset <= text.size());
  // A canonical text must stay unchanged.
  if (parsed_key.value)
    RC_ASSERT(parse_key_expression(parsed_key.value->text, kAttributes).value->text == parsed_key.value->text);
  if (parsed_level.value) RC_ASSERT(level(parsed_level.value->text) == parsed_level.value->text);
}

}  // namespace
}  // namespace onefold::config
