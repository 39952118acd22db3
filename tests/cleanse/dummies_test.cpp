#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cleanse/support.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cleanse {
namespace {

/// A temporary file, removed at the end of the test.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, std::string_view text)
      : path_((std::filesystem::path(::testing::TempDir()) / ("onefold_" + name)).string()) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string message_of(const config::CleanseConfig& config) {
  try {
    (void)load_dummy_values(config);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::job);
    return error.what();
  }
  return {};
}

TEST(Dummies, each_built_in_value_is_missing_in_its_type) {
  const auto dummies = load_dummy_values({});
  std::size_t num_values = 0;
  for (std::size_t i = 0; i < kNumTypes; ++i) {
    const auto type = static_cast<AttributeType>(i);
    Cleanser cleanser = test::make_cleanser(type);
    for (const std::string& value : dummies->of(type).values) {
      ++num_values;
      EXPECT_EQ(test::cleansed(cleanser, value), "") << name_of(type) << ": " << value;
      std::string shouted = "  ";
      for (const char c : value) shouted += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      EXPECT_EQ(test::cleansed(cleanser, shouted + " "), "") << name_of(type) << ": " << shouted;
    }
  }
  EXPECT_GT(num_values, 200U);
}

TEST(Dummies, words_are_dummies_of_types_that_cannot_read_them) {
  for (const AttributeType type : {AttributeType::phone, AttributeType::birth_date, AttributeType::number,
                                   AttributeType::postcode, AttributeType::email}) {
    Cleanser cleanser = test::make_cleanser(type);
    for (const char* word : {"unknown", "Unbekannt", "keine Angabe"}) {
      EXPECT_EQ(test::cleansed(cleanser, word), "") << word;
      EXPECT_EQ(cleanser.outcome(), Outcome::dummy) << name_of(type) << ": " << word;
    }
  }
}

TEST(Dummies, a_file_adds_to_the_built_in_list) {
  const TemporaryFile file("dummies_good.txt",
                           "\xef\xbb\xbf# ours\r\n\r\nsurname:  Mustermann \r\n*: keine Angabe\nphone: 0800 111 2222\n"
                           "birth_date: 02.02.1902\ncity: a:b");
  config::CleanseConfig config;
  config.dummy_files = {file.path()};
  const auto dummies = load_dummy_values(config);
  const auto missing = [&](AttributeType type, std::string_view raw) {
    config::AttributeConfig attribute;
    attribute.type = type;
    Cleanser cleanser(attribute, dummies);
    std::string value;
    return !cleanser(raw, value);
  };
  EXPECT_TRUE(missing(AttributeType::surname, "MUSTERMANN"));
  EXPECT_FALSE(missing(AttributeType::given_name, "Mustermann"));
  EXPECT_TRUE(missing(AttributeType::given_name, "Keine  Angabe"));
  EXPECT_TRUE(missing(AttributeType::city, "keine-angabe"));
  EXPECT_TRUE(missing(AttributeType::phone, "+44 800 1112222"));
  EXPECT_TRUE(missing(AttributeType::birth_date, "1902-02-02"));
  EXPECT_TRUE(missing(AttributeType::city, "A:B"));
  EXPECT_FALSE(missing(AttributeType::city, "a b"));
  EXPECT_TRUE(missing(AttributeType::surname, "n/a"));
}

TEST(Dummies, the_job_adds_values_of_an_attribute) {
  config::AttributeConfig attribute;
  attribute.type = AttributeType::identifier;
  attribute.dummies = {"AB-999", "repeated-digit"};
  Cleanser cleanser(attribute, nullptr);
  EXPECT_EQ(test::cleansed(cleanser, "ab999"), "");
  EXPECT_EQ(test::cleansed(cleanser, "5555"), "");
  EXPECT_EQ(test::cleansed(cleanser, "55"), "55");
  EXPECT_EQ(test::cleansed(cleanser, "unknown"), "unknown");
  Cleanser moved = std::move(cleanser);
  EXPECT_EQ(test::cleansed(moved, "AB999"), "");
}

TEST(Dummies, a_bad_file_is_named_with_its_line_and_without_its_values) {
  struct BadList {
    std::string_view text, place, reason;
  };
  const std::vector<BadList> lists = {
      {"# fine\nsurname: x\nsecret\n", ":3: ", "type: value"},
      {"surename: secret\n", ":1: ", "unknown attribute type"},
      {"\nsurname:  \n", ":2: ", "no value"},
      {"city: repeated-digit\n", ":1: ", "repeated-digit"},
  };
  for (const BadList& list : lists) {
    const TemporaryFile file("dummies_bad.txt", list.text);
    config::CleanseConfig config;
    config.dummy_files = {file.path()};
    const std::string message = message_of(config);
    EXPECT_NE(message.find(file.path() + std::string(list.place)), std::string::npos) << message;
    EXPECT_NE(message.find(list.reason), std::string::npos) << message;
    EXPECT_EQ(message.find("secret"), std::string::npos) << message;
  }
}

TEST(Dummies, a_missing_file_and_a_folder_are_named) {
  config::CleanseConfig config;
  config.dummy_files = {"no/such/dummies.txt"};
  EXPECT_NE(message_of(config).find("no/such/dummies.txt"), std::string::npos);
  EXPECT_NE(message_of(config).find("check `dummies` in [cleanse]"), std::string::npos) << "the key as users write it";
  config.dummy_files = {std::filesystem::temp_directory_path().string()};
  EXPECT_NE(message_of(config).find("directory"), std::string::npos);
}

TEST(Dummies, a_fifo_is_refused_instead_of_waited_for) {
  const std::string path = (std::filesystem::path(::testing::TempDir()) / "onefold_dummies_fifo").string();
  std::filesystem::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  config::CleanseConfig config;
  config.dummy_files = {path};
  EXPECT_NE(message_of(config).find("is not a regular file"), std::string::npos);
  std::filesystem::remove(path);
}

TEST(Dummies, a_short_set_agrees_with_a_plain_search) {
  test::Random random(6);
  ShortSet set;
  std::vector<std::string> plain;
  for (int i = 0; i < 60; ++i) {
    std::string value = test::random_text(random);
    plain.push_back(value);
    set.insert(std::move(value));
  }
  std::erase(plain, "");
  plain.push_back(std::string(100, 'x'));
  set.insert(std::string(100, 'x'));
  EXPECT_EQ(set.longest(), std::ranges::max(plain, {}, &std::string::size).size());
  for (int i = 0; i < 20'000; ++i) {
    const std::string value =
        i < 61 && i < static_cast<int>(plain.size()) ? plain[static_cast<std::size_t>(i)] : test::random_text(random);
    ASSERT_EQ(set.contains(value), std::ranges::find(plain, value) != plain.end());
  }
  EXPECT_FALSE(set.contains(std::string(99, 'x')));
}

TEST(Dummies, repeated_digits_are_found_after_prefixes) {
  for (const char* value : {"000", "0000000000", "11-11-11", "+447777777777", "07777777777", "+1 999999999"})
    EXPECT_TRUE(is_repeated_digit(value)) << value;
  for (const char* value : {"", "00", "0777777771", "0177777777", "a111", "111a", "0001", "---"})
    EXPECT_FALSE(is_repeated_digit(value)) << value;
}

}  // namespace
}  // namespace onefold::cleanse
