#include "generate/flaws.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace onefold::generate {
namespace {

using Operator = std::function<bool(Text&, Stream&)>;

const std::vector<std::string> kValues = {
    "",        "a",        "Smith",   "Philippa",        "Jones",          "O'Brien", "Zoë",
    "Müller",  "07700900", "AB1 2CD", "11111",           "van der Berg",   "ee",      "12 High Street",
    "BRACKLE", "n/a",      "Wójcik",  "jo@mail.example", "Anne-Marie Ann", "99",      "Xx"};

bool is_utf8_of_two_bytes(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) continue;
    if (c < 0xC2 || c > 0xDF || i + 1 == text.size() || (static_cast<unsigned char>(text[++i]) & 0xC0) != 0x80)
      return false;
  }
  return true;
}

/// Number of single-letter changes or exchanges of neighbours (the restricted Damerau-Levenshtein distance), naive.
int distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

/// Checks what every function of flaws.hpp guarantees.
void expect_honest(const Operator& spoil, const std::function<void(const std::string&, const std::string&)>& check) {
  int changed = 0;
  for (const auto& value : kValues)
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      Stream random(mix(9, seed));
      Text text(value);
      const bool says_so = spoil(text, random);
      const std::string after(text.view());
      EXPECT_EQ(says_so, after != value) << value << " -> " << after;
      EXPECT_TRUE(is_utf8_of_two_bytes(after)) << value << " -> " << after;
      if (says_so) check(value, after);
      changed += says_so ? 1 : 0;
    }
  EXPECT_GT(changed, 300);
}

TEST(Flaws, a_slip_of_the_keyboard_is_one_edit) {
  expect_honest(mistype, [](const std::string& before, const std::string& after) {
    EXPECT_EQ(distance(lower(before), lower(after)), 1) << before << " -> " << after;
  });
}

TEST(Flaws, misreading_changes_a_few_letters) {
  expect_honest(misread,
                [](const std::string& before, const std::string& after) { EXPECT_LE(distance(before, after), 2); });
}

TEST(Flaws, mishearing_changes_letters_but_no_digits) {
  expect_honest(mishear, [](const std::string& before, const std::string& after) {
    const auto digits = [](const std::string& text) {
      return std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    EXPECT_EQ(digits(before), digits(after));
    EXPECT_LE(distance(lower(before), lower(after)), 4);
  });
}

TEST(Flaws, transposing_digits_keeps_all_digits) {
  Text number("07700900123");
  Stream random(1);
  ASSERT_TRUE(transpose_digits(number, random));
  std::string sorted_before = "07700900123";
  std::string sorted_after(number.view());
  EXPECT_EQ(distance(sorted_before, sorted_after), 1);
  std::sort(sorted_before.begin(), sorted_before.end());
  std::sort(sorted_after.begin(), sorted_after.end());
  EXPECT_EQ(sorted_before, sorted_after);
  for (const char* unchangeable : {"", "7", "7777", "1 2 3", "abc"}) {
    Text text(unchangeable);
    EXPECT_FALSE(transpose_digits(text, random));
    EXPECT_EQ(text.view(), unchangeable);
  }
}

TEST(Flaws, truncation_cuts_at_the_border_of_a_character) {
  Text text("Zoë");
  EXPECT_FALSE(truncate(text, 4));
  EXPECT_TRUE(truncate(text, 3));
  EXPECT_EQ(text.view(), "Zo");
  EXPECT_FALSE(truncate(text, 10));
}

TEST(Flaws, dates_stay_dates_and_become_others) {
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    Stream random(mix(4, seed));
    const Date date = random_day(1925 + static_cast<int>(random.below(86)), random);
    ASSERT_TRUE(is_valid(date));
    Date changed = date;
    EXPECT_TRUE(change_date(changed, random));
    EXPECT_TRUE(is_valid(changed)) << changed.year << '-' << changed.month << '-' << changed.day;
    EXPECT_NE(changed, date);
    Date swapped = date;
    const bool could_swap = date.day <= 12 && date.day != date.month;
    EXPECT_EQ(swap_day_and_month(swapped), could_swap);
    EXPECT_EQ(swapped.day, could_swap ? date.month : date.day);
  }
  Date leap_day{1984, 2, 29};
  Stream random(1);
  for (int i = 0; i < 50; ++i) {
    Date changed = leap_day;
    EXPECT_TRUE(change_date(changed, random));
    EXPECT_TRUE(is_valid(changed));
  }
}

}  // namespace
}  // namespace onefold::generate
