#include "generate/record.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "generate/population_file.hpp"
#include "reference/naive_csv.hpp"

namespace onefold::generate {
namespace {

const Vocabulary& words() {
  static const Vocabulary vocabulary = make_vocabulary();
  return vocabulary;
}

TEST(RowBuffer, what_is_quoted_comes_back_through_a_naive_parser) {
  const std::vector<std::string> values = {"",
                                           "plain",
                                           "a,b",
                                           "say \"hi\"",
                                           "\"",
                                           "\"\"",
                                           "two\nlines",
                                           "\r\n",
                                           ";",
                                           "\t",
                                           " blank ",
                                           "Flat 2, 14 X",
                                           "é,ü",
                                           "n/a",
                                           ",",
                                           "a;b\tc,d",
                                           "x\"",
                                           "\"x",
                                           std::string(Text::kCapacity, '"')};
  for (const char delimiter : {',', ';', '\t'}) {
    RowBuffer out(delimiter);
    std::vector<std::vector<std::string>> expected;
    for (std::size_t row = 0; row < 50; ++row) {
      expected.emplace_back();
      for (std::size_t column = 0; column < 7; ++column) {
        const auto& value = values[(row * 7 + column) % values.size()];
        expected.back().push_back(value);
        out.add(Text(value));
      }
      out.end_row();
    }
    EXPECT_EQ(reference::parse_csv(out.bytes(), delimiter), expected);
  }
}

TEST(Household, persons_of_a_household_are_consecutive_and_agree_on_it) {
  std::uint64_t number = 0;
  for (std::uint64_t person = 0; person < 500;) {
    const auto household = household_of(person);
    EXPECT_EQ(household.number, number++);
    EXPECT_EQ(household.first, person);
    for (std::uint32_t i = 0; i < household.size; ++i) {
      EXPECT_EQ(household_of(person + i).number, household.number);
      EXPECT_EQ(household_of(person + i).first, person);
      EXPECT_EQ(household_of(person + i).size, household.size);
    }
    person += household.size;
  }
}

TEST(Population, has_what_makes_matching_hard) {
  constexpr std::uint64_t kPersons = 20'000;
  const Population population(words(), kPersons, 1);
  std::uint64_t twins = 0;
  std::uint64_t namesakes = 0;
  std::uint64_t married = 0;
  std::uint64_t moved = 0;
  std::uint64_t new_number = 0;
  std::uint64_t shared_email = 0;
  for (std::uint64_t number = 0; number < kPersons; ++number) {
    const Person person = population.person(number);
    EXPECT_TRUE(is_valid(person.birth_date));
    EXPECT_GE(person.birth_date.year, 1925);
    EXPECT_LE(person.birth_date.year, 2010);
    married +=
        population.surname_at(person, kFirstMoment).view() != population.surname_at(person, kLastMoment).view() ? 1 : 0;
    moved += population.address_at(person, kFirstMoment).street.view() !=
                     population.address_at(person, kLastMoment).street.view()
                 ? 1
                 : 0;
    new_number +=
        population.mobile_at(person, kFirstMoment).view() != population.mobile_at(person, kLastMoment).view() ? 1 : 0;
    EXPECT_EQ(population.mobile_at(person, kFirstMoment).size(), 10U);
    EXPECT_EQ(population.landline_at(person, kFirstMoment).size(), 10U);
    for (std::uint64_t other = person.household.first; other < number; ++other) {
      const Person older = population.person(other);
      if (older.birth_date == person.birth_date && older.surname == person.surname) {
        ++twins;
        EXPECT_NE(older.given_name->name, person.given_name->name);
      }
      namesakes += older.given_name->name == person.given_name->name && older.surname == person.surname ? 1 : 0;
      shared_email += population.email(older, false).view() == population.email(person, false).view() ? 1 : 0;
    }
  }
  for (const auto count : {twins, namesakes, married, moved, new_number, shared_email}) EXPECT_GT(count, 15U);
  EXPECT_LT(twins, 200U);
  EXPECT_LT(namesakes, 400U);
  EXPECT_LT(married, 1'500U);
  EXPECT_NEAR(static_cast<double>(moved), 0.2 * kPersons, 0.06 * kPersons);
}

TEST(Population, one_address_has_one_postcode_and_town) {
  const Population population(words(), 5'000, 2);
  std::map<std::string, std::set<std::string>> streets_of_postcode;
  for (std::uint64_t number = 0; number < 5'000; ++number) {
    const auto address = population.address_at(population.person(number), kFirstMoment);
    const std::string_view street = address.street.view();
    streets_of_postcode[std::string(address.postcode.view()) + "/" + std::string(address.town)].insert(
        std::string(street.substr(street.find_last_of("0123456789") + 1)));
  }
  std::size_t with_one_street = 0;
  for (const auto& [postcode, streets] : streets_of_postcode) with_one_street += streets.size() <= 3 ? 1 : 0;
  EXPECT_EQ(with_one_street, streets_of_postcode.size()) << "a street, and its houses a and b";
}

TEST(Record, sources_have_the_columns_of_their_headers_and_the_rates_of_their_habits) {
  const Population population(words(), 10'000, 1);
  for (const auto source : {SourceKind::crm, SourceKind::webshop, SourceKind::callcentre}) {
    RowBuffer out(delimiter_of(source));
    out.add_line(header_of(source));
    std::array<int, kNumFlaws> flaws{};
    int with_error = 0;
    int no_email = 0;
    constexpr int kRecords = 10'000;
    for (std::uint64_t i = 0; i < kRecords; ++i) {
      Stream random(mix(11, i));
      Record record = make_record(population, source, i, random_moment(random), random);
      append_record(source, source_id_of(source, i), record, random, out);
      for (std::size_t f = 0; f < kNumFlaws; ++f) flaws[f] += (record.flaws >> f & 1U) != 0 ? 1 : 0;
      with_error += (record.flaws & kSpellingFlaws) != 0 ? 1 : 0;
      no_email += record.email.empty() ? 1 : 0;
    }
    const auto rows = reference::parse_csv(out.bytes(), delimiter_of(source));
    ASSERT_EQ(rows.size(), kRecords + 1U);
    std::set<std::string> ids;
    for (const auto& row : rows) {
      EXPECT_EQ(row.size(), rows.front().size());
      EXPECT_TRUE(ids.insert(row.front()).second);
    }
    EXPECT_GT(with_error, kRecords * 15 / 100);
    EXPECT_LT(with_error, kRecords * 32 / 100);
    EXPECT_NEAR(no_email, kRecords / 10'000 * habits_of(source).missing[static_cast<std::size_t>(Field::email)],
                kRecords / 50);
    for (const auto flaw :
         {Flaw::typo, Flaw::nickname, Flaw::initial, Flaw::dummy, Flaw::swapped_names, Flaw::transposed_digits})
      EXPECT_GT(flaws[static_cast<std::size_t>(flaw)], 0) << kFlawNames[static_cast<std::size_t>(flaw)];
  }
}

TEST(PopulationFiles, are_distinguished_from_other_files_by_name) {
  for (const char* name : {"crm.csv", "webshop.csv", "callcentre.csv", "truth.csv", "crm_0001.csv",
                           "callcentre_9999.csv", "changes.csv", "population.json"})
    EXPECT_TRUE(is_population_file(name)) << name;
  for (const char* name : {"crm", "crm.csv.gz", "crm_1.csv", "crm_000a.csv", "mycrm.csv", "crm2.csv", "truth_0001.csv",
                           "crm_00001.csv", ""})
    EXPECT_FALSE(is_population_file(name)) << name;
}

}  // namespace
}  // namespace onefold::generate
