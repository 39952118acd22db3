#include "record/packed_text.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace onefold {
namespace {

TEST(PackedText, gives_back_every_short_text_of_digits_and_signs) {
  std::set<std::uint64_t> different;
  for (const std::string text :
       {"", "0", "00", "1971-06-24", "+447362838494", "-12.5", "1 / 2", "9999999999999999", "////////////////"}) {
    const auto packed = pack_text(text);
    ASSERT_TRUE(packed) << text;
    std::array<char, kMaxPackedChars> buffer{};
    EXPECT_EQ(unpack_text(*packed, buffer), text);
    EXPECT_TRUE(different.insert(*packed).second) << text;
  }
  EXPECT_EQ(pack_text(""), 0U);
}

TEST(PackedText, refuses_what_it_could_not_give_back) {
  for (const std::string text : {"12345678901234567", "12a", "\xc3\xa9", "1,2"}) EXPECT_FALSE(pack_text(text)) << text;
  EXPECT_FALSE(pack_text(std::string_view("1\0", 2)));
}

}  // namespace
}  // namespace onefold
