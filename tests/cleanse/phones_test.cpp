#include "cleanse/phones.hpp"

#include <gtest/gtest.h>

#include "cleanse/support.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cleanse {
namespace {

TEST(Phones, that_a_spreadsheet_took_for_numbers_lose_decimals_and_are_unreadable_in_scientific_form) {
  Cleanser german = test::make_cleanser(AttributeType::phone, "DE");
  EXPECT_EQ(test::cleansed(german, "49407368886.0"), test::cleansed(german, "+49 40 7368886"));
  Cleanser british = test::make_cleanser(AttributeType::phone, "GB");
  EXPECT_EQ(test::cleansed(british, "169772345.0"), test::cleansed(british, "169772345"));
  EXPECT_EQ(test::cleansed(british, "02079460123.0"), "+442079460123");
  for (const char* lost : {"4.94070E+10", "4,9407e+10", "5E+10"}) {
    EXPECT_EQ(test::cleansed(german, lost), "") << lost;
    EXPECT_EQ(german.outcome(), Outcome::unreadable) << lost;
  }
}

TEST(Phones, become_e164_by_the_region_of_the_attribute) {
  const std::vector<test::Case> british = {
      {"020 7946 0958", "+442079460958"},
      {"(020) 7946-0958", "+442079460958"},
      {"+44 (0)20 7946 0958", "+442079460958"},
      {"0044 20 7946 0958", "+442079460958"},
      {"442079460958", "+442079460958"},
      {"020 7946 0958 ext. 12", "+442079460958"},
      {"020 7946 0958 after 6pm", "+442079460958"},
      {"tel: 020 7946 0958", "+442079460958"},
      {"020 7946 0958 / 07700 900123", "+442079460958"},
      {"+1 212 555 2368", "+12125552368"},
      {"\xef\xbc\x90\xef\xbc\x92\xef\xbc\x90 7946 0958", "+442079460958"},  // full-width digits
      {"0", ""},
      {"1234", ""},
      {"no phone", ""},
      {"unknown", ""},
      {"0000000000", ""},
      {"07777 777777", ""},
      {"+44 9999999999", ""},
      {"1234567890", ""},
      {"01234 567890", ""},
      {"0123", ""},
      {"00999 1234567", "009991234567"},  // no such calling code: digits
      {"12345678901234567890", "12345678901234567890"},
  };
  Cleanser cleanser = test::make_cleanser(AttributeType::phone, "gb");
  for (const auto& [raw, expected] : british) EXPECT_EQ(test::cleansed(cleanser, raw), expected) << raw;

  Cleanser american = test::make_cleanser(AttributeType::phone, "US");
  EXPECT_EQ(test::cleansed(american, "(212) 555-2368"), "+12125552368");
  EXPECT_EQ(test::cleansed(american, "1-212-555-2368"), "+12125552368");
  EXPECT_EQ(test::cleansed(american, "1-800-FLOWERS"), "+18003569377");
  EXPECT_EQ(test::cleansed(american, "011 44 20 7946 0958"), "+442079460958");
  Cleanser german = test::make_cleanser(AttributeType::phone, "DE");
  EXPECT_EQ(test::cleansed(german, "030/123456"), "+4930123456");
  EXPECT_EQ(test::cleansed(german, "0170 1234567"), "+491701234567");
}

TEST(Phones, an_unknown_region_is_refused_at_once) {
  EXPECT_THROW(test::make_cleanser(AttributeType::phone, "XX"), Error);
  EXPECT_THROW(test::make_cleanser(AttributeType::phone, ""), Error);
  EXPECT_NO_THROW(test::make_cleanser(AttributeType::surname, "XX"));
}

TEST(Phones, reading_by_plan_gives_what_the_library_gives) {
  constexpr std::array<std::string_view, 28> kHeads = {
      "",     "",   "0", "0",  "00", "+",  "+44", "+1", "+49", "+33",     "+61",     "0044",   "0049",    "0033",
      "0061", "44", "1", "49", "33", "61", "(0",  "1-", "001", "+44 (0)", "+49 (0)", "+33(0)", "+61 (0)", "+44(0)0"};
  constexpr std::string_view kBetween = " -.() ";
  for (const char* region : {"GB", "US", "DE", "FR", "AU", "IT"}) {
    const PhoneCleanser phones(region);
    test::Random random(4);
    int num_read_by_plan = 0;
    for (int i = 0; i < 10'000; ++i) {
      std::string written(kHeads[random.below(kHeads.size())]);
      // Half of them have the usual lengths of numbers.
      for (std::uint64_t n = random.below(2) ? 9 + random.below(4) : 3 + random.below(11); n > 0; --n) {
        written += static_cast<char>('0' + random.below(10));
        if (random.below(6) == 0) written += kBetween[random.below(kBetween.size())];
      }
      std::string by_plan, by_library;
      if (!phones.read_by_plan(written, by_plan)) continue;
      ++num_read_by_plan;
      EXPECT_TRUE(phones.read_by_library(written, by_library)) << written;
      ASSERT_EQ(by_plan, by_library) << region << " " << written;
    }
    EXPECT_GT(num_read_by_plan, 500) << region;
  }
}

TEST(Phones, the_cache_does_not_change_what_is_read) {
  PhoneCleanser phones("GB");
  test::Random random(5);
  for (int i = 0; i < 4'000; ++i) {
    // Few enough numbers to repeat, enough to replace each other in the cache, and some of them unreadable.
    const std::string written =
        "ext" + std::to_string(1000 + random.below(3000)) + " x 55" + (random.below(2) ? "" : "abc");
    std::string cached, fresh;
    const bool valid = phones(written, cached);
    ASSERT_EQ(valid, phones.read_by_library(written, fresh));
    if (valid) {
      ASSERT_EQ(cached, fresh);
    }
  }
}

}  // namespace
}  // namespace onefold::cleanse
