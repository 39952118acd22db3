#include <gtest/gtest.h>

#include <map>

#include "cleanse/cleanser.hpp"
#include "cleanse/location.hpp"
#include "similarity/alias_table.hpp"

namespace onefold::cleanse {
namespace {

std::string cleansed(AttributeType type, std::string_view raw, bool transliterate = true) {
  Cleanser cleanser({.name = "a", .type = type, .transliterate = transliterate}, load_dummy_values({}));
  return std::string(cleanser.cleanse(raw));
}

TEST(Location, has_one_spelling_and_the_others_are_missing) {
  const std::map<std::string, std::string> expected = {{"51.50740, -0.1278", "51.5074,-0.1278"},
                                                       {"(51.5074 -0.1278)", "51.5074,-0.1278"},
                                                       {"51.5074 N 0.1278 W", "51.5074,-0.1278"},
                                                       {"N51.5\xC2\xB0 E0.1\xC2\xB0", "51.5,0.1"},
                                                       {"51,5074; -0,1278", "51.5074,-0.1278"},
                                                       {"51.5;-0.1", "51.5,-0.1"},
                                                       {"+51.5/+000.10", "51.5,0.1"},
                                                       {"-0.0,1", "0,1"},
                                                       {"0.00000005,1.00000004", "0.0000001,1"},
                                                       {"12,-180", "12,180"},
                                                       {"90,180", "90,180"},
                                                       {"33.9 s, 18.4 e", "-33.9,18.4"},
                                                       {"51.5 \xE2\x88\x92"
                                                        "0.1",
                                                        "51.5,-0.1"},
                                                       {"0,0", ""},
                                                       {"0.0, 0.00", ""},
                                                       {"90.0000001,1", ""},
                                                       {"1,180.1", ""},
                                                       {"51.5", ""},
                                                       {"51.5,", ""},
                                                       {"1,2,3", ""},
                                                       {"51.5 N -0.1", "51.5,-0.1"},
                                                       {"-51.5 S 0.1", ""},
                                                       {"51.5 E 0.1 N", ""},
                                                       {"london", ""},
                                                       {"", ""},
                                                       {"1.5.2,3", ""}};
  for (const auto& [raw, location] : expected) EXPECT_EQ(cleansed(AttributeType::location, raw), location) << raw;
}

TEST(Transliteration, writes_names_of_other_scripts_in_latin_letters) {
  const auto name = [](const char* raw) { return cleansed(AttributeType::surname, raw); };
  EXPECT_EQ(name("Иванов"), "ivanov");
  EXPECT_EQ(name("ЩЕРБАКОВ"), "shcherbakov");
  EXPECT_EQ(name("Чайковский"), "chaikovskii");
  EXPECT_EQ(name("Юлия"), "yuliya");
  EXPECT_EQ(name("Παπαδόπουλος"), "papadopoulos");
  EXPECT_EQ(name("李 明"), "li ming");
  EXPECT_EQ(name("김"), "gim");
  for (const char* raw : {"محمد", "כהן", "たなか", "शर्मा", "สมชาย", "Հովհաննիսյան", "გიორგი"}) {
    const std::string latin = name(raw);
    EXPECT_FALSE(latin.empty()) << raw;
    for (const char c : latin) EXPECT_TRUE((c >= 'a' && c <= 'z') || c == ' ') << raw << " " << latin;
    EXPECT_EQ(name(latin.c_str()), latin);
  }
  EXPECT_EQ(name("O’Neill-Müller"), "oneill muller");
}

TEST(Transliteration, happens_only_if_the_job_requests_it_and_not_for_codes) {
  EXPECT_EQ(cleansed(AttributeType::surname, "Иванов", false), "иванов");
  EXPECT_FALSE(config::AttributeConfig().transliterate);
  EXPECT_EQ(cleansed(AttributeType::category, "Иванов"), "иванов");
  EXPECT_EQ(cleansed(AttributeType::city, "Москва"), "moskva");
}

TEST(AliasTable, of_the_job_is_cleansed_and_added_to_the_built_in_one) {
  const auto table = make_alias_table({"François: Сергей\n"}, {"a.txt"});
  EXPECT_TRUE(table->related("francois", "сергеи"));
  EXPECT_TRUE(table->related("bill", "william"));
}

}  // namespace
}  // namespace onefold::cleanse
