#include "tables/json_line.hpp"

#include <gtest/gtest.h>

#include "record/elements.hpp"

namespace onefold::tables {
namespace {

constexpr std::uint64_t kMaxField = 100;

class JsonLines : public testing::Test {
 protected:
  /// The values of one line at these paths, or the name of its defect.
  std::string read(const std::string& line, std::vector<std::string> paths = {"a", "b.c"}) {
    fields_ = make_json_line(paths, kMaxField);
    return again(line);
  }
  std::string again(const std::string& line) {
    text_ = line + std::string(kLinePadding, '\0');
    fields_->take(std::string_view(text_).substr(0, line.size()));
    if (const auto defect = fields_->defect())
      return *defect == csv::Defect::invalid_json ? "invalid_json" : "other defect";
    std::string out;
    for (std::size_t f = 0; f < fields_->num_fields(); ++f) out += (f == 0 ? "" : "|") + std::string(fields_->value(f));
    for (char& c : out) c = c == kElementSeparator ? '+' : c;
    return out;
  }
  std::unique_ptr<LineFields> fields_;
  std::string text_;
};

TEST_F(JsonLines, values_are_found_by_path_and_taken_as_they_are_written) {
  EXPECT_EQ(read(R"({"a":"x","b":{"c":"y"}})"), "x|y");
  EXPECT_EQ(read(R"( { "b" : { "d" : [1, {"c": 2}], "c" : -1.50e+3 } , "a" : true } )"), "true|-1.50e+3");
  EXPECT_EQ(read(R"({"a":123456789012345678901234567890,"b":{"c":0.10}})"), "123456789012345678901234567890|0.10");
  EXPECT_EQ(read(R"({"a":null,"b":{"c":"  y\t"}})"), "|y");
  EXPECT_EQ(read(R"({"b":{}})"), "|");
  EXPECT_EQ(read(R"({"b":null})"), "|");
  EXPECT_EQ(read(R"({"a":"x","a":"y"})"), "y|");
  EXPECT_EQ(read(R"({"b.c":"with a full stop"})"), "|with a full stop");
  EXPECT_EQ(read(R"({"\u0061":"key with an escape"})"), "key with an escape|");
}

TEST_F(JsonLines, strings_are_unescaped) {
  EXPECT_EQ(read(R"({"a":"M\u00fcller \ud83d\ude00 \"x\" \/ \n"})"), "Müller 😀 \"x\" / \n|");
  EXPECT_EQ(read(R"({"a":"\ud83d"})"), "invalid_json") << "a lone surrogate";
  EXPECT_EQ(read("{\"a\":\"M\xFCller\"}"), "other defect");
  EXPECT_EQ(fields_->defect(), csv::Defect::invalid_utf8);
  EXPECT_EQ(read(R"({"a":"x\u0000y"})"), "other defect");
  EXPECT_EQ(fields_->defect(), csv::Defect::nul_byte);
  EXPECT_EQ(read("{\"a\":\"" + std::string(kMaxField + 1, 'x') + "\"}"), "other defect");
  EXPECT_EQ(fields_->defect(), csv::Defect::field_too_long);
}

TEST_F(JsonLines, arrays_give_all_their_values) {
  EXPECT_EQ(read(R"({"a":["x","y",null,3],"b":[{"c":"p"},{"d":1},{"c":"q"}]})"), "x+y+3|p+q");
  EXPECT_EQ(read(R"({"a":[],"b":[]})"), "|");
  EXPECT_EQ(read(R"({"a":[["x"],["y","z"]]})"), "x+y+z|");
  EXPECT_EQ(again(R"({"a":"after"})"), "after|") << "nothing is left of the line before";
}

TEST_F(JsonLines, a_line_that_is_no_json_object_is_found_wherever_its_fault_is) {
  for (const char* line : {"",
                           "x",
                           "17",
                           "[1]",
                           "\"a\"",
                           "{",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1",
                           "{\"a\":1}}",
                           "{\"a\":1} x",
                           "{\"a\":1}{\"a\":2}",
                           "{\"a\":1,}",
                           "{\"a\":tru}",
                           "{\"z\":tru}",
                           "{\"z\":01}",
                           "{\"z\":1.}",
                           "{\"z\":-}",
                           "{\"z\":[1,}",
                           "{\"z\":{\"y\":[1 2]}}",
                           "{\"z\":\"x}",
                           "{'a':1}",
                           "{\"z\":\"\\q\"}",
                           "{\"a\":\"x\ty\"}",
                           "{\"a\":NaN}",
                           "{\"a\":1,\"z\":nul}",
                           "{\"a\" 1}"})
    EXPECT_EQ(read(line), "invalid_json") << line;
  EXPECT_EQ(read(R"({"a":{"x":1}})"), "invalid_json") << "an object where a value is asked for";
  std::string deep = "1";
  for (int i = 0; i < 5000; ++i) deep = "[" + deep + "]";
  EXPECT_EQ(read("{\"z\":" + deep + "}"), "invalid_json");
}

TEST_F(JsonLines, a_path_has_been_seen_once_a_line_has_it_even_without_a_value) {
  (void)read(R"({"b":{"d":1}})");
  EXPECT_FALSE(fields_->has_seen(0));
  EXPECT_FALSE(fields_->has_seen(1));
  (void)again(R"({"a":null})");
  (void)again(R"({"b":[{"c":[]}]})");
  EXPECT_TRUE(fields_->has_seen(0));
  EXPECT_TRUE(fields_->has_seen(1));
}

TEST_F(JsonLines, a_value_where_an_object_with_the_path_is_expected_is_lost) {
  for (const char* line : {R"({"b":"x"})", R"({"b":1.5})", R"({"b":false})", R"({"b":[null,["x"]]})"}) {
    EXPECT_EQ(read(line), "|") << line;
    EXPECT_TRUE(fields_->is_lost(1)) << line;
    EXPECT_FALSE(fields_->is_lost(0)) << line;
  }
  for (const char* line : {R"({"b":null})", R"({"b":" "})", R"({"b":[]})", R"({"b":{"d":"x"}})", R"({"z":"x"})",
                           R"({"b":["x",{"c":"y"}]})", R"({"b":"x","b.c":"y"})"}) {
    (void)again(line);
    EXPECT_FALSE(fields_->is_lost(1)) << line;
  }
  EXPECT_EQ(read(R"({"b":"x"})", {"a", "b.c.d", "b.e"}), "||");
  EXPECT_TRUE(fields_->is_lost(1));
  EXPECT_TRUE(fields_->is_lost(2));
}

TEST_F(JsonLines, a_path_of_many_full_stops_is_one_of_many_members) {
  std::string path = "a";
  std::string line = "{\"a\":";
  for (int i = 0; i < 60; ++i) path += ".a", line += "{\"a\":";
  EXPECT_EQ(read(line + "\"x\"" + std::string(61, '}'), {path}), "x");
  EXPECT_EQ(read(R"({"a.b":{"c.d":"x"}})", {"a.b.c.d"}), "x");
}

TEST_F(JsonLines, members_are_found_in_any_order) {
  std::vector<std::string> paths;
  std::string line = "{";
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    paths.push_back("k" + std::to_string(i * 7 % 300));
    line += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
    expected += (i > 0 ? "|" : "") + std::to_string(i * 7 % 300);
  }
  EXPECT_EQ(read(line + "}", paths), expected);
  EXPECT_EQ(again(R"({"k299":"x","k0":"y"})").substr(0, 2), "y|");
}

