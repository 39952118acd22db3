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

}  // namespace
}  // namespace onefold::cleanse
