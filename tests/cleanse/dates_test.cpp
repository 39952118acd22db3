#include "cleanse/dates.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "cleanse/date_evidence.hpp"
#include "cleanse/support.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::int64_t kUnreadable = std::numeric_limits<std::int64_t>::min();

TEST(Dates, recognised_forms_need_no_declaration) {
  const std::vector<test::Case> cases = {
      {"1970-06-24", "1970-06-24"},
      {" 1970/6/4 ", "1970-06-04"},
      {"1970.06.24", "1970-06-24"},
      {"19700624", "1970-06-24"},
      {"24/06/1970", "1970-06-24"},
      {"24-06-1970", "1970-06-24"},
      {"24.6.1970", "1970-06-24"},
      {"06/24/1970", "1970-06-24"},  // month first, because there is no month 24
      {"05/06/1970", "1970-06-05"},
      {"24 June 1970", "1970-06-24"},
      {"24-Jun-1970", "1970-06-24"},
      {"24JUN1970", "1970-06-24"},
      {"24th of June, 1970", "1970-06-24"},
      {"June 24, 1970", "1970-06-24"},
      {"Sept. 3rd 1970", "1970-09-03"},
      {"1970-06-24T10:20:30Z", "1970-06-24"},
      {"1970-06-24 23:59:59.123+02:00", "1970-06-24"},
      {"24/06/1970 00:00", "1970-06-24"},
      {"6/24/1970 12:00:00 AM", "1970-06-24"},
      {"1970-01-01", "1970-01-01"},
      {"1630-08-01", "1630-08-01"},
      {"0500-01-01", "0500-01-01"},
      {"2200-12-31", "2200-12-31"},
      {"2000-02-29", "2000-02-29"},
      // Impossible, incomplete, or no date.
      {"2201-01-01", ""},
      {"0000-01-01", ""},
      {"1900-02-29", ""},
      {"1970-02-30", ""},
      {"1970-13-01", ""},
      {"1970-00-10", ""},
      {"1970-04-31", ""},
      {"13/13/1970", ""},
      {"19701301", ""},
      {"1970", ""},
      {"1970-06", ""},
      {"June 1970", ""},
      {"24/06/7", ""},
      {"24 June", ""},
      {"-005-01-01", ""},
      {"1970-06/24", ""},
      {"1970-06-245", ""},
      {"1970-06-24 x", ""},
      {"1970-06-24 25:00", ""},
      {"1970-06-24T", ""},
      {"99999999999999999999", ""},
      {"yesterday", ""},
      // Dummies in various forms.
      {"1900-01-01", ""},
      {"01/01/1900", ""},
      {"1 Jan 1900", ""},
      {"19000101", ""},
      {"9999-12-31", ""},
      {"1111-11-11", ""},
  };
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date);
  for (const auto& [raw, expected] : cases) EXPECT_EQ(test::cleansed(cleanser, raw), expected) << raw;
}

TEST(Dates, months_have_names_in_ten_languages) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date);
  for (const std::string_view raw :
       {"5. Mai 1985", "5 May 1985", "5 mai 1985", "5 de mayo de 1985", "5 maggio 1985", "5 de maio de 1985",
        "5 mei 1985", "5. maj 1985", "5 maja 1985", "5MAY85", "5-MAY-85", "5-Mai-1985", "Mai 5, 1985",
        "Sunday, 5 May 1985", "1985-May-05", "5 May '85", "05.mai.85", "5o maggio 1985"})
    EXPECT_EQ(test::cleansed(cleanser, raw), "1985-05-05") << raw;
  const std::vector<test::Case> cases = {{"1er janvier 1985", "1985-01-01"},
                                         {"3. M\xc3\xa4rz 1985", "1985-03-03"},
                                         {"3 maart 1985", "1985-03-03"},
                                         {"7 f\xc3\xa9vr. 1985", "1985-02-07"},
                                         {"9 ao\xc3\xbbt 1985", "1985-08-09"},
                                         {"2 pa\xc5\xba 1985", "1985-10-02"},
                                         {"12 grudnia 1985", "1985-12-12"},
                                         {"1 dez. 1985", "1985-12-01"},
                                         {"1 juil. 1985", "1985-07-01"},
                                         {"1 jui 1985", ""},
                                         {"1 ma 1985", ""},
                                         {"1 mayday 1985", ""}};
  for (const auto& [raw, expected] : cases) EXPECT_EQ(test::cleansed(cleanser, raw), expected) << raw;
}

