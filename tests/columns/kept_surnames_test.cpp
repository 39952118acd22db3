#include "columns/kept_surnames.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace onefold::columns {
namespace {

TEST(KeptSurnames, words_that_the_user_declares_as_dummies_are_those_of_the_attribute_and_of_files) {
  const auto path = std::filesystem::temp_directory_path() / ("kept_surnames_" + std::to_string(getpid()));
  std::ofstream(path) << "# ours\nsurname: Null\ngiven_name: Nemo\n";
  const config::AttributeConfig surname{.name = "surname", .type = AttributeType::surname, .dummies = {" TEST "}};
  const auto builtin = cleanse::load_dummy_values({});
  EXPECT_EQ(declared_dummies(surname, *builtin), std::vector<std::string>{"test"});
  const auto with_file = cleanse::load_dummy_values({.dummy_files = {path}});
  std::filesystem::remove(path);
  EXPECT_EQ(declared_dummies(surname, *with_file), (std::vector<std::string>{"test", "null"}));
}

}  // namespace
}  // namespace onefold::columns
