// Compares every fast path of cleansing with its definition.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "cleanse/dates.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/names.hpp"
#include "cleanse/support.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr int kNumRandomTexts = 50'000;

TEST(FoldAscii, agrees_with_unicode_at_every_place_of_every_length) {
  std::string filler, by_words, by_icu;
  for (const std::size_t size : {1U, 3U, 7U, 8U, 9U, 15U, 16U, 17U, 63U, 64U, 65U, 1000U}) {
    filler.assign(size, 'Q');
    for (std::size_t at = 0; at < std::min<std::size_t>(size, 70); ++at) {
      for (int c = 0; c < 128; ++c) {
        std::string text = filler;
        text[at] = static_cast<char>(c);
        fold(text, by_words);
        // The definition is slow, so each byte is folded only once.
        fold_unicode(std::string(1, static_cast<char>(c)), by_icu);
        std::string expected(size, 'q');
        expected[at] = by_icu[0];
        ASSERT_EQ(by_words, expected) << "byte " << c << " at " << at << " of " << size;
      }
    }
  }
}

TEST(PlainWords, are_letters_from_a_to_z_only) {
  EXPECT_FALSE(is_plain_word(""));
  for (const std::size_t size : {1U, 7U, 8U, 9U, 16U, 17U, 65U}) {
    std::string word(size, 'm');
    EXPECT_TRUE(is_plain_word(word));
    for (std::size_t at = 0; at < size; ++at) {
      for (int c = 0; c < 256; ++c) {
        word[at] = static_cast<char>(c);
        ASSERT_EQ(is_plain_word(word), c >= 'a' && c <= 'z') << "byte " << c << " at " << at << " of " << size;
      }
      word[at] = 'm';
    }
  }
}

/// Two to four numbers or months with separators; most are almost dates.
std::string random_date(test::Random& random) {
  static constexpr std::array<std::string_view, 8> kMonths = {"jan", "feb",  "sep", "sept",
                                                              "may", "june", "xyz", "dec."};
  static constexpr std::string_view kSeparators = "-/.  -/ ";
  const char separator = kSeparators[random.below(kSeparators.size())];
  std::string text;
  for (std::uint64_t part = 0, parts = random.below(9) == 0 ? 2 : 3; part < parts; ++part) {
    if (part > 0) text += random.below(20) == 0 ? ' ' : separator;
    const std::uint64_t kind = random.below(8);
    if (kind == 0) {
      text += kMonths[random.below(kMonths.size())];
    } else if (kind < 3) {
      text += std::to_string(1890 + random.below(400));
    } else {
      const std::uint64_t number = random.below(35);
      if (number < 10 && random.below(3) > 0) text += '0';
      text += std::to_string(number);
    }
  }
  static constexpr std::array<std::string_view, 6> kTails = {" ", "t10:00", "z", " 9", "x", "\xc3\xa9"};
  if (random.below(10) == 0) text += kTails[random.below(kTails.size())];
  return text;
}

TEST(DateShapes, answer_as_formats_do_or_not_at_all) {
  struct Declared {
    const char* format;
    DateShape shape;
    char separator;
  };
  for (const Declared& declared :
       {Declared{"%Y-%m-%d", DateShape::year_first, '-'}, Declared{"%Y/%m/%d", DateShape::year_first, '/'},
        Declared{"%d/%m/%Y", DateShape::day_first, '/'}, Declared{"%d.%m.%Y", DateShape::day_first, '.'},
        Declared{"%m-%d-%Y", DateShape::month_first, '-'}, Declared{"%d %b %Y", DateShape::day_and_name, '\0'},
        Declared{"", DateShape::recognised, '\0'}}) {
    test::Random random(11);
    int num_yes = 0, num_no = 0;
    for (int i = 0; i < kNumRandomTexts; ++i) {
      const std::string text(trim(random.below(4) == 0 ? test::random_text(random) : random_date(random)));
      Moment by_shape, by_format;
      const auto order = i % 2 == 0 ? DateOrder::day_first : DateOrder::month_first;
      const auto answer = read_by_shape(text, declared.shape, declared.separator, by_shape, order);
      if (!answer) continue;
      const bool expected = declared.shape == DateShape::recognised ? read_recognised(text, by_format, {order})
                                                                    : read_by_format(text, declared.format, by_format);
      ASSERT_EQ(*answer, expected) << declared.format << " " << ::testing::PrintToString(text);
      (expected ? num_yes : num_no) += 1;
      if (!expected) continue;
      const auto numbers = [](const Moment& m) {
        return std::vector<int>{m.year, m.month, m.day, m.hour, m.zone_minutes};
      };
      ASSERT_EQ(numbers(by_shape), numbers(by_format)) << declared.format << " " << text;
    }
    EXPECT_GT(num_yes, 50) << declared.format;
    if (declared.shape != DateShape::recognised) {
      EXPECT_GT(num_no, 1000) << declared.format;
    }
  }
}

