#include "document/nearest_name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace onefold::config {
namespace {

/// The definition, by recursion.
std::size_t naive_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  std::size_t best = std::min({naive_distance(a.substr(1), b) + 1, naive_distance(a, b.substr(1)) + 1,
                               naive_distance(a.substr(1), b.substr(1)) + (a[0] == b[0] ? 0 : 1)});
  if (a.size() > 1 && b.size() > 1 && a[0] == b[1] && a[1] == b[0])
    best = std::min(best, naive_distance(a.substr(2), b.substr(2)) + 1);
  return best;
}

std::string short_word(const std::vector<std::uint8_t>& letters) {
  std::string word;
  for (std::size_t i = 0; i < std::min<std::size_t>(letters.size(), 6); ++i)
    word += static_cast<char>('a' + letters[i] % 3);
  return word;
}

RC_GTEST_PROP(EditDistance, agrees_with_the_recursive_definition,
              (const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& second)) {
  const std::string a = short_word(first), b = short_word(second);
  RC_ASSERT(edit_distance(a, b) == naive_distance(a, b));
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
}

TEST(NearestName, corrects_typing_errors_and_nothing_else) {
  const std::vector<std::string_view> names = {"columns", "files", "name", "id"};
  EXPECT_EQ(nearest_name("colums", names), "columns");
  EXPECT_EQ(nearest_name("clounms", names), "columns");
  EXPECT_EQ(nearest_name("COLUMNS", names), "columns");
  EXPECT_EQ(nearest_name("nmae", names), "name");
  EXPECT_EQ(nearest_name("di", names), "id");
  EXPECT_EQ(nearest_name("xy", names), std::nullopt);
  EXPECT_EQ(nearest_name("threshold", names), std::nullopt);
  EXPECT_EQ(nearest_name("col", names), "columns");
  EXPECT_EQ(nearest_name("post", std::vector<std::string_view>{"postcode_area", "postcode_sector"}), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(1000, 'a'), names), std::nullopt);
  EXPECT_EQ(suggestion("colums", names), "; did you mean \"columns\"?");
  EXPECT_EQ(suggestion("threshold", names), "; expected one of: columns, files, name, id");
}

TEST(Printable, fits_on_one_line_and_cuts_between_code_points) {
  EXPECT_EQ(in_quotes("a\nb\x01"), "\"a\\x0ab\\x01\"");
  EXPECT_EQ(printable("Zoë", 3), "Zo...");
  EXPECT_EQ(printable("Zoë", 4), "Zoë");
  EXPECT_EQ(printable(std::string(200, 'a') + std::string(100, 'b'), 10), "aaaaaaa...bbb");
}

TEST(Printable, shows_characters_that_would_change_how_others_are_shown) {
  EXPECT_EQ(printable("Anna\xE2\x80\xAE"
                      "gro"),
            "Anna\\u202egro");
  EXPECT_EQ(printable("\xE2\x81\xA6x\xE2\x81\xA9"), "\\u2066x\\u2069");
  EXPECT_EQ(printable("a\xE2\x80\xA8"
                      "b"),
            "a\\u2028b");
  EXPECT_EQ(printable("a\xC2\x9B"
                      "b"),
            "a\\u009bb");
  EXPECT_EQ(printable("a\xEF\xBB\xBF"
                      "b\xD8\x9C"),
            "a\\ufeffb\\u061c");
  EXPECT_EQ(printable("a\tb\x1B[31m"), "a\\x09b\\x1b[31m");
  for (const std::string seen :
       {"Zo\xC3\xAB", "\xE2\x82\xAC 5", "\xD9\x85\xD8\xAD", "\xE2\x80\x93", "\xF0\x9F\x98\x80"})
    EXPECT_EQ(printable(seen), seen);
}

}  // namespace
}  // namespace onefold::config
