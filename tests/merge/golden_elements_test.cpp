#include "merge/golden_elements.hpp"

#include <gtest/gtest.h>

namespace onefold::merge {
namespace {

config::AttributeConfig array_with(char separator) {
  config::AttributeConfig attribute;
  attribute.separator = separator;
  attribute.is_array = true;
  return attribute;
}

/// Converts to lower case; "none" is a dummy.
std::string_view cleansed(std::uint32_t /*source*/, std::string_view element) {
  static std::string folded;
  folded = element;
  for (char& c : folded) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return folded == "none" ? std::string_view() : std::string_view(folded);
}

struct Members {
  std::vector<std::uint64_t> begins;
  std::vector<RecordId> records;
  std::vector<std::int64_t> updated;
  TextColumn raw;
  Choices choices = {};
  [[nodiscard]] std::vector<std::string> golden(char separator, bool cleansed_form = false) {
    const std::vector<std::uint64_t> source_ends = {100, 200};
    std::vector<std::uint64_t> present;
    for (std::size_t m = 0; m < raw.size(); ++m) present.push_back(raw[m].empty() || raw[m] == "none" ? 0 : 1);
    config::MergeConfig merge;
    merge.source_priority = {1, 0};
    const Survivorship survivorship(merge, config::SurvivorshipRule::all_elements, false, 2);
    const GoldenElements golden =
        golden_elements(array_with(separator), {begins, records, source_ends, updated, present, {}}, raw, survivorship,
                        {cleansed, cleansed}, choices);
    const TextColumn& column = cleansed_form ? golden.cleansed : golden.raw;
    std::vector<std::string> values;
    for (std::size_t c = 0; c < column.size(); ++c) values.emplace_back(column[c]);
    return values;
  }
};

TEST(GoldenElements, are_those_of_all_members_each_once_the_latest_first) {
  Members members{{0, 3, 4, 4, 6}, {1, 2, 3, 10, 20, 120}, {5, 9, 7, 1, 4, 4}, {}};
  for (const char* raw : {"a@x;B@x", "c@x", "b@X; d@x;none;;a@x", "none", "old", "new;old"}) members.raw.push_back(raw);
  // Both members of the last customer changed at the same time, so the better source comes first.
  EXPECT_EQ(members.golden(';'), (std::vector<std::string>{"c@x;b@X;d@x;a@x", "", "", "new;old"}));
  EXPECT_EQ(members.golden(';', true)[0], "c@x;b@x;d@x;a@x");
  EXPECT_EQ(members.choices.winner, (std::vector<std::int64_t>{1, -1, -1, 5}));
  EXPECT_EQ(members.choices.distinct, (std::vector<std::int32_t>{4, 0, 0, 2}));
}

TEST(GoldenElements, of_members_that_changed_at_the_same_time_are_in_the_order_of_their_texts) {
  for (const bool swapped : {false, true}) {
    Members members{{0, 2}, {1, 2}, {4, 4}, {}};
    members.raw.push_back(swapped ? "b;a" : "a;c");
    members.raw.push_back(swapped ? "a;c" : "b;a");
    EXPECT_EQ(members.golden(';'), std::vector<std::string>{"a;c;b"});
  }
}

TEST(GoldenElements, fields_of_several_columns_are_shown_with_a_semicolon) {
  Members members{{0, 2}, {1, 2}, {2, 1}, {}};
  members.raw.push_back(
      "a;b\x1f"
      "c");
  members.raw.push_back(
      "c\x1f"
      "d");
  EXPECT_EQ(members.golden('\0'), std::vector<std::string>{"a;b; c; d"});
  EXPECT_EQ(shown_value("a;b\x1f"
                        "c",
                        array_with('\0')),
            "a;b; c");
  EXPECT_EQ(shown_value("a|b\x1f"
                        "c",
                        array_with('|')),
            "a|b|c");
}

TEST(GoldenElements, a_customer_has_a_limited_number) {
  Members members{{0, 2}, {1, 2}, {2, 1}, {}};
  std::string many;
  for (int i = 0; i < 1500; ++i) many += std::to_string(i) + ";";
  members.raw.push_back(many);
  members.raw.push_back("other");
  const std::string golden = members.golden(';').at(0);
  EXPECT_EQ(std::count(golden.begin(), golden.end(), ';') + 1, static_cast<std::ptrdiff_t>(kMaxGoldenElements));
  EXPECT_TRUE(golden.ends_with(";999"));
}

}  // namespace
}  // namespace onefold::merge
