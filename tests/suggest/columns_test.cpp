#include <gtest/gtest.h>

#include "suggest/capabilities.hpp"
#include "suggest/column_names.hpp"
#include "suggest/profile.hpp"
#include "suggest/regions.hpp"
#include "suggest/value_shapes.hpp"

namespace onefold::suggest {
namespace {

std::vector<std::string_view> views(const std::vector<std::string>& values) { return {values.begin(), values.end()}; }

TEST(ColumnNames, are_understood_however_they_are_written) {
  for (const auto* name :
       {"given_name", "First Name", "FIRSTNAME", "firstName", "vorname", "Prénom", "nombre", "first_name_1"})
    EXPECT_EQ(meaning_of(name), Meaning::given_name) << name;
  for (const auto* name : {"surname", "LAST_NM", "lastName", "Nachname", "apellidos", "customer last name"})
    EXPECT_EQ(meaning_of(name), Meaning::surname) << name;
  for (const auto* name : {"dob", "date_of_birth", "Geburtsdatum", "birthDate"})
    EXPECT_EQ(meaning_of(name), Meaning::birth_date) << name;
  for (const auto* name : {"PLZ", "zip", "postal code", "postcode_fake"})
    EXPECT_EQ(meaning_of(name), Meaning::postcode) << name;
  for (const auto* name : {"address_2", "addr", "Straße", "streetName"})
    EXPECT_EQ(meaning_of(name), Meaning::address) << name;
  EXPECT_EQ(meaning_of("customer_email"), Meaning::email);
  EXPECT_EQ(meaning_of("qzx"), Meaning::unknown);
  EXPECT_EQ(meaning_of(""), Meaning::unknown);
}

TEST(ColumnNames, that_describe_the_row_or_another_column_are_administrative) {
  for (const auto* name : {"status", "Record Type", "phone_type", "ADDR_TYPE", "passport_country",
                           "drivers_license_state", "tax_id_type", "email_verified", "opt_in", "Kundenart", "Saldo",
                           "valid until", "newsletter", "is_active", "date of issue", "montant"})
    EXPECT_EQ(meaning_of(name), Meaning::administrative) << name;
  for (const auto* name : {"registration_date", "customer since", "fecha de alta", "Anlagedatum"})
    EXPECT_EQ(meaning_of(name), Meaning::created) << name;
  // The country of an address is a part of it.
  EXPECT_EQ(meaning_of("address_country"), Meaning::country);
  EXPECT_EQ(meaning_of("birth_country"), Meaning::birth_place);
  EXPECT_EQ(meaning_of("passport_number"), Meaning::identifier);
}

TEST(ColumnNames, agree_by_their_telling_words) {
  EXPECT_TRUE(names_agree("passport_number", "Passport No"));
  EXPECT_TRUE(names_agree("customer_loyalty_code", "loyalty"));
  EXPECT_TRUE(names_agree("ssn", "Social Security Number"));
  EXPECT_TRUE(names_agree("drivers_license_number", "Driving Licence"));
  EXPECT_TRUE(names_agree("VAT", "ust-id"));
  EXPECT_FALSE(names_agree("passport_number", "tax_id_type"));
  EXPECT_FALSE(names_agree("ssn", "lei_number"));
  EXPECT_FALSE(names_agree("passport_number", "passport_country"));
  EXPECT_FALSE(names_agree("id", "number"));  // no telling word is left
}

TEST(ColumnNames, that_name_a_truth_are_known) {
  for (const auto* name : {"cluster", "cluster_id", "true_id", "gold", "label", "entity_id", "TrueCluster"})
    EXPECT_TRUE(names_a_truth(name)) << name;
  for (const auto* name : {"surname", "unique_id", "id", "title", "group"}) EXPECT_FALSE(names_a_truth(name)) << name;
}

TEST(ColumnNames, become_names_of_attributes) {
  EXPECT_EQ(as_attribute_name("Date Of-Birth"), "date_of_birth");
  EXPECT_EQ(as_attribute_name("++"), "column");
  EXPECT_EQ(as_attribute_name("2nd line"), "column_2nd_line");
}

TEST(Values, have_shapes) {
  EXPECT_TRUE(is_numeric("12.50"));
  EXPECT_TRUE(is_numeric("$1,299"));
  EXPECT_TRUE(is_numeric("-3"));
  EXPECT_FALSE(is_numeric("1.2.3"));
  EXPECT_FALSE(is_numeric("x1"));
  EXPECT_FALSE(is_numeric(""));
  EXPECT_TRUE(is_like_email("a.b@c.org"));
  EXPECT_FALSE(is_like_email("a@b"));
  EXPECT_TRUE(is_like_phone("310/246-1501"));
  EXPECT_FALSE(is_like_phone("12-34"));
  EXPECT_TRUE(is_like_british_postcode("tq13 8df"));
  EXPECT_TRUE(is_like_british_postcode("M11AE"));
  EXPECT_FALSE(is_like_british_postcode("12345"));
}

TEST(Dates, formats_are_found_from_the_values) {
  const auto iso = date_formats_of(views({"1970-05-01", "1981-12-31", "", "2001-02-03"}));
  EXPECT_EQ(iso.formats, std::vector<std::string>{"%Y-%m-%d"});
  EXPECT_EQ(iso.readable, 1);
  EXPECT_FALSE(iso.day_and_month_ambiguous);
  EXPECT_EQ(date_formats_of(views({"19700501", "19811231", "20010203"})).formats, std::vector<std::string>{"%Y%m%d"});
  EXPECT_EQ(date_formats_of(views({"13/05/1970", "01/12/1981"})).formats, std::vector<std::string>{"%d/%m/%Y"});
  EXPECT_EQ(date_formats_of(views({"05/13/1970", "12/01/1981"})).formats, std::vector<std::string>{"%m/%d/%Y"});
  EXPECT_TRUE(date_formats_of(views({"05/06/1970", "12/01/1981"})).day_and_month_ambiguous);
  EXPECT_EQ(date_formats_of(views({"1970-05-01", "1981-12-31", "01.02.1999"})).formats,
            (std::vector<std::string>{"%Y-%m-%d", "%d.%m.%Y"}));
  EXPECT_LT(date_formats_of(views({"smith", "jones"})).readable, 0.1);
}

TEST(Profiles, count_values_by_how_often_they_repeat) {
  EXPECT_DOUBLE_EQ(profile_of(views({"a", "b", "c", "d"})).effective_distinct, 4);
  EXPECT_DOUBLE_EQ(profile_of(views({"a", "a", "", "b", "b"})).effective_distinct, 2);
  // Nine of ten are equal: 1 / (0.81 + 0.01).
  EXPECT_NEAR(profile_of(views({"a", "a", "a", "a", "a", "a", "a", "a", "a", "b"})).effective_distinct, 1.22, 0.01);
}

TEST(Regions, are_those_of_country_codes_and_names) {
  EXPECT_EQ(region_of_prefix("+49 30 123456"), "DE");
  EXPECT_EQ(region_of_prefix("0049 (0)30 123456"), "DE");
  EXPECT_EQ(region_of_prefix("(+353) 1 2345678"), "IE");
  EXPECT_EQ(region_of_prefix("030 123456"), "");
  EXPECT_EQ(region_of_country("Deutschland"), "DE");
  EXPECT_EQ(region_of_country("FRA"), "FR");
  EXPECT_EQ(region_of_country("Atlantis"), "");
}

TEST(Regions, of_numbers_without_a_country_code_follow_the_others_or_stay_open) {
  EXPECT_EQ(region_of_phones({"030 1234567", "0351 44556", "0049 89 998877", "+4922112345"}, ""), "DE");
  EXPECT_EQ(region_of_phones({"030 1234567", "0351 445566"}, "DE"), "DE");
  EXPECT_EQ(region_of_phones({"030 1234567", "0351 445566"}, ""), "");
  EXPECT_EQ(region_of_phones({"0171 555 1234", "01 44 55 66 77", "0611 998877"}, ""), "");
  EXPECT_EQ(region_of_phones({"020 7946 0958", "07700 900123"}, ""), "GB");
  EXPECT_EQ(region_of_phones({"702-919-1300", "(415) 555-0100"}, ""), "US");
  EXPECT_EQ(region_of_phones({"333 123 4567", "347 765 4321"}, "IT"), "IT");
}

TEST(Regions, of_postcodes_need_more_than_their_form) {
  const auto five_digits = profile_of(views({"01067", "10115", "80331"}));
  EXPECT_EQ(region_of_postcodes(five_digits, ""), "");
  EXPECT_EQ(region_of_postcodes(five_digits, "DE"), "DE");
  EXPECT_EQ(region_of_postcodes(profile_of(views({"SW1A 1AA", "M1 1AE"})), "DE"), "GB");
}

TEST(Capabilities, are_those_of_the_parser) {
  EXPECT_TRUE(knows_key("words(x)"));
  EXPECT_FALSE(knows_key("no_such_function(x)"));
  EXPECT_TRUE(knows_level("jaro_winkler >= 0.9"));
  EXPECT_FALSE(knows_level("no_such_measure >= 0.9"));
}

TEST(Profiles, count_what_is_there) {
  const auto profile = profile_of(views({"a", "", "b", "a", "cc d"}));
  EXPECT_EQ(profile.num_rows, 5U);
  EXPECT_EQ(profile.num_present, 4U);
  EXPECT_EQ(profile.num_distinct, 3U);
  EXPECT_EQ(profile.num_most_frequent, 2U);
  EXPECT_DOUBLE_EQ(profile.share_missing(), 0.2);
  EXPECT_DOUBLE_EQ(profile.mean_words, 1.25);
  EXPECT_TRUE(profile_of(views({"1", "2", "10"})).ascending);
  EXPECT_FALSE(profile_of(views({"1", "2", "2"})).ascending);
}

}  // namespace
}  // namespace onefold::suggest
