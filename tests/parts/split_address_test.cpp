#include "parts/split_address.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cleanse/support.hpp"

namespace onefold::parts {
namespace {

struct AddressCase {
  std::string_view raw, street, postcode, city, state = {};
};

void expect_addresses(const std::vector<AddressCase>& cases) {
  for (const AddressCase& c : cases) {
    const AddressParts parts = split_address(c.raw);
    EXPECT_EQ(parts.street, c.street) << c.raw;
    EXPECT_EQ(parts.postcode, c.postcode) << c.raw;
    EXPECT_EQ(parts.city, c.city) << c.raw;
    EXPECT_EQ(parts.state, c.state) << c.raw;
  }
}

TEST(SplitAddress, digits_before_the_city) {
  expect_addresses(
      {{"Lindenstr. 7, 12345 Neustadt", "Lindenstr. 7", "12345", "Neustadt"},
       {"Lindenstra\u00dfe 7a, D-12345 Neustadt am Main", "Lindenstra\u00dfe 7a", "12345", "Neustadt am Main"},
       {"Lindenstr. 7 12345 Neustadt", "Lindenstr. 7", "12345", "Neustadt"},
       {"Lindenstr. 7\n12345 Neustadt\nDeutschland", "Lindenstr. 7", "12345", "Neustadt"},
       {"Am Hang 7, 2. OG, 12345 Neustadt", "Am Hang 7, 2. OG", "12345", "Neustadt"},
       {"Ringweg 12, CH-8123 Bergdorf", "Ringweg 12", "8123", "Bergdorf"},
       {"Ringweg 12 8123 Bergdorf", "Ringweg 12", "8123", "Bergdorf"},
       {"3 rue des Lilas, 75011 Paris", "3 rue des Lilas", "75011", "Paris"},
       {"3 rue des Lilas, 75011 PARIS CEDEX 11", "3 rue des Lilas", "75011", "PARIS"},
       {"Calle Luna 3, 28013 Madrid", "Calle Luna 3", "28013", "Madrid"},
       {"Calle Luna, 3, 28013 Madrid, Espa\u00f1a", "Calle Luna, 3", "28013", "Madrid"},
       {"Via Verdi 1, 00184 Roma RM", "Via Verdi 1", "00184", "Roma"},
       {"Via Verdi 1, 00184 Roma (RM)", "Via Verdi 1", "00184", "Roma"},
       {"Kerkstraat 1, 1234 AB Amersfoort", "Kerkstraat 1", "1234 AB", "Amersfoort"},
       {"Kerkstraat 1, 1234AB Amersfoort", "Kerkstraat 1", "1234AB", "Amersfoort"},
       {"Storgatan 5, 114 55 Stockholm", "Storgatan 5", "114 55", "Stockholm"},
       {"ul. Polna 5, 00-950 Warszawa", "ul. Polna 5", "00-950", "Warszawa"},
       {"Rua Nova 5, 1000-205 Lisboa", "Rua Nova 5", "1000-205", "Lisboa"},
       {"12345 Neustadt, Lindenstr. 7", "Lindenstr. 7", "12345", "Neustadt"}});
}

TEST(SplitAddress, codes_behind_the_city) {
  expect_addresses({{"12 Mill Road, London SW1A 1AA", "12 Mill Road", "SW1A 1AA", "London"},
                    {"12 Mill Road, London, SW1A1AA", "12 Mill Road", "SW1A1AA", "London"},
                    {"Flat 2, 12 Mill Road, Guildford, Surrey GU1 2AB", "Flat 2, 12 Mill Road", "GU1 2AB", "Guildford"},
                    {"12 Mill Road, Leeds, West Yorkshire, LS1 4AB, UK", "12 Mill Road", "LS1 4AB", "Leeds"},
                    {"12 Mill Road London SW1A 1AA", "12 Mill Road", "SW1A 1AA", "London"},
                    {"12 Mill Road, SW1A 1AA", "12 Mill Road", "SW1A 1AA", ""},
                    {"900 Elm Ave NW, Salem, OR 97301", "900 Elm Ave NW", "97301", "Salem", "OR"},
                    {"900 Elm Ave NW, Salem, OR, 97301-1234, USA", "900 Elm Ave NW", "97301-1234", "Salem", "OR"},
                    {"900 Elm Ave NW, Salem OR 97301", "900 Elm Ave NW", "97301", "Salem", "OR"},
                    {"900 Elm Ave NW Salem OR 97301", "900 Elm Ave NW", "97301", "Salem", "OR"},
                    {"900 Elm Ave, New York, New York 10001", "900 Elm Ave", "10001", "New York", "New York"},
                    {"12345 Elm St, Salem, OR 97301", "12345 Elm St", "97301", "Salem", "OR"},
                    {"80 Elgin St, Ottawa, ON K1A 0B1", "80 Elgin St", "K1A 0B1", "Ottawa", "ON"},
                    {"5 George St, Sydney NSW 2000", "5 George St", "2000", "Sydney", "NSW"},
                    {"4 Quay Street, Dublin, D02 X285", "4 Quay Street", "D02 X285", "Dublin"},
                    {"221B Mill Street, London NW1 6XE", "221B Mill Street", "NW1 6XE", "London"},
                    {"10 Mill St London SW1A 2AA", "10 Mill St", "SW1A 2AA", "London"},
                    {"Apt 4B, 123 Elm St, Salem OR 97301", "Apt 4B, 123 Elm St", "97301", "Salem", "OR"},
                    {"P.O. Box 123, Salem, OR 97301", "P.O. Box 123", "97301", "Salem", "OR"},
                    {"1 Elm Loop, Salem, California 95014", "1 Elm Loop", "95014", "Salem", "California"},
                    {"1 Quay Place, Sydney NSW 2000, Australia", "1 Quay Place", "2000", "Sydney", "NSW"},
                    {"Av. Norte 1578, Ribeira - SP, 01310-200", "Av. Norte 1578", "01310-200", "Ribeira"},
                    {"Lindenstr. 7, Neustadt 12345", "Lindenstr. 7", "12345", "Neustadt"},
                    {"Lindenstr. 7, Neustadt, 12345", "Lindenstr. 7", "12345", "Neustadt"},
                    {"Lindenstr. 7 Neustadt 12345", "Lindenstr. 7", "12345", "Neustadt"}});
}

TEST(SplitAddress, an_address_without_a_postcode_may_have_a_city) {
  expect_addresses({{"Lindenstr. 7, Neustadt", "Lindenstr. 7", "", "Neustadt"},
                    {"900 Elm Blvd, Salem, OR", "900 Elm Blvd", "", "Salem", "OR"}});
}

TEST(SplitAddress, what_is_no_whole_address_is_left_alone) {
  for (const std::string_view line :
       {"", ",", "Lindenstr. 7", "12 Mill Road", "12345 Elm Street", "Flat 2, Church Lane", "PO Box 12345",
        "Neustadt, Postfach 12345", "Main Street 12345", "Neustadt", "1600 Elm Ave NW, Salem Road", "12345", "-"})
    EXPECT_FALSE(split_address(line).is_split()) << line;
}

TEST(SplitAddress, house_numbers) {
  struct NumberCase {
    std::string_view raw, street_name, house_number;
  };
  const std::vector<NumberCase> cases = {{"Lindenstr. 7, 12345 Neustadt", "Lindenstr.", "7"},
                                         {"Am Hang 7 a, 12345 Neustadt", "Am Hang", "7 a"},
                                         {"Am Hang 7-9, 12345 Neustadt", "Am Hang", "7-9"},
                                         {"3 bis rue des Lilas, 75011 Paris", "rue des Lilas", "3 bis"},
                                         {"Calle Luna, 3, 28013 Madrid", "Calle Luna", "3"},
                                         {"Flat 2, 12 Mill Road, London SW1A 1AA", "Flat 2, Mill Road", "12"},
                                         {"Rosenhof, 12345 Neustadt", "Rosenhof", ""}};
  for (const auto& [raw, street_name, house_number] : cases) {
    const AddressParts parts = split_address(raw);
    EXPECT_EQ(parts.street_name, street_name) << raw;
    EXPECT_EQ(parts.house_number, house_number) << raw;
  }
}

TEST(SplitAddress, any_bytes_are_split_without_harm) {
  test::Random random(5);
  for (int i = 0; i < 20'000; ++i) {
    const std::string raw = test::random_text(random);
    const AddressParts parts = split_address(raw);
    EXPECT_LE(parts.postcode.size() + parts.city.size(), raw.size() + 1);
    EXPECT_TRUE(parts.is_split() || parts == AddressParts{}) << raw;
  }
}

}  // namespace
}  // namespace onefold::parts