TEST(Dates, numbers_of_spreadsheets_and_programs_are_dates) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date);
  const std::vector<test::Case> cases = {{"31182", "1985-05-15"},
                                         {"31182.0", "1985-05-15"},
                                         {"31182.75", "1985-05-15"},
                                         {"19850515.0", "1985-05-15"},
                                         {"15051985", "1985-05-15"},
                                         {"5051985", "1985-05-05"},
                                         {"150585", "1985-05-15"},
                                         {"485222400", "1985-05-18"},
                                         {"-863136000", "1942-08-26"},
                                         {"-63158400000", "1968-01-01"},
                                         {"485222400000", "1985-05-18"},
                                         {"19850515123000", "1985-05-15"},
                                         {"99999999", ""},
                                         {"-86400", ""},
                                         {"-1", ""},
                                         {"-1985", ""},
                                         {"31182.", ""},
                                         {"-", ""}};
  for (const auto& [raw, expected] : cases) EXPECT_EQ(test::cleansed(cleanser, raw), expected) << raw;
}

TEST(Dates, of_a_column_of_milliseconds_are_milliseconds_near_1970_too) {
  DateWitness witness;
  for (const char* value : {"-7344000000", "-86400000", "485222400000", "-631584000000"}) witness.add(value);
  const DateReading reading = reading_of(witness.evidence(), {});
  EXPECT_EQ(reading.digits, DateDigits::milliseconds);
  Cleanser cleanser({.name = "born", .type = AttributeType::birth_date}, nullptr, reading);
  EXPECT_EQ(test::cleansed(cleanser, "-7344000000"), "1969-10-08");
  EXPECT_EQ(test::cleansed(cleanser, "-86400000"), "1969-12-31");
  EXPECT_EQ(test::cleansed(cleanser, "86400000"), "1970-01-02");
}

TEST(Dates, with_five_digits_are_unreadable_where_dates_have_six) {
  DateWitness witness;
  for (const char* value : {"150585", "310190", "50585"}) witness.add(value);
  Cleanser cleanser({.name = "born", .type = AttributeType::birth_date}, nullptr, reading_of(witness.evidence(), {}));
  EXPECT_EQ(test::cleansed(cleanser, "150585"), "1985-05-15");
  EXPECT_EQ(test::cleansed(cleanser, "50585"), "");
  EXPECT_EQ(cleanser.outcome(), Outcome::unreadable);
}

TEST(Dates, that_are_impossible_do_not_become_others_with_the_year_first) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date);
  for (const char* value : {"31/06/12", "30/02/05", "29/02/01", "310612"})
    EXPECT_EQ(test::cleansed(cleanser, value), "");
  EXPECT_EQ(test::cleansed(cleanser, "85/05/12"), "1985-05-12");
  DateWitness witness;
  for (const char* value : {"31/06/12", "25/12/85"}) witness.add(value);
  EXPECT_EQ(doubt_of(witness.evidence()), DateDoubt::none);
}

TEST(Dates, that_stand_for_an_unknown_one_do_so_in_every_declared_format) {
  for (const char* format : {"%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d"}) {
    Cleanser cleanser({.name = "born", .type = AttributeType::birth_date, .formats = {format}}, load_dummy_values({}));
    for (const char* value : {"01/01/1900", "01.01.1900", "1900-01-01"}) EXPECT_EQ(test::cleansed(cleanser, value), "");
  }
}

