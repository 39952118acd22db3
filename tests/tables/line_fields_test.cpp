#include "tables/line_fields.hpp"

#include <gtest/gtest.h>

namespace onefold::tables {
namespace {

std::string read(const std::string& line) {
  config::TextFormat text;
  text.widths = {{"id", 1, 4}, {"name", 5, 10}, {"city", 12, 20}};
  const auto fields = make_line_fields(config::Shape::fixed_width, text, {}, 100);
  const std::string padded = line + std::string(kLinePadding, '\0');
  fields->take(std::string_view(padded).substr(0, line.size()));
  if (fields->defect()) return "defect";
  std::string out;
  for (std::size_t f = 0; f < fields->num_fields(); ++f) out += (f == 0 ? "" : "|") + std::string(fields->value(f));
  return out;
}

TEST(FixedWidth, columns_are_cut_by_characters) {
  EXPECT_EQ(read("0001Miller-London   "), "0001|Miller|London");
  EXPECT_EQ(read("1   Grün   Köln"), "1|Grün|Köln");
  EXPECT_EQ(read("1   äöüßéè-😀😀"), "1|äöüßéè|😀😀");
}

TEST(FixedWidth, a_short_line_lacks_its_last_columns) {
  EXPECT_EQ(read("0001Mil"), "0001|Mil|");
  EXPECT_EQ(read("0001"), "0001||");
  EXPECT_EQ(read("ä"), "ä||");
  EXPECT_EQ(read(""), "||");
}

TEST(FixedWidth, what_a_short_line_lacks_is_missing_and_blanks_are_an_empty_text) {
  config::TextFormat text;
  text.widths = {{"id", 1, 4}, {"name", 5, 10}, {"city", 12, 20}};
  const auto fields = make_line_fields(config::Shape::fixed_width, text, {}, 100);
  const std::string line = "0001      " + std::string(kLinePadding, '\0');
  fields->take(std::string_view(line).substr(0, 10));
  EXPECT_EQ(fields->value(1), "");
  EXPECT_NE(fields->value(1).data(), nullptr);
  EXPECT_EQ(fields->value(2).data(), nullptr);
}

TEST(FixedWidth, defects_of_the_bytes_are_found) {
  EXPECT_EQ(read("0001M\xFCller"), "defect");
  EXPECT_EQ(read(std::string("0001M\0ller", 10)), "defect");
}

}  // namespace
}  // namespace onefold::tables
