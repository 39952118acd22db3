#include "onefold/record/pin.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace onefold {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

TEST(Pin, is_shown_in_three_groups_and_read_back) {
  for (std::uint64_t counter = 0; counter < 5000; ++counter) {
    const std::int64_t pin = pin_of_counter(counter);
    const std::string text = pin_text(pin);
    ASSERT_EQ(text.size(), 11U);
    EXPECT_EQ(text[3], '-');
    EXPECT_EQ(text[7], '-');
    EXPECT_EQ(read_pin(text).pin, pin);
  }
  EXPECT_EQ(read_pin(pin_text(kPinEnd - 1)).pin, kPinEnd - 1);
  EXPECT_EQ(read_pin(pin_text(1)).pin, 1);
}

TEST(Pin, is_read_as_people_write_it) {
  const std::int64_t pin = (std::int64_t{1} << 35) + 33;  // 10000011 and the check symbol
  const std::string text = pin_text(pin);
  EXPECT_EQ(text.substr(0, 10), "100-000-11") << text;
  std::string written = text;
  for (char& c : written) {
    if (c == '1') c = 'l';
    if (c == '0') c = 'o';
  }
  EXPECT_EQ(read_pin(written).pin, pin) << written;
  EXPECT_EQ(read_pin(" IOO OOO 1L" + text.substr(10)).pin, pin);
}

TEST(Pin, with_a_typing_mistake_is_noticed) {
  for (std::uint64_t counter = 0; counter < 60; ++counter) {
    std::string text = pin_text(pin_of_counter(counter * 77'777));
    std::erase(text, '-');
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (const char symbol : kSymbols) {
        if (symbol == text[i]) continue;
        std::string wrong = text;
        wrong[i] = symbol;
        EXPECT_EQ(read_pin(wrong).fault, PinFault::check) << wrong;
      }
      for (std::size_t j = i + 1; j < text.size(); ++j) {
        std::string wrong = text;
        std::swap(wrong[i], wrong[j]);
        if (wrong == text) continue;
        EXPECT_EQ(read_pin(wrong).fault, PinFault::check) << wrong;
      }
    }
  }
}

TEST(Pin, says_why_a_text_is_none) {
  EXPECT_EQ(read_pin("").fault, PinFault::length);
  EXPECT_EQ(read_pin("K7Q-2M9-X").fault, PinFault::length);
  EXPECT_EQ(read_pin("crm:1234567890").fault, PinFault::length);
  EXPECT_EQ(read_pin("K7Q-2M9-XU4").fault, PinFault::symbol);
  EXPECT_EQ(read_pin("000-000-000").fault, PinFault::check) << "0 is no PIN";
}

TEST(Pin, of_different_counters_are_different_and_show_no_order) {
  std::set<std::int64_t> pins;
  int num_ascending = 0;
  std::int64_t last = 0;
  constexpr int kNumPins = 200'000;
  for (std::uint64_t counter = 0; counter < kNumPins; ++counter) {
    const std::int64_t pin = pin_of_counter(counter);
    ASSERT_GT(pin, 0);
    ASSERT_LT(pin, kPinEnd);
    pins.insert(pin);
    num_ascending += pin > last ? 1 : 0;
    last = pin;
  }
  EXPECT_EQ(pins.size(), kNumPins);
  EXPECT_NEAR(num_ascending, kNumPins / 2, 1500);
}

TEST(Pin, of_two_spaces_coincide_by_chance_only) {
  std::set<std::int64_t> common, own;
  constexpr std::size_t kNumPins = 100'000;
  for (std::uint64_t counter = 0; counter < kNumPins; ++counter) {
    common.insert(pin_of_counter(counter));
    const std::int64_t pin = pin_of_counter(counter, 0x1234'5678'9ABC'DEF0);
    ASSERT_GT(pin, 0);
    ASSERT_LT(pin, kPinEnd);
    own.insert(pin);
  }
  EXPECT_EQ(own.size(), kNumPins) << "a permutation too";
  std::size_t num_shared = 0;
  for (const std::int64_t pin : own) num_shared += common.contains(pin) ? 1 : 0;
  EXPECT_LT(num_shared, 5U);
}

}  // namespace
}  // namespace onefold
