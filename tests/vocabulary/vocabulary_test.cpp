#include <gtest/gtest.h>

#include "vocabulary/column_names.hpp"
#include "vocabulary/countries.hpp"
#include "vocabulary/value_shapes.hpp"

namespace onefold::vocabulary {
namespace {

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
  EXPECT_TRUE(is_numeric("1.234.567"));
  EXPECT_TRUE(is_numeric("-12.345.678,90"));
  EXPECT_TRUE(is_numeric("1.234.567 \xE2\x82\xAC"));
  for (const char* other : {"1.234.56", "030.123.456", "1234.567.890", "192.168.0.1", "1.234.567,", "1..234"})
    EXPECT_FALSE(is_numeric(other)) << other;
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

TEST(Countries, are_known_by_country_codes_and_names) {
  EXPECT_EQ(region_of_prefix("+49 30 123456"), "DE");
  EXPECT_EQ(region_of_prefix("0049 (0)30 123456"), "DE");
  EXPECT_EQ(region_of_prefix("(+353) 1 2345678"), "IE");
  EXPECT_EQ(region_of_prefix("030 123456"), "");
  EXPECT_EQ(region_of_country("Deutschland"), "DE");
  EXPECT_EQ(region_of_country("FRA"), "FR");
  EXPECT_EQ(region_of_country("Atlantis"), "");
}

TEST(Countries, are_known_by_their_streets_and_states) {
  using Regions = std::vector<std::string>;
  EXPECT_EQ(regions_of_street("Lindenstra\xC3\x9F"
                              "e 5"),
            Regions{"DE"});
  EXPECT_EQ(regions_of_street("12, rue de la Paix"), Regions{"FR"});
  EXPECT_EQ(regions_of_street("Via Roma 3"), Regions{"IT"});
  EXPECT_EQ(regions_of_street("Kalverstraat 1"), Regions{"NL"});
  EXPECT_EQ(regions_of_street("5 allee"), (Regions{"DE", "FR"}));
  EXPECT_EQ(regions_of_street("27 Mill Lane"), Regions{});
  EXPECT_EQ(regions_of_state("CA"), Regions{"US"});
  EXPECT_EQ(regions_of_state("wa"), (Regions{"US", "AU"}));
  EXPECT_EQ(regions_of_state("Bayern"), Regions{});
}

}  // namespace
}  // namespace onefold::vocabulary
