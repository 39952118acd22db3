// Attributes with several values: several columns, a separator, and what follows from them.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

std::vector<std::string> levels_of(const Job& job, const std::string& name) {
  std::vector<std::string> texts;
  for (const auto& comparison : job.comparisons)
    if (comparison.name == name)
      for (const auto& level : comparison.levels) texts.push_back(level.text);
  return texts;
}
const AttributeConfig& attribute_of(const Job& job, const std::string& name) {
  return *std::find_if(job.attributes.begin(), job.attributes.end(), [&](const auto& a) { return a.name == name; });
}

TEST(Arrays, several_columns_or_a_separator_make_an_attribute_with_several_values) {
  const Job plain = parse_job(kGoodJob, "t.toml");
  for (const auto& attribute : plain.attributes) EXPECT_FALSE(attribute.is_array) << attribute.name;

  const Job columns =
      parse_job(replaced("mail = \"EMAIL\"", "mail = [\"EMAIL\", \"EMAIL 2\"], phone = [\"TEL\"]"), "t.toml");
  EXPECT_TRUE(attribute_of(columns, "mail").is_array);
  EXPECT_FALSE(attribute_of(columns, "phone").is_array);  // a list of one column is a column
  std::vector<std::string> mapped;
  for (const auto& mapping : columns.sources[0].columns)
    if (columns.attributes[mapping.attribute].name == "mail") mapped.push_back(mapping.from.column);
  EXPECT_EQ(mapped, (std::vector<std::string>{"EMAIL", "EMAIL 2"}));

  const Job separated = parse_job(replaced("type = \"email\"", "type = \"email\"\nseparator = \"|\""), "t.toml");
  EXPECT_TRUE(attribute_of(separated, "mail").is_array);
  EXPECT_EQ(attribute_of(separated, "mail").separator, '|');
  const Job declared = parse_job(replaced("type = \"email\"", "type = \"email\"\narray = true"), "t.toml");
  EXPECT_TRUE(attribute_of(declared, "mail").is_array);
  EXPECT_NE(declared.resolved_toml.find("\narray = true\n"), std::string::npos);
}

TEST(Arrays, pick_levels_and_survivorship_of_their_own) {
  const Job job = parse_job(replaced("mail = \"EMAIL\"", "mail = [\"EMAIL\", \"EMAIL2\"]"), "t.toml");
  EXPECT_EQ(levels_of(job, "mail"),
            (std::vector<std::string>{"exact", "overlap >= 1", "email_local", "email_local_jaro_winkler >= 0.88"}));
  for (std::size_t a = 0; a < job.attributes.size(); ++a)
    EXPECT_EQ(job.merge.rules[a] == SurvivorshipRule::all_elements, job.attributes[a].name == "mail");
  for (const auto& comparison : job.comparisons) EXPECT_EQ(comparison.reads_arrays, comparison.name == "mail");
  const Job recent = parse_job(
      replaced("mail = \"EMAIL\"", "mail = [\"EMAIL\", \"EMAIL2\"]") + "[merge.rules]\nmail = \"longest\"\n", "t.toml");
  for (std::size_t a = 0; a < recent.attributes.size(); ++a)
    EXPECT_EQ(recent.merge.rules[a] == SurvivorshipRule::longest, recent.attributes[a].is_array);
}

TEST(Arrays, columns_that_are_joined_are_one_value) {
  const Job job = parse_job(
      replaced("mail = \"EMAIL\"", "mail = \"EMAIL\", location = { join = [\"LAT\", \"LON\"], with = \", \" }"),
      "t.toml");
  EXPECT_FALSE(attribute_of(job, "location").is_array);
  EXPECT_EQ(levels_of(job, "location").front(), "exact");
  std::vector<std::string> mapped;
  for (const auto& mapping : job.sources[0].columns)
    for (const auto& part : mapping.from.joined) mapped.push_back(part.column + "|" + mapping.from.with);
  EXPECT_EQ(mapped, (std::vector<std::string>{"LAT|, ", "LON|, "}));
  EXPECT_NE(job.resolved_toml.find("location = { join = [\"LAT\", \"LON\"], with = \", \" }"), std::string::npos);
  EXPECT_EQ(parse_job(job.resolved_toml, "t.toml").resolved_toml, job.resolved_toml);
  // A blank stands between them unless the job says otherwise.
  const Job plain =
      parse_job(replaced("mail = \"EMAIL\"", "mail = \"EMAIL\", address = { join = [\"A\", \"B\"] }"), "t.toml");
  EXPECT_NE(plain.resolved_toml.find("{ join = [\"A\", \"B\"], with = \" \" }"), std::string::npos);
}

TEST(Arrays, mistakes_in_joined_columns_are_told) {
  const auto said = [](const std::string& value) {
    return mistakes_of(replaced("mail = \"EMAIL\"", "mail = \"EMAIL\", address = " + value));
  };
  EXPECT_NE(said("{ join = [\"A\"] }").find("expected two or more columns"), std::string::npos);
  EXPECT_NE(said("{ with = \",\" }").find("expected column, join or value"), std::string::npos);
  EXPECT_NE(said("{ join = \"A\" }").find("expected two or more columns"), std::string::npos);
  EXPECT_NE(said("{ join = [\"A\", \"A\"] }").find("occurs twice in the list"), std::string::npos);
  EXPECT_NE(said("{ join = [\"A\", \"B\"], with = \"\\u001f\" }").find("control characters"), std::string::npos);
  EXPECT_NE(said("{ join = [\"A\", \"B\"], wiht = \" \" }").find("unknown key \"wiht\""), std::string::npos);
  EXPECT_EQ(said("{ join = [\"A\", \"B\"], with = \"\" }"), "");
}