TEST(Moments, at_the_end_of_time_are_none) {
  config::SourceConfig source;
  const MomentReader reader(source);
  EXPECT_EQ(reader.read("9999-12-31 23:59:59"), pack_moment(kNoMoment));
  EXPECT_NE(reader.read("2199-12-31"), pack_moment(kNoMoment));
}

TEST(Dates, nobody_is_born_in_the_future) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date, "GB", {"%d.%m.%y"});
  EXPECT_EQ(test::cleansed(cleanser, "15.05.55"), "1955-05-15");
  EXPECT_EQ(test::cleansed(cleanser, "15.05.26"), "2026-05-15");
  EXPECT_EQ(test::cleansed(cleanser, "15.05.27"), "1927-05-15");
  config::AttributeConfig attribute{.name = "ends", .type = AttributeType::birth_date, .pivot = 2060};
  Cleanser later(attribute, nullptr);
  EXPECT_EQ(test::cleansed(later, "15.05.55"), "2055-05-15");
  EXPECT_EQ(test::cleansed(later, "15MAY61"), "1961-05-15");
}

TEST(Dates, what_is_no_date_on_purpose_is_a_dummy) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date);
  for (const std::string_view raw : {"0000-00-00", "00.00.0000", "31.12.9999", "01/01/1900", "-", "n/a", "?!"}) {
    EXPECT_EQ(cleanser.cleanse(raw), "") << raw;
    EXPECT_EQ(cleanser.outcome(), Outcome::dummy) << raw;
  }
}

TEST(Dates, declared_formats_are_tried_in_order_and_nothing_else) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date, "GB", {"%m/%d/%Y", "%d %b %y", "%Y%j"});
  EXPECT_EQ(test::cleansed(cleanser, "05/06/1970"), "1970-05-06");
  EXPECT_EQ(test::cleansed(cleanser, "24 Jun 70"), "1970-06-24");
  EXPECT_EQ(test::cleansed(cleanser, "24 June 05"), "2005-06-24");
  EXPECT_EQ(test::cleansed(cleanser, "1970366"), "");
  EXPECT_EQ(test::cleansed(cleanser, "1972366"), "1972-12-31");
  EXPECT_EQ(test::cleansed(cleanser, "1970060"), "1970-03-01");
  EXPECT_EQ(test::cleansed(cleanser, "24/06/1970"), "");
  EXPECT_EQ(test::cleansed(cleanser, "1970-06-24"), "");
  EXPECT_EQ(test::cleansed(cleanser, "05/06/1970 "), "1970-05-06");
  EXPECT_EQ(test::cleansed(cleanser, "05/06/1970 12:00"), "");
}

TEST(Dates, formats_know_the_usual_directives) {
  struct FormatCase {
    std::string_view text, format;
    bool readable;
  };
  const std::vector<FormatCase> cases = {
      {"1999-12-31 23:59:58", "%F %T", true},
      {"12/31/99", "%D", true},
      {"fri 31 december 1999", "%a %d %B %Y", true},
      {"31dec1999:23:59", "%d%b%Y:%R", true},
      {"1999-12-31t23:59:58.25z", "%Y-%m-%dT%H:%M:%S.%fZ", true},
      {"1999-12-31 +0530", "%F %z", true},
      {"31 12 1999 11:59 pm", "%d %m %Y %I:%M %p", true},
      {"31%12%1999", "%d%%%m%%%Y", true},
      {"1999-12-31 24:00", "%F %R", false},
      {"1999-12-31", "%Y-%m", false},
      {"1999-12", "%Y-%m", false},
      {"31-12-1999", "%Q", false},
      {"99-12-31", "%Y-%m-%d", false},
      {"", "", false},
  };
  for (const FormatCase& c : cases) {
    Moment moment;
    EXPECT_EQ(read_by_format(c.text, c.format, moment), c.readable) << c.format;
    if (c.readable && moment.year == 1999) {
      EXPECT_EQ(moment.month, 12);
      EXPECT_EQ(moment.day, 31);
    }
  }
  Moment moment;
  ASSERT_TRUE(read_by_format("12:30 am 31/12/1999", "%I:%M %p %d/%m/%Y", moment));
  EXPECT_EQ(moment.hour, 0);
}

