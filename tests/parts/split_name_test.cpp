#include "parts/split_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "cleanse/support.hpp"

namespace onefold::parts {
namespace {

using config::Split;

struct NameCase {
  std::string_view raw, given_name, surname;
};

void expect_parts(const std::vector<NameCase>& cases, Split order = Split::none) {
  for (const NameCase& c : cases) {
    const NameParts parts = split_name(c.raw, order);
    EXPECT_EQ(parts.given_name, c.given_name) << c.raw;
    EXPECT_EQ(parts.surname, c.surname) << c.raw;
  }
}

TEST(SplitName, the_surname_is_the_last_word_with_its_particles) {
  expect_parts({{"Carl Weber", "Carl", "Weber"},
                {"Weber", "", "Weber"},
                {"Mr Weber", "", "Weber"},
                {"Dr. Jan van den Broek", "Jan", "van den Broek"},
                {"Jan Van Hove", "Jan", "Van Hove"},
                {"JAN VAN DEN BROEK", "JAN", "VAN DEN BROEK"},
                {"van Goethem", "", "van Goethem"},
                {"Ben Weber", "Ben", "Weber"},
                {"Charles de  la Fosse", "Charles", "de  la Fosse"},
                {"Omar bin Said", "Omar", "bin Said"},
                {"Khalid al-Masri", "Khalid", "al-Masri"},
                {"Ewan Mac Leod", "Ewan", "Mac Leod"},
                {"Rory McIntosh", "Rory", "McIntosh"},
                {"Nora O'Shea", "Nora", "O'Shea"},
                {"Nora O\u2019 Shea", "Nora", "O\u2019 Shea"},
                {"Se\u00e1n \u00d3 Briain", "Se\u00e1n", "\u00d3 Briain"},
                {"Clara Elisabeth von und zu Stein", "Clara Elisabeth", "von und zu Stein"},
                {"Otto Graf Arnim", "Otto", "Graf Arnim"},
                {"Petra Graf", "Petra", "Graf"},
                {"Luis de San Mart\u00edn", "Luis", "de San Mart\u00edn"},
                {"Pieter in 't Veld", "Pieter", "in 't Veld"},
                {"Jos\u00e9 Mora y Prado", "Jos\u00e9", "Mora y Prado"},
                {"Gloria von Turn und Thal", "Gloria", "von Turn und Thal"},
                {"Anna-Maria M\u00fcller-L\u00fcders", "Anna-Maria", "M\u00fcller-L\u00fcders"},
                {"", "", ""},
                {",", "", ""},
                {"...", "", ""},
                {"Dr", "", "Dr"}});
}

TEST(SplitName, a_comma_stands_behind_the_surname) {
  expect_parts({{"WEBER, Carl", "Carl", "WEBER"},
                {"van den Broek, Dr. Jan Willem", "Jan Willem", "van den Broek"},
                {"Broek, Jan van den", "Jan", "van den Broek"},
                {"Weber, Carl F.", "Carl", "Weber"},
                {"Weber, C. F.", "C. F.", "Weber"},
                {"Weber, C.F.", "C.F.", "Weber"},
                {"Weber, Hans Dr.", "Hans", "Weber"},
                {"Weber, Carl, Jr.", "Carl", "Weber"},
                {"Weber, Jr., Carl", "Carl", "Weber"},
                {"Weber, Anna und Carl", "Anna", "Weber"},
                {"Weber geb. Klein, Anna", "Anna", "Weber"},
                {", Carl", "", "Carl"},
                {"Weber,", "", "Weber"},
                {"Dr., Carl Weber", "Carl", "Weber"}});
}

TEST(SplitName, titles_degrees_and_generations_are_no_names) {
  expect_parts({{"Prof. Dr. med. Anna Weber", "Anna", "Weber"},
                {"Prof. Dr. h. c. Anna Weber", "Anna", "Weber"},
                {"Dipl.-Ing. Carl Weber", "Carl", "Weber"},
                {"Sr. Luis Mora", "Luis", "Mora"},
                {"Sra. D\u00edaz", "", "D\u00edaz"},
                {"Luis Mora Sr.", "Luis", "Mora"},
                {"Capt. Nora Shea", "Nora", "Shea"},
                {"Nora Shea, M.D.", "Nora", "Shea"},
                {"Nora Shea M.D.", "Nora", "Shea"},
                {"Nora Shea MD", "Nora", "Shea"},
                {"Nora Shea, MD, PhD", "Nora", "Shea"},
                {"Nora Shea, P.Eng", "Nora", "Shea"},
                {"Nora Shea P.Eng.", "Nora", "Shea"},
                {"Nora Shea MBA", "Nora", "Shea"},
                {"Nora Shea, Esq.", "Nora", "Shea"},
                {"Nora Shea Ph. D.", "Nora", "Shea"},
                {"Carl Weber III", "Carl", "Weber"},
                {"CARL WEBER MD", "CARL", "WEBER"},
                {"WEBER, CARL MD", "CARL", "WEBER"},
                {"Carl Weber Junior", "Carl", "Weber"},
                {"Carl Junior", "Carl", "Junior"},
                {"Eheleute Anna und Carl Weber", "Anna", "Weber"},
                {"Familie Weber", "", "Weber"},
                {"Carl Weber, 3rd", "Carl", "Weber"},
                {"Mr Carl F. Weber Jr.", "Carl", "Weber"},
                // Names, not degrees.
                {"Rahman, Md", "Md", "Rahman"},
                {"Amina Mba", "Amina", "Mba"},
                {"Weber, M.A.", "M.A.", "Weber"},
                {"thomas arundel, 2nd baron arundel of wardour", "thomas", "arundel"}});
  EXPECT_EQ(split_name("Carl Weber, Jr.").suffix, "Jr.");
  EXPECT_EQ(split_name("Weber, Carl, III").suffix, "III");
  EXPECT_EQ(split_name("Prof. Dr. Anna Weber").title, "Prof. Dr.");
  EXPECT_EQ(split_name("Sr. Luis Mora").suffix, "");
}

TEST(SplitName, middle_initials_are_no_given_names_unless_there_is_no_other) {
  expect_parts({{"Carl F. Weber", "Carl", "Weber"},
                {"Carl F Weber", "Carl", "Weber"},
                {"Carl F.G. Weber", "Carl", "Weber"},
                {"Anna Maria K. Weber", "Anna Maria", "Weber"},
                {"C. F. Weber", "C. F.", "Weber"},
                {"C. Friedrich Weber", "C. Friedrich", "Weber"},
                {"Weber C", "C", "Weber"},
                {"van den Broek J. W.", "J. W.", "van den Broek"},
                {"Carl Weber F", "Carl", "Weber"},
                {"\u738b \u660e", "\u738b", "\u660e"}});
  EXPECT_EQ(split_name("Carl F. Weber").middle_initial, "F.");
}

TEST(SplitName, remarks_and_names_at_birth_are_no_names) {
  expect_parts({{"Carl Weber (deceased)", "Carl", "Weber"},
                {"Carl Weber [do not call]", "Carl", "Weber"},
                {"Carl Weber - deceased", "Carl", "Weber"},
                {"Carl Weber DECEASED", "Carl", "Weber"},
                {"The late Carl Weber", "Carl", "Weber"},
                {"Estate of Carl Weber", "Carl", "Weber"},
                {"Carl Weber - Estate", "Carl", "Weber"},
                {"The Weber Family", "", "Weber"},
                {"Carl \"Charlie\" Weber", "Carl", "Weber"},
                {"Carl (Charlie) Weber", "Carl", "Weber"},
                {"Carl Weber (", "Carl", "Weber"},
                {"(Weber)", "", "Weber"},
                {"Anna Weber n\u00e9e Klein", "Anna", "Weber"},
                {"Anna Weber, geb. Klein", "Anna", "Weber"},
                {"Anna Weber geb. Klein", "Anna", "Weber"},
                {"ANNA WEBER GEB KLEIN", "ANNA", "WEBER"},
                {"Max Born", "Max", "Born"},
                {"Victor Nee", "Victor", "Nee"}});
}

TEST(SplitName, two_people_give_the_name_of_the_first) {
  expect_parts({{"Mr and Mrs C Weber", "C", "Weber"},
                {"Mr & Mrs Carl Weber", "Carl", "Weber"},
                {"Herr und Frau Weber", "", "Weber"},
                {"Anna und Carl Weber", "Anna", "Weber"},
                {"Anna & Carl van den Broek", "Anna", "van den Broek"},
                {"C & A Weber", "C", "Weber"},
                {"Mr Carl Weber and Mrs Anna Klein", "Carl", "Weber"},
                {"Carl Weber / Anna Klein", "Carl", "Weber"},
                {"Dr Carl and Mrs Anna Weber", "Carl", "Weber"}});
}

TEST(SplitName, organisations_have_no_given_name) {
  for (const std::string_view name : {"Beta Ltd", "Beta Tools Inc.", "Beta GmbH & Co. KG", "Beta AG", "Beta S.A.",
                                      "Weber & Co", "Weber & S\u00f6hne", "Beta Pty Limited", "Turnverein Beta e.V.",
                                      "Firma Carl Weber", "University of Betaville", "Beta Insurance Services"}) {
    const NameParts parts = split_name(name);
    EXPECT_EQ(parts.given_name, "") << name;
    EXPECT_EQ(parts.organisation, name);
    EXPECT_EQ(parts.surname, name);
  }
  EXPECT_EQ(split_name("Beta, Inc.").organisation, "Beta Inc.");
  for (const std::string_view name : {"Maria S\u00e1", "Carl Ag", "Anna Co", "Anna Bank", "Charlotte Church"})
    EXPECT_EQ(split_name(name).organisation, "") << name;
}

TEST(SplitName, accents_tell_words_of_other_languages_from_particles) {
  expect_parts({{"Tr\u1ea7n V\u0103n Long", "V\u0103n Long", "Tr\u1ea7n"},
                {"Tran Van Long", "Van Long", "Tran"},
                {"Long Van Nguyen", "Long Van", "Nguyen"},
                {"Long Tr\u1ea7n", "Long", "Tr\u1ea7n"},
                {"Petrova Anna Ivanovna", "Anna Ivanovna", "Petrova"},
                {"Anna Ivanovna Petrova", "Anna Ivanovna", "Petrova"}});
}

TEST(SplitName, the_order_can_be_given_or_shows_in_capitals) {
  expect_parts({{"Weber Carl", "Carl", "Weber"},
                {"WEBER KLEIN Anna", "Anna", "WEBER KLEIN"},
                {"van den Broek Jan Willem", "Jan Willem", "van den Broek"},
                {"Nagy Anna Dr.", "Anna", "Nagy"},
                {"Weber, Carl", "Carl", "Weber"},
                {"Weber", "", "Weber"},
                {"Carl Weber Jr.", "Weber", "Carl"}},
               Split::surname_first);
  expect_parts({{"WEBER Carl", "Carl", "WEBER"},
                {"von der WEIDE Anna", "Anna", "von der WEIDE"},
                {"Jean Paul DUPIN MOREL", "Jean Paul", "DUPIN MOREL"},
                {"AJ Weber", "AJ", "Weber"}});
  expect_parts({{"WEBER Carl", "WEBER", "Carl"}}, Split::given_first);
}

TEST(SplitName, any_bytes_give_words_of_them) {
  test::Random random(3);
  for (int i = 0; i < 20'000; ++i) {
    const std::string raw = test::random_text(random);
    for (const Split order : {Split::none, Split::given_first, Split::surname_first}) {
      const NameParts parts = split_name(raw, order);
      for (const std::string* part : {&parts.given_name, &parts.surname, &parts.middle_initial, &parts.suffix}) {
        EXPECT_LE(part->size(), raw.size());
        const std::string first = part->substr(0, part->find(' '));
        EXPECT_NE(raw.find(first), std::string::npos);
      }
      EXPECT_TRUE(parts.given_name.empty() || !parts.surname.empty()) << raw;
    }
  }
}

TEST(SplitName, plain_names_are_split_as_any_name_is) {
  static constexpr std::array<std::string_view, 56> kWords = {
      "M",     "m",    "e",   "Marco",    "Anna",        "BERG",    "van", "der",  "de",   "La",  "al",
      "Ben",   "mac",  "Dr",  "mr",       "Jr",          "III",     "D",   "ph",   "Esq",  "X",   "und",
      "y",     "Ltd",  "nee", "deceased", "Nguyen",      "Thi",     "co",  "the",  "late", "Mba", "in",
      "firma", "sons", "ag",  "graf",     "smith-Jones", "O'Brien", "M.",  "Ana,", "von",  "st",  "\xc3\x89mile",
      "B",     "Kim,", "Lu",  "Carl",     "ME-YER",      "d'Arc",   ",",   "De,",  "Mr.",  "E",   "Mrs",
      "Herr"};
  test::Random random(13);
  int num_plain = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (std::uint64_t n = random.below(random.below(10) == 0 ? 12 : 5); n > 0; --n) {
      text += kWords[random.below(kWords.size())];
      text.append(random.below(3), ' ');
    }
    if (random.below(9) == 0) text = test::random_text(random);
    if (random.below(50) == 0) text += std::string(40, 'w');
    NameViews plain;
    if (!split_plain_name(text, plain)) continue;
    ++num_plain;
    const NameParts any = split_any_name(text, Split::none);
    ASSERT_EQ(plain.given_name, any.given_name) << text;
    ASSERT_EQ(plain.surname, any.surname) << text;
    ASSERT_EQ(plain.middle_initial, any.middle_initial) << text;
    ASSERT_EQ(plain.title, any.title) << text;
    ASSERT_EQ(any.suffix + any.organisation, "") << text;
  }
  EXPECT_GT(num_plain, 5000);
}

}  // namespace
}  // namespace onefold::parts