TEST(Arrays, the_resolved_job_parses_back_to_the_same) {
  const std::string text =
      replaced("mail = \"EMAIL\"", "mail = [\"EMAIL\", \"A \\\"B\\\"\", \"C\"], aka = \"AKA\"") +
      "[[attribute]]\nname = \"aka\"\ntype = \"surname\"\nseparator = \"\\t\"\n"
      "[[comparison]]\nattribute = \"aka\"\nlevels = [\"overlap_weight >= 12.5\", \"overlap >= 2\", \"exact\", "
      "\"overlap_share >= 0.5\", \"tfidf >= 0.5\", \"jaro_winkler >= 0.9\"]\n";
  const Job job = parse_job(text, "t.toml");
  const Job again = parse_job(job.resolved_toml, "t.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.sources[0].columns.size(), job.sources[0].columns.size());
  EXPECT_NE(job.resolved_toml.find("mail = [\"EMAIL\", \"A \\\"B\\\"\", \"C\"]"), std::string::npos)
      << job.resolved_toml;
  EXPECT_NE(job.resolved_toml.find("mail = \"union\""), std::string::npos);
  EXPECT_EQ(levels_of(again, "aka"), levels_of(job, "aka"));
  EXPECT_EQ(levels_of(job, "aka").size(), 6U);
}

TEST(Arrays, positions_can_be_listed_too) {
  const Job job = parse_job(
      "[job]\nname = \"t\"\noutput = \"o.h5\"\n[[source]]\nname = \"a\"\nfiles = \"a.csv\"\nheader = false\n"
      "columns = { email = [2, 5], surname = 1 }\n[[blocking]]\non = \"email\"\n",
      "t.toml");
  EXPECT_EQ(job.sources[0].columns.size(), 3U);
  EXPECT_EQ(parse_job(job.resolved_toml, "t.toml").resolved_toml, job.resolved_toml);
}

TEST(Arrays, mistakes_are_reported_at_their_places) {
  for (const std::string wrong : {"", "; ", "a", "7", "\\n", "\\u00e9"})
    EXPECT_EQ(mistakes_of(replaced("type = \"email\"", "type = \"email\"\nseparator = \"" + wrong + "\"")),
              "t.toml:13:13: [[attribute]] mail: separator: expected one byte that is no letter, digit or control "
              "character, as in "
              "\";\" or \"|\"")
        << wrong;
  EXPECT_EQ(mistakes_of(replaced("\"EMAIL\"", "[]")),
            "t.toml:8:80: [[source]] crm: columns.mail: expected at least one column");
  EXPECT_EQ(mistakes_of(replaced("\"EMAIL\"", "[\"A\", 3]")).substr(0, 71),
            "t.toml:8:86: [[source]] crm: columns.mail: expected the name of a colum");
  EXPECT_EQ(mistakes_of(replaced("\"EMAIL\"", "[\"A\", \"B\", \"A\"]")),
            "t.toml:8:91: [[source]] crm: columns.mail: \"A\" occurs twice in the list");
  EXPECT_EQ(
      mistakes_of(with("[[comparison]]\nattribute = \"mail\"\nlevels = [\"overlap >= 1\"]\n")),
      "t.toml:18:12: [[comparison]] mail: levels: overlap compares several values, and mail has one; give it several "
      "columns, or a separator");
  EXPECT_EQ(mistakes_of(with("[merge.rules]\nmail = \"union\"\n")),
            "t.toml:17:8: [merge]: rules: mail: \"union\" is for attributes with several values: several columns, or a "
            "separator");
  EXPECT_EQ(
      mistakes_of(with("[merge]\ndefault = \"union\"\n")),
      "t.toml:17:11: [merge]: default: \"union\" is for attributes with several values; name them in [merge.rules]");
  EXPECT_EQ(mistakes_of(replaced("mail = \"EMAIL\"", "mail = \"EMAIL\", full_name = [\"A\", \"B\"]")),
            "t.toml:8:89: [[source]] crm: columns: full_name: a full name that is split into given name and surname "
            "cannot have "
            "several values; map one column, without a separator");
  const std::string array = replaced("\"EMAIL\"", "[\"A\", \"B\"]");
  const auto level = [&](const std::string& text) {
    return mistakes_of(array + "[[comparison]]\nattribute = \"mail\"\nlevels = [\"" + text + "\"]\n");
  };
  EXPECT_EQ(
      level("overlap >= 1.5"),
      "t.toml:18:23: [[comparison]] mail: levels: overlap needs a whole number from 1 to 100; expected: overlap >= 1");
  EXPECT_EQ(level("overlap_weight >= 0"),
            "t.toml:18:30: [[comparison]] mail: levels: overlap_weight needs a number of bits above 0 and up to 1000 "
            "with at most "
            "four decimals; expected: overlap_weight >= 20");
  EXPECT_EQ(level("overlap_share <= 1"),
            "t.toml:18:26: [[comparison]] mail: levels: overlap_share is a similarity and needs >=; expected: "
            "overlap_share >= 0.92");
  EXPECT_EQ(level("overlap >= 1\", \"overlap >= 2"),
            "t.toml:18:28: [[comparison]] mail: levels: \"overlap >= 2\" can never hold, because the earlier level "
            "\"overlap >= 1\" "
            "covers it");
}

}  // namespace
}  // namespace onefold::config::test
