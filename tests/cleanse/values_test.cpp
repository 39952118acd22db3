// Emails, postcodes, addresses, other text, numbers, identifiers: a table of cases for each type.
#include <gtest/gtest.h>

#include "cleanse/address.hpp"
#include "cleanse/support.hpp"

namespace onefold::cleanse {
namespace {

void expect_cases(AttributeType type, const std::vector<test::Case>& cases, const std::string& region = "GB") {
  Cleanser cleanser = test::make_cleanser(type, region);
  for (const auto& [raw, expected] : cases)
    EXPECT_EQ(test::cleansed(cleanser, raw), expected) << name_of(type) << ": " << raw;
}

TEST(Emails, keep_dots_and_tags_and_need_one_at_sign) {
  expect_cases(AttributeType::email, {
                                         {" John.Smith+News@Example.COM ", "john.smith+news@example.com"},
                                         {"mailto:jane@example.com", "jane@example.com"},
                                         {"<Jane@example.com>", "jane@example.com"},
                                         {"mailto:<jane@example.com>;", "jane@example.com"},
                                         {"jane @ example.com", "jane@example.com"},
                                         {"jane@example.com.", "jane@example.com"},
                                         {"j\xc3\xb6rg@m\xc3\xbcller.de", "jorg@muller.de"},
                                         {"jane@example", "jane@example"},
                                         {"@example.com", ""},
                                         {"jane@", ""},
                                         {"jane@@example.com", ""},
                                         {"a@b@c", ""},
                                         {"example.com", ""},
                                         {"@", ""},
                                         {"", ""},
                                         {"Test@Test", ""},
                                         {"test@test.com", ""},
                                         {"mailto:NOEMAIL@noemail.com", ""},
                                         {"n/a", ""},
                                     });
}

TEST(Emails, of_several_in_a_cell_the_first_that_can_be_read) {
  expect_cases(AttributeType::email, {{"a@x.example; b@y.example", "a@x.example"},
                                      {"nobody, b@y.example", "b@y.example"},
                                      {"a@x.example b@y.example", "a@x.example"},
                                      {"a@x.example/b@y.example", "a@x.example"},
                                      {"Jane Doe <jane@x.example>", "jane@x.example"},
                                      {"; ;", ""}});
  config::AttributeConfig attribute{.name = "mail", .type = AttributeType::email, .is_array = true};
  Cleanser several(attribute, nullptr);
  EXPECT_EQ(test::cleansed(several, "b@y.example; a@x.example, nobody"),
            "a@x.example\x1f"
            "b@y.example");
  EXPECT_EQ(several.outcome(), Outcome::filled);
  EXPECT_EQ(test::cleansed(several, "nobody; n/a"), "");
  EXPECT_EQ(several.outcome(), Outcome::unreadable);
}

TEST(Emails, with_a_comma_for_a_full_stop_are_not_cut_into_the_address_of_somebody_else) {
  Cleanser cleanser = test::make_cleanser(AttributeType::email);
  EXPECT_NE(test::cleansed(cleanser, "john,smith@x.com"), test::cleansed(cleanser, "jane,smith@x.com"));
  EXPECT_EQ(test::cleansed(cleanser, "Doe, jane@x.com"), "jane@x.com");
}

TEST(Phones, of_several_in_a_cell_the_first_that_can_be_read) {
  expect_cases(AttributeType::phone,
               {{"ask; 020 7946 0958", "+442079460958"}, {"020 7946 0958 | 020 7946 0959", "+442079460958"}});
  config::AttributeConfig attribute{.name = "phone", .type = AttributeType::phone, .is_array = true};
  Cleanser several(attribute, nullptr);
  EXPECT_EQ(test::cleansed(several, "020 7946 0959; 020 7946 0958"),
            "+442079460958\x1f"
            "+442079460959");
}

TEST(Postcodes, get_back_the_zeros_that_spreadsheets_dropped) {
  expect_cases(AttributeType::postcode,
               {{"02139", "02139"},
                {"2139", "02139"},
                {"2139.0", "02139"},
                {"501", "00501"},
                {"02139-4301", "021394301"},
                {"2139-4301", "021394301"},
                {"94", "94"},
                {"US-2139", "02139"},
                {"V6B 1A1", "v6b1a1"}},
               "US");
  expect_cases(AttributeType::postcode,
               {{"1067", "01067"},
                {"D-20537", "20537"},
                {"DE 1067", "01067"},
                {"D20537", "20537"},
                {"A-1010", "a1010"},
                {"CH-8001", "ch8001"},
                {"NL-1012 AB", "1012ab"},
                {"1067.5", "10675"}},
               "DE");
  expect_cases(AttributeType::postcode, {{"8001", "8001"}, {"20537.0", "20537"}}, "CH");
  expect_cases(
      AttributeType::postcode,
      {{"2139", "2139"}, {"D-20537", "20537"}, {"E1 6AN", "e1 6an"}, {"N1 9GU", "n1 9gu"}, {"DE1 1AA", "de1 1aa"}});
}

TEST(Postcodes, with_too_many_digits_keep_them_and_american_ones_lose_an_incomplete_end) {
  Cleanser german = test::make_cleanser(AttributeType::postcode, "DE");
  EXPECT_EQ(test::cleansed(german, "1234567"), "1234567");
  Cleanser american = test::make_cleanser(AttributeType::postcode, "US");
  EXPECT_EQ(test::cleansed(american, "2139-4301"), "021394301");
  EXPECT_EQ(test::cleansed(american, "12345-678"), "12345");
  EXPECT_EQ(test::cleansed(american, "12345-67"), "12345");
}

TEST(Postcodes, british_ones_have_letters_and_digits_in_their_places) {
  expect_cases(AttributeType::postcode, {{"SW1A OAA", "sw1a 0aa"},
                                         {"SO1O 1AA", "so10 1aa"},
                                         {"S010 1AA", "so10 1aa"},
                                         {"OX1 IAA", "ox1 1aa"},
                                         {"0X1 1AA", "ox1 1aa"},
                                         {"S01 1AA", "so1 1aa"},
                                         {"MI 1AE", "m1 1ae"},
                                         {"BL0 9AA", "bl0 9aa"},
                                         {"W1A 0AX", "w1a 0ax"},
                                         {"S11 8AA", "s11 8aa"},
                                         {"1010", "1010"},
                                         {"00000", ""}});
  expect_cases(AttributeType::postcode, {{"SW1A OAA", "sw1aoaa"}}, "CA");
}

TEST(Postcodes, british_ones_get_their_space) {
  expect_cases(AttributeType::postcode, {
                                            {"SW1A1AA", "sw1a 1aa"},
                                            {" sw1a  1aa", "sw1a 1aa"},
                                            {"TQ13-8DF", "tq13 8df"},
                                            {"m11ae", "m1 1ae"},
                                            {"EC1A 1BB", "ec1a 1bb"},
                                            {"W1A 0AX", "w1a 0ax"},
                                            {"SW1A", "sw1a"},
                                            {"2119", "2119"},
                                            {"75 008", "75008"},
                                            {"12345-6789", "123456789"},
                                            {"a1aa", "a1aa"},
                                            {"abc1aa", "abc1aa"},
                                            {"00000", ""},
                                            {"99999", ""},
                                            {"ZZ99 9ZZ", ""},
                                            {"zz999zz", ""},
                                            {"-", ""},
                                            {"unknown", ""},
                                        });
  expect_cases(AttributeType::postcode, {{"SW1A 1AA", "sw1a1aa"}, {"K1A-0B1", "k1a0b1"}, {"zz99 9zz", ""}}, "CA");
}

TEST(Addresses, words_have_one_spelling) {
  expect_cases(AttributeType::address, {
                                           {"12, North Street", "12 n st"},
                                           {"12 N. St.", "12 n st"},
                                           {"Flat 3/4 Queen's Road", "flat 3 4 queens rd"},
                                           {"5 Baker Ave", "5 baker ave"},
                                           {"5 Baker Avenue", "5 baker ave"},
                                           {"Apartment 7", "apt 7"},
                                           {"Hauptstra\xc3\x9f\x65 5", "hauptstr 5"},
                                           {"Hauptstr. 5", "hauptstr 5"},
                                           {"Berliner Str. 5", "berliner st 5"},
                                           {"12 bd. Saint-Germain", "12 blvd st germain"},
                                           {"12 Boulevard St Germain", "12 blvd st germain"},
                                           {",;", ""},
                                           {"Not known", ""},
                                       });
  for (const Abbreviation& entry : address_abbreviations()) {
    TextBuffer buffer;
    EXPECT_EQ(cleanse_address(entry.word, buffer), entry.brief);
    EXPECT_EQ(cleanse_address(entry.brief, buffer), entry.brief)
        << entry.word << ": its short form must not be replaced again";
  }
}

TEST(Texts, are_words) {
  for (const AttributeType type : {AttributeType::city, AttributeType::text, AttributeType::category})
    expect_cases(type, {
                           {"  S\xc3\xa3o   Paulo ", "sao paulo"},
                           {"King's Lynn", "kings lynn"},
                           {"Stratford-upon-Avon", "stratford upon avon"},
                           {"\xe6\x9d\xb1\xe4\xba\xac", "\xe6\x9d\xb1\xe4\xba\xac"},
                           {"a&b/c", "a b c"},
                           {"Frankfurt (Oder)", "frankfurt oder"},
                           {"!!!", ""},
                           {"?", ""},
                           {"NULL", ""},
                           {"tbd", ""},
                           {"Xxx", ""},
                       });
}

TEST(Texts, strings_with_a_digit_between_spaces_are_one_word) {
  expect_cases(AttributeType::text, {
                                        {"Sony KX-TG5623/B, (black)", "sony kxtg5623b black"},
                                        {"rock'n'roll v9.5", "rocknroll v95"},
                                        {"  2-1/2\"  10/100Base-TX ", "212 10100basetx"},
                                        {"- 7 -", "7"},
                                        {"x-y z", "x y z"},
                                        {"3,", "3"},
                                    });
  // Numbers stay separate next to words with a meaning of their own.
  expect_cases(AttributeType::city, {{"Paris-15", "paris 15"}});
}

TEST(Numbers, have_one_decimal_spelling) {
  expect_cases(AttributeType::number, {
                                          {"12", "12"},
                                          {" +0012.50 ", "12.5"},
                                          {"-0.0", "0"},
                                          {"-3", "-3"},
                                          {"\xe2\x88\x92\x33.10", "-3.1"},
                                          {".5", "0.5"},
                                          {"5.", "5"},
                                          {"000", "0"},
                                          {"1,234.50", "1234.5"},
                                          {"1.234,50", "1234.5"},
                                          {"1,234,567", "1234567"},
                                          {"1.234.567", "1234567"},
                                          {"1 234 567,8", "1234567.8"},
                                          {"1'234'567.80", "1234567.8"},
                                          {"12,5", "12.5"},
                                          {"0,123", "0.123"},
                                          {"1234,567", "1234.567"},
                                          {"1.234", "1.234"},
                                          {"12345678901234567890123.10", "12345678901234567890123.1"},
                                          {"1,234", ""},  // a thousand or a fraction: ambiguous
                                          {"1,23,456.7", ""},
                                          {"1,2345,678", ""},
                                          {"1.2.3", ""},
                                          {"1e5", ""},
                                          {"12 kg", ""},
                                          {"--1", ""},
                                          {"-", ""},
                                          {".", ""},
                                          {"1,,2", ""},
                                          {"", ""},
                                      });
}

TEST(Numbers, with_any_spelling_of_a_currency) {
  Cleanser cleanser = test::make_cleanser(AttributeType::number);
  for (const char* value : {"euro 5", "euros 5", "eur 5", "5 euro", "5 euros"})
    EXPECT_EQ(test::cleansed(cleanser, value), "5") << value;
}

TEST(Numbers, may_have_a_currency_and_a_declared_decimal_mark) {
  expect_cases(AttributeType::number, {{"$1,234.50", "1234.5"},
                                       {"\xe2\x82\xac 12,50", "12.5"},
                                       {"1.234,50 EUR", "1234.5"},
                                       {"-$5", "-5"},
                                       {"$ -5", "-5"},
                                       {"5-", "-5"},
                                       {"(1,234.50)", "-1234.5"},
                                       {"EUR", ""},
                                       {"5 kg", ""},
                                       {"CHF 1'200.00", "1200"}});
  const auto with = [](char decimal, std::string_view raw) {
    config::AttributeConfig attribute{.name = "n", .type = AttributeType::number, .decimal = decimal};
    Cleanser cleanser(attribute, nullptr);
    return test::cleansed(cleanser, raw);
  };
  const std::vector<test::Case> commas = {{"1.234", "1234"},        {"1,234", "1.234"}, {"1.234,5", "1234.5"},
                                          {"1 234,5", "1234.5"},    {"12.50", "12.5"},  {"12", "12"},
                                          {"1.234.567", "1234567"}, {"1,2,3", ""},      {"1.23,456.7", ""}};
  for (const auto& [raw, expected] : commas) EXPECT_EQ(with(',', raw), expected) << raw;
  const std::vector<test::Case> points = {
      {"1,234", "1234"}, {"1.234", "1.234"}, {"1,234.5", "1234.5"}, {"12,50", "12.5"}};
  for (const auto& [raw, expected] : points) EXPECT_EQ(with('.', raw), expected) << raw;
}

TEST(Identifiers, are_letters_and_digits) {
  expect_cases(AttributeType::identifier, {
                                              {"AB-12/34 c", "ab1234c"},
                                              {" 5304218 ", "5304218"},
                                              {"000123", "000123"},
                                              {"A999", "a999"},
                                              {"---", ""},
                                              {"999-99-9999", ""},
                                              {"1234567890", ""},
                                              {"n/a", ""},
                                          });
}

}  // namespace
}  // namespace onefold::cleanse
