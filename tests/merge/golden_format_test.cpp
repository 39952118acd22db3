#include "merge/golden_format.hpp"

#include <gtest/gtest.h>

#include "merge/cell_keys.hpp"
#include "merge/title_case.hpp"

namespace onefold::merge {
namespace {

LetterCounts counts_of(const std::vector<std::string_view>& values) {
  LetterCounts counts;
  for (const auto value : values) counts.add(value);
  return counts;
}

TEST(Shouting, is_writing_nine_of_ten_values_in_capital_letters) {
  EXPECT_TRUE(shouts(counts_of({"SMITH", "O'BRIEN", "MÜLLER", "A", "", "12"})));
  EXPECT_FALSE(shouts(counts_of({"SMITH", "Jones"})));
  EXPECT_FALSE(shouts(counts_of({"smith", "jones"})));
  EXPECT_FALSE(shouts(counts_of({"SMITHSONs"}))) << "the last letter counts";
  EXPECT_FALSE(shouts(counts_of({"\u00C4\u00D6\u00DCs", "s\u00C4"}))) << "letters beyond ASCII count as letters";
  EXPECT_TRUE(shouts(counts_of({"s", "\u00C4\u00D6"}))) << "one letter is no evidence";
  EXPECT_FALSE(shouts(counts_of({"", "1", "A"}))) << "single letters are initials";
  EXPECT_FALSE(shouts(counts_of({"日本", "東京"}))) << "a script without capital letters";
  std::vector<std::string_view> many(9, "SMITH");
  many.push_back("Jones");
  EXPECT_TRUE(shouts(counts_of(many)));
  many.push_back("Jones");
  EXPECT_FALSE(shouts(counts_of(many)));
}

TEST(TitleCase, follows_the_habits_of_names) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"SMITH", "Smith"},
      {"O'BRIEN-SMITH", "O'Brien-Smith"},
      {"D’ARCY", "D’Arcy"},
      {"ST JOHN'S ROAD", "St John's Road"},
      {"MCDONALD", "McDonald"},
      {"MCA", "Mca"},
      {"LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"},
      {"VAN DER BERG", "Van der Berg"},
      {"DE", "De"},
      {"MÜLLER-LÜDENSCHEIDT", "Müller-Lüdenscheidt"},
      {"ŁÓDŹ", "Łódź"},
      {"ΑΘΗΝΑ", "Αθηνα"},
      {"JOHN SMITH III", "John Smith III"},
      {"12B HIGH STREET, LONDON NW1", "12B High Street, London NW1"},
      {"", ""},
      {"12", "12"},
  };
  for (const auto& [raw, expected] : cases) EXPECT_EQ(title_case(raw), expected) << raw;
  for (const std::string_view kept : {"McDonald", "de la Cruz", "iPhone", "van der Berg"})
    EXPECT_EQ(title_case(kept), kept);
}

TEST(TitleCase, keeps_any_bytes_readable) {
  EXPECT_EQ(title_case("A\xff"
                       "BC"),
            "A\xef\xbf\xbd"
            "Bc");
}

TEST(PostcodeForm, is_that_of_the_country) {
  EXPECT_EQ(postcode_form("sw1a 1aa", "GB"), "SW1A 1AA");
  EXPECT_EQ(postcode_form("1234ab", "NL"), "1234 AB");
  EXPECT_EQ(postcode_form("021394301", "us"), "02139-4301");
  EXPECT_EQ(postcode_form("02139", "US"), "02139");
  EXPECT_EQ(postcode_form("00950", "PL"), "00-950");
  EXPECT_EQ(postcode_form("k1a0b1", "CA"), "K1A 0B1");
  EXPECT_EQ(postcode_form("20537", "DE"), "20537");
  EXPECT_EQ(postcode_form("", "PL"), "");
}

TEST(OrderOfValue, is_the_order_of_dates_and_numbers) {
  const std::string_view numbers[] = {"-100.5", "-2", "-0.001", "0", "0.5", "7", "10", "123456789.25"};
  for (std::size_t i = 1; i < std::size(numbers); ++i)
    EXPECT_LT(order_of_value(AttributeType::number, numbers[i - 1]), order_of_value(AttributeType::number, numbers[i]));
  EXPECT_LT(order_of_value(AttributeType::birth_date, "1969-12-31"),
            order_of_value(AttributeType::birth_date, "1970-01-01"));
}

config::Job job_with(AttributeType type) {
  config::Job job;
  job.attributes.push_back({.name = "value", .type = type});
  job.sources.resize(2);
  job.merge.any_of.resize(1);
  return job;
}

TEST(GoldenFormat, writes_values_as_other_systems_load_them) {
  const std::tuple<AttributeType, std::string_view, std::string_view> cases[] = {
      {AttributeType::birth_date, "05/04/1985", "1985-04-05"},
      {AttributeType::phone, "020 7946 0958", "+442079460958"},
      {AttributeType::email, " Ann.Smith@EXAMPLE.com", "ann.smith@example.com"},
      {AttributeType::number, "+0012.50", "12.5"},
      {AttributeType::postcode, "sw1a1aa", "SW1A 1AA"},
      {AttributeType::surname, "  van  der\tBERG ", "van der BERG"},
      {AttributeType::text, " a  B ", "a B"},
      {AttributeType::birth_date, "unknown day", ""},
  };
  for (const auto& [type, raw, expected] : cases) {
    const config::Job job = job_with(type);
    GoldenFormat format(job, {}, 0, nullptr, {false, false});
    EXPECT_EQ(format.value(1, raw), expected) << name_of(type);
  }
}

TEST(GoldenFormat, uses_title_case_only_for_sources_that_shout) {
  const config::Job job = job_with(AttributeType::surname);
  GoldenFormat format(job, {}, 0, nullptr, {false, true});
  EXPECT_EQ(format.value(0, "SMITH"), "SMITH");
  EXPECT_EQ(format.value(1, "SMITH"), "Smith");
  EXPECT_EQ(format.by_steward("IBM"), "IBM") << "a steward writes what is meant";
}

TEST(GoldenFormat, formats_each_element_of_a_list) {
  config::Job job = job_with(AttributeType::email);
  job.attributes[0].is_array = true;
  GoldenFormat format(job, {}, 0, nullptr, {false, false});
  EXPECT_EQ(format.value(0, "A@x.de; nothing; B@x.de"), "a@x.de; b@x.de");
}

TEST(MergeUnits, are_groups_and_single_attributes_in_order) {
  config::MergeConfig merge;
  using config::SurvivorshipRule;
  merge.rules = {SurvivorshipRule::longest, SurvivorshipRule::trust, SurvivorshipRule::most_recent,
                 SurvivorshipRule::trust};
  merge.groups.push_back({{3, 1}, SurvivorshipRule::trust, {1}});
  const auto units = merge_units(merge);
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0].attributes, std::vector<AttributeIndex>{0});
  EXPECT_EQ(units[1].attributes, (std::vector<AttributeIndex>{3, 1}));
  EXPECT_TRUE(units[1].is_group);
  EXPECT_EQ(units[2].rule, SurvivorshipRule::most_recent);
}

}  // namespace
}  // namespace onefold::merge
