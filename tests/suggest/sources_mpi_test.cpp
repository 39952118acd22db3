// Which files become one source, and how their columns are read together.
#include <algorithm>

#include "onefold/config/read_job.hpp"
#include "record/hash.hpp"
#include "suggest/suggest.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::suggest {
namespace {

std::uint64_t drawn(int person, std::uint64_t what, std::uint64_t bound) {
  return scale_to(mix(what, static_cast<std::uint64_t>(person)), bound);
}

std::string syllables(std::uint64_t number) {
  std::string text;
  for (int i = 0; i < 5; ++i, number /= 21) text += static_cast<char>("aeioubcdfghklmnprstvw"[number % 21]);
  return text;
}

std::string two(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

enum class Dates { day_first, month_first, open };

struct Part {
  int first = 0, last = 200;
  Dates dates = Dates::day_first;
  bool has_phones = true;
  std::string country = "+49 30 ";
};

std::string written(const Part& part) {
  std::string text = "rec_no,first_name,last_name,dob,phone\n";
  for (int person = part.first; person < part.last; ++person) {
    const std::string day = two(1 + drawn(person, 1, part.dates == Dates::open ? 12 : 28)),
                      month = two(1 + drawn(person, 2, 12));
    text += "r" + std::to_string(person) + "x," + syllables(drawn(person, 3, 4'000'000)) + "," +
            syllables(drawn(person, 4, 4'000'000)) + "," + (part.dates == Dates::month_first ? month : day) + "/" +
            (part.dates == Dates::month_first ? day : month) + "/" + std::to_string(1940 + drawn(person, 5, 60)) + "," +
            (part.has_phones ? part.country + std::to_string(2'000'000 + drawn(person, 6, 7'000'000)) : "") + "\n";
  }
  return text;
}

AttributeIndex date_of(const config::Job& job) {
  const auto found = std::ranges::find(job.attributes, AttributeType::birth_date, &config::AttributeConfig::type);
  return static_cast<AttributeIndex>(found - job.attributes.begin());
}

class SourcesTest : public ::testing::Test {
 protected:
  config::Job suggest_for(const Part& one, const Part& other) {
    folder_.write("part_1.csv", written(one));
    folder_.write("part_2.csv", written(other));
    Options options;
    options.files = {folder_ / "part_1.csv", folder_ / "part_2.csv"};
    auto suggestion = suggest(test::world(), options);
    text_ = std::move(suggestion.job);
    for (const auto& warning : suggestion.warnings) codes_.push_back(warning.code);
    return config::parse_job(text_, "suggested");
  }
  test::ScratchFolder folder_{test::world()};
  std::string text_;
  std::vector<std::string> codes_;  ///< of the warnings; on rank 0 only
};

TEST_F(SourcesTest, parts_that_agree_are_one_source) {
  EXPECT_EQ(suggest_for({0, 200}, {200, 400}).sources.size(), 1U) << text_;
}

TEST_F(SourcesTest, a_column_without_values_in_the_first_part_is_read) {
  const auto job = suggest_for({.first = 0, .last = 200, .has_phones = false}, {200, 400});
  ASSERT_EQ(job.sources.size(), 1U);
  EXPECT_EQ(job.sources[0].files.size(), 2U);
  const auto phone = std::ranges::find(job.attributes, AttributeType::phone, &config::AttributeConfig::type);
  ASSERT_NE(phone, job.attributes.end()) << text_;
  EXPECT_TRUE(std::ranges::any_of(job.sources[0].columns, [](const auto& c) { return c.from.column == "phone"; }));
}

TEST_F(SourcesTest, files_with_common_ids_are_two_sources) {
  const auto job = suggest_for({0, 200}, {199, 400});
  ASSERT_EQ(job.sources.size(), 2U) << text_;
  EXPECT_EQ(job.sources[1].id, "rec_no");
}

TEST_F(SourcesTest, files_with_other_orders_of_dates_are_two_sources) {
  const auto job = suggest_for({0, 200, Dates::day_first}, {200, 400, Dates::month_first});
  ASSERT_EQ(job.sources.size(), 2U) << text_;
  const auto formats = [&](std::uint32_t s) { return config::attribute_of(job, s, date_of(job)).formats; };
  EXPECT_EQ(formats(0), std::vector<std::string>{"%d/%m/%Y"}) << text_;
  EXPECT_EQ(formats(1), std::vector<std::string>{"%m/%d/%Y"}) << text_;
}

TEST_F(SourcesTest, files_with_phones_of_other_countries_are_two_sources) {
  EXPECT_EQ(suggest_for({0, 200}, {.first = 200, .last = 400, .country = "+44 20 "}).sources.size(), 2U) << text_;
}

TEST_F(SourcesTest, a_part_decides_the_order_of_dates_of_another) {
  const auto job = suggest_for({0, 200, Dates::open}, {200, 400, Dates::month_first});
  ASSERT_EQ(job.sources.size(), 1U) << text_;
  EXPECT_EQ(config::attribute_of(job, 0, date_of(job)).formats, std::vector<std::string>{"%m/%d/%Y"});
}

TEST_F(SourcesTest, an_open_order_of_dates_gets_no_formats_and_a_warning) {
  const auto job = suggest_for({0, 200, Dates::open}, {200, 400, Dates::open});
  ASSERT_EQ(job.sources.size(), 1U) << text_;
  EXPECT_TRUE(config::attribute_of(job, 0, date_of(job)).formats.empty()) << text_;
  EXPECT_EQ(job.attributes[date_of(job)].type, AttributeType::birth_date);
  if (test::world().is_root()) {
    EXPECT_EQ(std::ranges::count(codes_, "dates_open"), 1) << text_;
  }
}

}  // namespace
}  // namespace onefold::suggest