TEST_F(JsonLines, a_value_and_an_object_at_the_same_path_can_both_be_asked_for) {
  EXPECT_EQ(read(R"({"b":"x"})", {"b", "b.c"}), "x|");
  EXPECT_FALSE(fields_->is_lost(1));
  EXPECT_EQ(again(R"({"b":{"c":"y"}})"), "|y");
  EXPECT_EQ(again(R"({"b":["x",{"c":"y"}]})"), "x|y");
}

TEST(JsonPaths, a_path_with_objects_and_values_is_listed_if_it_has_a_value) {
  JsonPaths paths;
  paths.take(R"({"text":{"a":1},"null":{"a":1},"empty":{"a":1},"list":[{"a":1},"x"]})");
  paths.take(R"({"text":"x","null":null,"empty":" "})");
  std::string out;
  for (const auto& [path, is_array] : paths.paths()) out += path + (is_array ? "[] " : " ");
  EXPECT_EQ(out, "text text.a null.a empty.a list[] list.a[] ");
}

TEST(JsonPaths, a_path_beyond_the_limit_changes_no_other) {
  JsonPaths paths;
  std::string line = "{";
  for (int i = 0; i < 10'000; ++i) line += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  paths.take(line + "}");
  paths.take(R"({"more":{"a":["x"]}})");
  const auto found = paths.paths();
  ASSERT_EQ(found.size(), 10'000U);
  EXPECT_EQ(found.back().path, "9999");
  EXPECT_FALSE(found.back().is_array);
}

TEST(JsonPaths, paths_are_listed_as_they_first_occur) {
  JsonPaths paths;
  paths.take(R"({"id":1,"customer":{"name":"x","tags":["a"]},"address":null})");
  paths.take("not JSON");
  paths.take(R"({"mail":[],"id":2,"address":{"zip":"1","lines":[{"text":"x"}]}})");
  std::string out;
  for (const auto& [path, is_array] : paths.paths()) out += path + (is_array ? "[] " : " ");
  EXPECT_EQ(out, "id customer.name customer.tags[] mail[] address.zip address.lines.text[] ");
}

}  // namespace
}  // namespace onefold::tables
