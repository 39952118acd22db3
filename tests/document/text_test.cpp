#include "document/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "config/job_text.hpp"
#include "document/document.hpp"

namespace onefold::config {
namespace {

TEST(ParseSize, reads_binary_and_decimal_units_and_plain_bytes) {
  EXPECT_EQ(parse_size("4 GiB"), 4ULL << 30);
  EXPECT_EQ(parse_size("512MiB"), 512ULL << 20);
  EXPECT_EQ(parse_size("1.5 kB"), 1500u);
  EXPECT_EQ(parse_size("4096"), 4096u);
  EXPECT_EQ(parse_size(" 4 GiB"), std::nullopt);
  for (const char* wrong : {"", "GiB", "-1 GiB", "4 gib", "4 GiB x", "inf", "nan", "0.3 B", "99999999999 TiB", "1e5"})
    EXPECT_EQ(parse_size(wrong), std::nullopt) << wrong;
}

RC_GTEST_PROP(FormatSize, is_read_back, (std::uint64_t bytes)) {
  bytes %= 9'000'000'000'000'000ULL;
  RC_ASSERT(parse_size(format_size(bytes)) == bytes);
  RC_ASSERT(parse_size(format_size(bytes >> 20 << 20)) == bytes >> 20 << 20);
}

TEST(ExpandVariables, replaces_names_in_braces_and_says_what_is_wrong) {
  const auto environment = test::environment_of({{"A", "x${B}"}, {"BAD", "\xff"}});
  std::string mistake;
  EXPECT_EQ(expand_variables("${A}/y", environment, mistake), "x${B}/y");
  EXPECT_EQ(expand_variables("$A $${A} $", environment, mistake), "$A ${A} $");
  EXPECT_EQ(expand_variables("${C}", environment, mistake), std::nullopt);
  EXPECT_EQ(mistake, "the environment variable C is not set; set it, as in: export C=...");
  EXPECT_EQ(expand_variables("${BAD}", environment, mistake), std::nullopt);
  EXPECT_EQ(mistake, "the environment variable BAD is not valid UTF-8");
  EXPECT_EQ(expand_variables("${A", environment, mistake), std::nullopt);
  EXPECT_EQ(expand_variables("${}", environment, mistake), std::nullopt);
}

RC_GTEST_PROP(EscapeVariables, expand_variables_gives_the_text_back, (const std::vector<std::uint8_t>& letters)) {
  std::string text, mistake;
  for (const auto letter : letters) text += "${}A"[letter % 4];
  RC_ASSERT(expand_variables(escape_variables(text), {}, mistake) == text);
}

TEST(IsUtf8, refuses_what_no_encoder_writes) {
  EXPECT_TRUE(is_utf8("Zo\xc3\xab \xe2\x82\xac \xf0\x9f\x98\x80"));
  for (const char* wrong : {"\x80", "\xc0\x80", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\xff"})
    EXPECT_FALSE(is_utf8(wrong));
}

RC_GTEST_PROP(TomlString, is_read_back_by_the_parser, (const std::vector<std::uint8_t>& choices)) {
  std::string text;
  for (const auto choice : choices) text += choice < 128 ? std::string(1, static_cast<char>(choice)) : "\xc3\xab";
  const auto table = parse_document("a = " + toml_string(text), "t");
  RC_ASSERT(table["a"].value<std::string>() == text);
}

RC_GTEST_PROP(TomlFloat, is_read_back_by_the_parser, (double number)) {
  const auto table = parse_document("a = " + toml_float(number), "t");
  RC_ASSERT(table["a"].is_floating_point());
  RC_ASSERT(table["a"].value<double>() == number);
}

}  // namespace
}  // namespace onefold::config
