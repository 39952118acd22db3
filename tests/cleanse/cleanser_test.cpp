// Properties that hold for every type and any bytes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "cleanse/fold.hpp"
#include "cleanse/support.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::uint64_t kNumTexts = 30'000;

bool is_folded(const std::string& value) {
  std::string folded;
  fold(value, folded);
  return folded == value;
}

TEST(Cleanser, cleansing_again_changes_nothing) {
  for (std::size_t i = 0; i < kNumTypes; ++i) {
    for (const char* region : {"GB", "US"}) {
      const auto type = static_cast<AttributeType>(i);
      Cleanser cleanser = test::make_cleanser(type, region);
      test::Random random(7);
      std::string once, twice;
      std::uint64_t num_kept = 0;
      for (std::uint64_t n = 0; n < kNumTexts; ++n) {
        const std::string raw = test::random_text(random);
        const bool kept = cleanser(raw, once);
        ASSERT_NE(kept, once.empty());
        if (!kept) continue;
        ++num_kept;
        ASSERT_TRUE(cleanser(once, twice)) << name_of(type) << " " << ::testing::PrintToString(raw) << " " << once;
        ASSERT_EQ(twice, once) << name_of(type) << " " << ::testing::PrintToString(raw);
        ASSERT_TRUE(is_folded(once)) << name_of(type) << " " << ::testing::PrintToString(raw);
      }
      EXPECT_GT(num_kept, 10U) << name_of(type);
    }
  }
}

TEST(Cleanser, declared_formats_are_no_exception_when_the_first_is_iso) {
  // A cleansed date is not in a declared format other than its own, and would be missing if it were cleansed again.
  // That is the meaning of "declared".
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date, "GB", {"%Y-%m-%d", "%d/%m/%Y"});
  EXPECT_EQ(test::cleansed(cleanser, "24/06/1970"), "1970-06-24");
  EXPECT_EQ(test::cleansed(cleanser, "1970-06-24"), "1970-06-24");
}

RC_GTEST_PROP(Cleanser, any_bytes_are_cleansed_without_throwing, (const std::string& bytes)) {
  static std::vector<Cleanser> cleansers = [] {
    std::vector<Cleanser> all;
    for (std::size_t i = 0; i < kNumTypes; ++i) all.push_back(test::make_cleanser(static_cast<AttributeType>(i)));
    return all;
  }();
  for (Cleanser& cleanser : cleansers) {
    std::string value = "left over";
    const bool kept = cleanser(bytes, value);
    RC_ASSERT(kept != value.empty());
  }
  (void)parse_moment(bytes);
}

TEST(Cleanser, tells_missing_dummy_and_unreadable_apart) {
  struct OutcomeCase {
    AttributeType type;
    std::string_view raw;
    Outcome outcome;
  };
  using enum AttributeType;
  for (const auto& [type, raw, outcome] : std::vector<OutcomeCase>{{email, "a@b.example", Outcome::filled},
                                                                   {email, "", Outcome::missing},
                                                                   {email, "   ", Outcome::missing},
                                                                   {email, "n/a", Outcome::dummy},
                                                                   {email, "nobody", Outcome::unreadable},
                                                                   {birth_date, "Leeds", Outcome::unreadable},
                                                                   {birth_date, "1985-05-15", Outcome::filled},
                                                                   {phone, "ask her", Outcome::unreadable},
                                                                   {phone, "0000000000", Outcome::dummy},
                                                                   {number, "many", Outcome::unreadable},
                                                                   {postcode, "--/--", Outcome::dummy},
                                                                   {surname, "!", Outcome::dummy},
                                                                   {surname, "31182", Outcome::dummy},
                                                                   {text, "whatever it is", Outcome::filled},
                                                                   {category, "7", Outcome::filled},
                                                                   {identifier, "A-7", Outcome::filled}}) {
    Cleanser cleanser = test::make_cleanser(type);
    (void)cleanser.cleanse(raw);
    EXPECT_EQ(cleanser.outcome(), outcome) << name_of(type) << " " << raw;
  }
}

TEST(Cleanser, very_long_values_are_cleansed_too) {
  const std::string digits(1 << 20, '7'), letters(1 << 20, 'a'), wide = [] {
    std::string text;
    for (int i = 0; i < 1 << 18; ++i) text += "\xc3\xa9 ";
    return text;
  }();
  for (std::size_t i = 0; i < kNumTypes; ++i) {
    Cleanser cleanser = test::make_cleanser(static_cast<AttributeType>(i));
    for (const std::string& raw : {digits, letters, wide}) {
      std::string value;
      const bool kept = cleanser(raw, value);
      EXPECT_NE(kept, value.empty()) << name_of(static_cast<AttributeType>(i));
    }
  }
}

}  // namespace
}  // namespace onefold::cleanse
