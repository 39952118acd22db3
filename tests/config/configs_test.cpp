// The job files of the repository.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/default_levels.hpp"
#include "config/job_text.hpp"
#include "expressions/parse_text.hpp"

namespace onefold::config {
namespace {

std::filesystem::path folder() { return std::filesystem::path(ONEFOLD_SOURCE_DIR) / "configs"; }

std::vector<std::filesystem::path> job_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

Job read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return parse_job(
      text.str(), file.filename().string(), {},
      test::environment_of({{"ONEFOLD_DATA", "/data"}, {"ONEFOLD_DEMO", "/demo"}, {"ONEFOLD_BENCH", "/bench"}}));
}

TEST(Configs, every_job_file_is_read_and_its_resolved_form_again) {
  EXPECT_GE(job_files().size(), 5u);
  for (const auto& file : job_files()) {
    SCOPED_TRACE(file.filename());
    const Job job = read(file);
    const Job again = parse_job(job.resolved_toml, "resolved.toml");
    EXPECT_EQ(again.resolved_toml, job.resolved_toml);
    EXPECT_EQ(again.digest_toml, job.digest_toml);
  }
}

TEST(Configs, the_quickstart_splits_full_names_and_compares_what_is_left) {
  const Job job = read(folder() / "quickstart.toml");
  ASSERT_EQ(job.sources.size(), 3u);
  EXPECT_EQ(job.sources[0].files[0], "/demo/crm.csv");
  EXPECT_EQ(job.sources[2].text.delimiter, "\t");
  for (const auto& comparison : job.comparisons) EXPECT_NE(comparison.name, "full_name");
  // Neither full_name nor the attributes that repeat the postcode are compared.
  EXPECT_EQ(job.comparisons.size() + 3, job.attributes.size());
}

std::string page() {
  std::ostringstream text;
  text << std::ifstream(folder() / "../docs/job_file.md").rdbuf();
  return text.str();
}

// The names that a message lists after "expected one of: ".
std::vector<std::string> names_listed_in(const std::string& message) {
  constexpr std::string_view kIntroduction = "expected one of: ";
  std::vector<std::string> names;
  const std::size_t begin = message.find(kIntroduction);
  if (begin == std::string::npos) return names;
  std::istringstream rest(message.substr(begin + kIntroduction.size()));
  for (std::string name; rest >> name;) {
    if (name.back() == ',') name.pop_back();
    names.push_back(name);
  }
  return names;
}

TEST(JobFilePage, lists_all_measures_and_functions_of_keys) {
  // All measures suit an attribute whose type is unknown.
  const std::vector<KnownAttribute> attributes = {{"q", std::nullopt}};
  const auto measures = names_listed_in(parse_level("zzzzzzzz", 0, attributes).mistake);
  EXPECT_GT(measures.size(), 30u);
  for (const auto& name : measures) {
    const bool found = page().find("`" + name + "`") != std::string::npos ||
                       page().find("`" + name + " ") != std::string::npos ||
                       page().find("`" + name + "(") != std::string::npos;
    EXPECT_TRUE(found) << name;
  }
  const auto functions = names_listed_in(parse_key_expression("zzzzzzzz(q)", attributes).mistake);
  EXPECT_GT(functions.size(), 10u);
  for (const auto& name : functions) EXPECT_NE(page().find("`" + name + "("), std::string::npos) << name;
}

TEST(JobFilePage, lists_the_defaults_of_all_types) {
  const std::string text = page();
  constexpr const char* kRules[] = {"most_recent", "most_frequent"};
  for (std::size_t i = 0; i < kAttributeTypeNames.size(); ++i) {
    const auto type = static_cast<AttributeType>(i);
    const DefaultComparison defaults = default_comparison(type);
    std::string row = "| `" + std::string(name_of(type)) + "` | ";
    for (const auto level : defaults.levels) row += (level == "exact" ? "`" : ", `") + std::string(level) + "`";
    row += std::string(defaults.term_frequency ? " | yes" : " | no") + " | `" +
           kRules[static_cast<std::size_t>(default_survivorship(type))] + "` |";
    EXPECT_NE(text.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace onefold::config
