#include "cleanse/organisations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cleanse/cleanser.hpp"

namespace onefold::cleanse {
namespace {

TEST(Organisations, lose_legal_forms_and_the_words_around_them) {
  Cleanser cleanser({.name = "company", .type = AttributeType::organisation}, nullptr);
  for (const auto& [written, cleansed] : std::vector<std::pair<std::string, std::string>>{
           {"Acme Ltd.", "acme"},
           {"The Acme Company Limited", "acme"},
           {"ACME, Inc.", "acme"},
           {"M\xC3\xBCller GmbH & Co. KG", "muller"},
           {"Mario Rossi S.p.A.", "mario rossi"},
           {"Fabryka Sp. z o.o.", "fabryka"},
           {"Nordvik Oy Ab", "nordvik"},
           {"Jansen & Zonen B.V.", "jansen zonen"},
           {"Dupont et Cie SARL", "dupont"},
           {"Smith & Co", "smith"},
           {"Corporation Street Bakery", "corporation street bakery"},  // not at the end
           {"The The", "the"},                                          // a word is left
           {"AG", "ag"},
           {"Banca Sarl Services", "banca sarl services"}})
    EXPECT_EQ(cleanser.cleanse(written), cleansed) << written;
  for (const auto* nothing : {"", "  ", "&.-"}) EXPECT_EQ(cleanser.cleanse(nothing), "") << nothing;
}

TEST(Organisations, cleansing_twice_is_cleansing_once_where_a_name_is_longer_than_its_form) {
  Cleanser cleanser({.name = "company", .type = AttributeType::organisation}, nullptr);
  for (const auto* name : {"The Widget Works Pty Ltd", "Firma Huber e.K.", "Soci\xC3\xA9t\xC3\xA9 Martin SA"}) {
    const std::string once(cleanser.cleanse(name));
    EXPECT_EQ(cleanser.cleanse(once), once) << name;
  }
}

TEST(Organisations, the_list_holds_forms_as_cleansing_writes_them) {
  std::string_view list = builtin_legal_forms();
  std::size_t num_forms = 0;
  while (!list.empty()) {
    const auto line = list.substr(0, list.find('\n'));
    list.remove_prefix(std::min(line.size() + 1, list.size()));
    if (line.empty() || line.starts_with('#')) continue;
    ASSERT_TRUE(line.starts_with("end: ") || line.starts_with("begin: ")) << line;
    const auto form = line.substr(line.find(": ") + 2);
    Cleanser words({.name = "form", .type = AttributeType::category}, nullptr);
    EXPECT_EQ(words.cleanse(form), form);
    ++num_forms;
  }
  EXPECT_GT(num_forms, 80U);
}

TEST(WebDomains, are_the_part_of_an_address_that_names_its_owner) {
  Cleanser cleanser({.name = "website", .type = AttributeType::web_domain}, nullptr);
  for (const auto* written : {"acme.example", "https://www.Acme.example/about?x=1", "http://acme.example:8080",
                              "www.acme.example.", "ftp://someone@acme.example/", "info@acme.example"})
    EXPECT_EQ(cleanser.cleanse(written), "acme.example") << written;
  EXPECT_EQ(cleanser.cleanse("shop.acme.example"), "shop.acme.example");
  for (const auto* nothing : {"", "Yes", "acme", ".", "http://", "a,b.example"})
    EXPECT_EQ(cleanser.cleanse(nothing), "") << nothing;
}

}  // namespace
}  // namespace onefold::cleanse