TEST(Dates, a_format_that_makes_no_date_is_refused_at_once) {
  EXPECT_TRUE(is_date_format("%Y-%m-%d"));
  EXPECT_TRUE(is_date_format("%D"));
  for (const char* format : {"", "%Y-%m", "%d/%m", "%Y-%m-%d %Q", "%Y-%m-%d %", "dd/mm/yyyy"}) {
    EXPECT_FALSE(is_date_format(format)) << format;
    try {
      test::make_cleanser(AttributeType::birth_date, "GB", {format});
      ADD_FAILURE() << format;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::job);
      EXPECT_NE(std::string(error.what()).find("birth_date"), std::string::npos);
    }
  }
}

TEST(Dates, each_day_of_four_centuries_survives_every_form) {
  Cleanser cleanser = test::make_cleanser(AttributeType::birth_date);
  std::int64_t seconds = parse_moment("1801-01-01");
  for (int year = 1801; year <= 2200; ++year)
    for (int month = 1; month <= 12; ++month)
      for (int day = 1; day <= 31; ++day) {
        if (!is_real_date(year, month, day)) continue;
        char iso[32], compact[32], european[32];
        std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
        std::snprintf(compact, sizeof compact, "%04d%02d%02d", year, month, day);
        std::snprintf(european, sizeof european, "%d.%d.%d", day, month, year);
        // Days follow each other without a gap, so the calendar and the count of seconds agree.
        ASSERT_EQ(parse_moment(iso), seconds) << iso;
        seconds += 86400;
        std::string value;
        if (!cleanser(iso, value)) continue;  // except for the few dummy dates
        ASSERT_EQ(value, iso);
        ASSERT_EQ(test::cleansed(cleanser, compact), iso);
        ASSERT_EQ(test::cleansed(cleanser, european), iso);
      }
}

TEST(Moments, are_seconds_since_1970_in_utc) {
  EXPECT_EQ(parse_moment("1970-01-01"), 0);
  EXPECT_EQ(parse_moment("1969-12-31T23:59:59Z"), -1);
  EXPECT_EQ(parse_moment("2024-02-29 12:34:56"), 1709210096);
  EXPECT_EQ(parse_moment("2024-02-29T12:34:56.789Z"), 1709210096);
  EXPECT_EQ(parse_moment("2024-02-29T14:34:56+02:00"), 1709210096);
  EXPECT_EQ(parse_moment("2024-02-29T07:04:56-0530"), 1709210096);
  EXPECT_EQ(parse_moment("20240229T123456Z"), 1709210096);
  EXPECT_EQ(parse_moment("1709210096"), 1709210096);
  EXPECT_EQ(parse_moment("1709210096.5"), 1709210096);
  EXPECT_EQ(parse_moment("1709210096789"), 1709210096);
  EXPECT_EQ(parse_moment("20240229"), 1709164800);
  EXPECT_EQ(parse_moment("29/02/2024 12:34"), 1709210040);
  EXPECT_EQ(parse_moment("02/03/24 00:00", {"%m/%d/%y %H:%M"}), parse_moment("2024-02-03"));
  EXPECT_EQ(parse_moment("2024-02-03", {"%m/%d/%y"}), kUnreadable);
  for (const std::string_view raw :
       {"", "x", "2024-02-30", "1234", "12345678901234567890", "2024-02-29T12:34:56+99:00", "\xff\xfe", "1709210096."})
    EXPECT_EQ(parse_moment(raw), kUnreadable) << raw;
}

}  // namespace
}  // namespace onefold::cleanse