TEST(Moments, short_cuts_agree_with_the_definition) {
  static constexpr std::array<std::string_view, 5> kBetween = {"T", " ", "t", "  ", "x"};
  static constexpr std::array<std::string_view, 7> kZones = {"", "", "Z", "z", " Z", "+01:00", ".5"};
  test::Random random(12);
  int num_readable = 0;
  for (int i = 0; i < kNumRandomTexts; ++i) {
    std::string text = random.below(5) == 0 ? test::random_text(random) : random_date(random);
    if (random.below(2) == 0) {
      text = std::to_string(1900 + random.below(200)) + "-" + std::to_string(10 + random.below(4)) + "-" +
             std::to_string(10 + random.below(23));
      text += kBetween[random.below(kBetween.size())];
      for (int part = 0; part < 3; ++part)
        text.append(part > 0 ? ":" : "").append(std::to_string(10 + random.below(part == 0 ? 16 : 53)));
      text += kZones[random.below(kZones.size())];
    } else if (random.below(3) == 0) {
      text =
          std::to_string(random.below(100'000'000'000'000) >> random.below(30)) + (random.below(5) == 0 ? ".25" : "");
    }
    const std::int64_t moment = parse_moment(text);
    ASSERT_EQ(moment, parse_any_moment(text, {})) << ::testing::PrintToString(text);
    num_readable += moment != parse_moment("") ? 1 : 0;
  }
  EXPECT_GT(num_readable, 5000);
}

TEST(CleansedColumns, are_what_the_cleanser_makes_of_each_value) {
  for (std::size_t t = 0; t < kNumTypes; ++t) {
    const auto type = static_cast<AttributeType>(t);
    config::AttributeConfig attribute;
    attribute.name = std::string(name_of(type));
    attribute.type = type;
    Cleanser naive(attribute, load_dummy_values({}));
    ColumnCleanser columns(attribute, load_dummy_values({}));
    test::Random random(14 + t);
    // Values that repeat, values that replace each other in the cache, and sequences of rows that bypass it.
    std::vector<std::string> few(300);
    for (auto& text : few) text = test::random_text(random);
    // A random text is rarely a location.
    if (type == AttributeType::location)
      for (std::size_t i = 0; i < few.size(); i += 2)
        few[i] = std::to_string(i % 90) + "." + std::to_string(i) + ", -1.5";
    few[0] = std::string(70, 'x');
    CleansedColumn found;
    TextColumn all;
    for (int part = 0; part < 5; ++part) {
      TextColumn raw;
      for (int i = 0; i < 9'000; ++i) {
        const bool again = part % 2 == 0 || random.below(8) == 0;
        raw.push_back(again ? few[random.below(few.size())] : test::random_text(random));
        all.push_back(raw[raw.size() - 1]);
      }
      columns.append(raw, found);
    }
    ASSERT_EQ(found.values.size(), all.size());
    ASSERT_EQ(found.hashes.size(), all.size());
    std::string cleansed;
    std::uint64_t num_kept = 0;
    ReadingCounts counts;
    for (std::size_t row = 0; row < all.size(); ++row) {
      num_kept += naive(all[row], cleansed) ? 1 : 0;
      ++counts.outcomes[static_cast<std::size_t>(naive.outcome())];
      if (naive.outcome() == Outcome::unreadable && counts.unreadable.size() < ReadingCounts::kNumExamples)
        counts.unreadable.push_back(row);
      ASSERT_EQ(found.values[row], cleansed) << name_of(type) << " " << ::testing::PrintToString(std::string(all[row]));
      ASSERT_EQ(found.hashes[row], cleansed.empty() ? 0 : hash_bytes(cleansed));
    }
    EXPECT_EQ(columns.counts().outcomes, counts.outcomes) << name_of(type);
    EXPECT_EQ(columns.counts().unreadable, counts.unreadable) << name_of(type);
    EXPECT_GT(num_kept, 100U) << name_of(type);
  }
}

}  // namespace
}  // namespace onefold::cleanse
