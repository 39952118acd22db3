// What suggest makes of values that tell less than they seem to: dates that stand for "unknown", rare values of few,
// streets without their numbers, remarks on few records; and rules for records that have little.
#include <gtest/gtest.h>

#include "onefold/config/read_job.hpp"
#include "record/hash.hpp"
#include "suggest/suggest.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::suggest {
namespace {

std::uint64_t number_drawn(std::uint64_t what, int row, std::uint64_t bound) {
  return scale_to(mix(what, static_cast<std::uint64_t>(row)), bound);
}

std::string word_drawn(std::uint64_t what, int row, std::uint64_t bound) {
  static const char* const kSyllables[] = {"ba", "do", "fi", "gu", "ka", "le", "mo", "nu", "pe", "ri", "so", "tu"};
  std::uint64_t number = number_drawn(what, row, bound);
  std::string text;
  for (int i = 0; i < 3; ++i, number /= 12) text += kSyllables[number % 12];
  return text;
}

std::string digits_of(std::uint64_t value) { return std::to_string(value); }

// The job for one file, parsed; `text` gets the text.
config::Job suggested(const std::string& rows, std::string& text) {
  test::ScratchFolder folder(test::world());
  folder.write("rows.csv", rows);
  Options options;
  options.files = {folder / "rows.csv"};
  text = suggest_job(test::world(), options);
  return config::parse_job(text, "suggested");
}

const config::ComparisonConfig* comparison_of(const config::Job& job, const std::string& name) {
  for (const auto& comparison : job.comparisons)
    if (comparison.name == name) return &comparison;
  return nullptr;
}

// Persons; every fourth row is the person of the row before. `unknown`: share, in percent, of dates that are 1 January
// 1970. `countries`: how many there are.
std::string told_persons(int num_rows, std::uint64_t unknown, std::uint64_t countries) {
  std::string text = "no,first_name,last_name,birth_date,nationality\n";
  for (int row = 0; row < num_rows; ++row) {
    const int person = row % 4 == 3 ? row - 1 : row;
    const std::string date = number_drawn(3, person, 100) < unknown
                                 ? "1970-01-01"
                                 : digits_of(1930 + number_drawn(4, person, 80)) + "-0" +
                                       digits_of(1 + number_drawn(5, person, 9)) + "-1" +
                                       digits_of(number_drawn(6, person, 10));
    text += "p" + digits_of(static_cast<std::uint64_t>(row)) + "," + word_drawn(1, person, 300) + "," +
            word_drawn(2, person, 1700) + "," + date + ",land" + word_drawn(7, person, countries) + "\n";
  }
  return text;
}

TEST(Telling, dates_that_stand_for_unknown_weigh_less) {
  std::string text;
  const auto with = suggested(told_persons(1200, 10, 40), text);
  ASSERT_NE(comparison_of(with, "birth_date"), nullptr);
  EXPECT_TRUE(comparison_of(with, "birth_date")->term_frequency) << text;
  const auto without = suggested(told_persons(1200, 0, 40), text);
  EXPECT_FALSE(comparison_of(without, "birth_date")->term_frequency) << text;
}

TEST(Telling, rare_values_of_a_column_of_few_get_no_extra_weight) {
  std::string text;
  const auto few = suggested(told_persons(1200, 0, 5), text);
  const auto* comparison = comparison_of(few, "nationality");
  EXPECT_TRUE(comparison == nullptr || !comparison->term_frequency) << text;
  const auto many = suggested(told_persons(1200, 0, 400), text);
  ASSERT_NE(comparison_of(many, "nationality"), nullptr) << text;
  EXPECT_TRUE(comparison_of(many, "nationality")->term_frequency) << text;
}

// Places that are known by a name of several words; three rows each. `remarks`: in how many of a hundred rows.
std::string told_places(std::uint64_t remarks, bool with_numbers) {
  std::string text = "no,site,street,remarks\n";
  for (int row = 0; row < 900; ++row) {
    const int place = row / 3;
    text += "s" + digits_of(static_cast<std::uint64_t>(row)) + "," + word_drawn(1, place, 1500) + " " +
            word_drawn(2, place, 1500) + " " + word_drawn(3, row, 30) + "," +
            (with_numbers ? digits_of(1 + number_drawn(4, place, 90)) + " " : std::string()) +
            word_drawn(5, place, 40) + " street," +
            (number_drawn(6, row, 100) < remarks
                 ? word_drawn(7, row, 1700) + " " + word_drawn(8, row, 1700) + " " + word_drawn(9, row, 1700) + " " +
                       word_drawn(10, row, 1700) + " " + word_drawn(11, row, 1700) + " " + word_drawn(12, row, 1700) +
                       " " + word_drawn(13, row, 1700)
                 : "") +
            "\n";
  }
  return text;
}

TEST(Telling, another_house_number_is_another_place) {
  std::string text;
  const auto with = suggested(told_places(0, true), text);
  ASSERT_EQ(with.model.train, config::Training::candidates) << text;
  EXPECT_NE(text.find("not house_number"), std::string::npos) << text;
  (void)suggested(told_places(0, false), text);
  EXPECT_EQ(text.find("house_number"), std::string::npos) << text;
}

TEST(Telling, remarks_on_few_records_do_not_describe_the_others) {
  std::string text;
  (void)suggested(told_places(5, true), text);
  EXPECT_EQ(text.find("all_text"), std::string::npos) << text;
  (void)suggested(told_places(80, true), text);
  EXPECT_NE(text.find("all_text"), std::string::npos) << text;
}

TEST(Telling, records_that_no_likely_match_speaks_for_are_reached_all_the_same) {
  // Most rows have everything; 60 have a telephone number and a city only, and no two of them agree in both.
  std::string rows = "no,first_name,last_name,birth_date,phone,city\n";
  for (int row = 0; row < 1200; ++row) {
    const int person = row % 4 == 3 ? row - 1 : row;
    rows += "p" + digits_of(static_cast<std::uint64_t>(row)) + "," + word_drawn(1, person, 300) + "," +
            word_drawn(2, person, 1700) + "," + digits_of(1930 + number_drawn(4, person, 80)) + "-0" +
            digits_of(1 + number_drawn(5, person, 9)) + "-1" + digits_of(number_drawn(6, person, 10)) + "," + ",\n";
  }
  for (int row = 0; row < 60; ++row)
    rows += "q" + digits_of(static_cast<std::uint64_t>(row)) + ",,,,+44 20 7946 " +
            digits_of(1000 + number_drawn(8, row, 40) * 37) + "," + word_drawn(9, row, 1700) + "\n";
  std::string text;
  const auto job = suggested(rows, text);
  const bool reaches = std::ranges::any_of(job.blocking, [&](const auto& rule) {
    return std::ranges::all_of(rule.on, [&](const auto& key) {
      const auto& name =
          job.attributes[key.function == config::KeyFunction::attribute ? key.attribute
                                                                        : key.arguments.front().attribute]
              .name;
      return name == "phone" || name == "city";
    });
  });
  EXPECT_TRUE(reaches) << text;
}

}  // namespace
}  // namespace onefold::suggest
