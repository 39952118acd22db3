#include <gtest/gtest.h>

#include "cleanse/support.hpp"

namespace onefold::cleanse {
namespace {

TEST(Names, titles_suffixes_and_punctuation_go_and_particles_stay) {
  const std::vector<test::Case> cases = {
      {"  Smith ", "smith"},
      {"O'Brien", "obrien"},
      {"O\xe2\x80\x99\x42rien", "obrien"},
      {"Smith-Jones", "smith jones"},
      {"Dr. Juan van der Berg", "juan van der berg"},
      {"Mr  John   Smith, Jr.", "john smith"},
      {"Prof. Dr. med. Anna Schmidt", "anna schmidt"},
      {"Herr M\xc3\xbcller", "muller"},
      {"Mme Dupont", "dupont"},
      {"Sir Thomas More III", "thomas more"},
      {"Jane Doe Ph.D.", "jane doe"},
      {"Jane Doe PhD Esq", "jane doe"},
      {"mr", "mr"},
      {"Dr Prof", "dr prof"},
      {"Sir", "sir"},
      {"Mrs Jr", "mrs jr"},
      {"Drake", "drake"},
      {"Sirius", "sirius"},
      {"Smith Dr", "smith dr"},  // a title after the name may be part of it
      {"med Hans", "med hans"},
      {"Na", "na"},
      {"N. A.", "n a"},
      {"J.R.", "j r"},
      {"12 Smith 3", "smith"},
      {"thomas 1st chudleigh", "thomas 1st chudleigh"},
      {"pMurphy", "pmurphy"},
      {"\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e", "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e"},
      {"123", ""},
      {"12 34", ""},
      {"---", ""},
      {"''", ""},
      {"", ""},
      {"   ", ""},
      {"n/a", ""},
      {" N / A ", ""},
      {"UNKNOWN", ""},
      {"Anonymous", ""},
  };
  for (const AttributeType type : {AttributeType::given_name, AttributeType::surname, AttributeType::full_name}) {
    Cleanser cleanser = test::make_cleanser(type);
    for (const auto& [raw, expected] : cases)
      EXPECT_EQ(test::cleansed(cleanser, raw), expected) << name_of(type) << ": " << raw;
  }
}

TEST(Names, full_names_are_split_as_written) {
  struct SplitCase {
    std::string_view raw, given_name, surname;
  };
  const std::vector<SplitCase> cases = {
      {"John Smith", "John", "Smith"},
      {"Dr. Juan van der Berg", "Juan", "van der Berg"},
      {"BERG, Juan", "Juan", "BERG"},
      {"van der Berg, Dr. Juan Carlos", "Juan Carlos", "van der Berg"},
      {"Mr John Q. Smith Jr.", "John Q.", "Smith"},
      {"John Smith, Jr.", "John", "Smith"},
      {"John Smith, Ph.D.", "John", "Smith"},
      {"Smith, John, Jr.", "John", "Smith"},
      {"thomas clifford, 1st baron clifford of chudleigh", "thomas", "clifford"},
      {"Anna-Maria M\xc3\xbcller-L\xc3\xbc\x64\x65nscheidt", "Anna-Maria", "M\xc3\xbcller-L\xc3\xbc\x64\x65nscheidt"},
      {"Smith", "", "Smith"},
      {"Mr Smith", "", "Smith"},
      {"van Beethoven", "", "van Beethoven"},
      {"Ludwig van Beethoven", "Ludwig", "van Beethoven"},
      {"Al Gore", "Al", "Gore"},
      {"Osama bin Laden", "Osama", "bin Laden"},
      {"John E Smith", "John E", "Smith"},
      {"Charles de  la Fosse", "Charles", "de  la Fosse"},
      {"  Mary - Smith ", "Mary", "Smith"},
      {", John", "", "John"},
      {"Smith,", "", "Smith"},
      {"Dr", "", "Dr"},
      {",", "", ""},
      {"", "", ""},
      {"...", "", ""},
  };
  for (const SplitCase& c : cases) {
    const NameParts parts = split_full_name(c.raw);
    EXPECT_EQ(parts.given_name, c.given_name) << c.raw;
    EXPECT_EQ(parts.surname, c.surname) << c.raw;
  }
}

TEST(Names, splitting_any_bytes_gives_pieces_of_them) {
  test::Random random(3);
  for (int i = 0; i < 20'000; ++i) {
    const std::string raw = test::random_text(random);
    const NameParts parts = split_full_name(raw);
    EXPECT_NE(raw.find(parts.given_name), std::string::npos);
    EXPECT_NE(raw.find(parts.surname), std::string::npos);
    EXPECT_TRUE(parts.given_name.empty() || !parts.surname.empty());
  }
}

}  // namespace
}  // namespace onefold::cleanse
