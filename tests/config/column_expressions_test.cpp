// What attributes get from a row: patterns, splits, constants, joined columns, and lists of them.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

/// The good job with more columns in its source.
std::string with_columns(const std::string& more) { return replaced("mail = \"EMAIL\"", "mail = \"EMAIL\", " + more); }
std::vector<ColumnExpression> expressions_of(const Job& job, const std::string& attribute) {
  std::vector<ColumnExpression> found;
  for (const auto& mapping : job.sources[0].columns)
    if (job.attributes[mapping.attribute].name == attribute) found.push_back(mapping.from);
  return found;
}

TEST(ColumnExpressions, say_which_part_of_which_column_an_attribute_gets) {
  const Job job = parse_job(with_columns("postcode = { column = \"ADDR\", pattern = '(\\d{5})' }, "
                                         "city = { column = \"ADDR\", split = \"address\" }, "
                                         "category = { value = \"DE\" }, "
                                         "phone = [\"P1\", { join = [\"AREA\", { column = \"NO\", pattern = '\\d+' }], "
                                         "with = \"\" }, { column = \"P1\", pattern = '/(.*)' }]"),
                            "t.toml");
  const auto postcode = expressions_of(job, "postcode").at(0);
  EXPECT_EQ(postcode.column, "ADDR");
  EXPECT_EQ(postcode.pattern, "(\\d{5})");
  const auto city = expressions_of(job, "city").at(0);
  EXPECT_EQ(city.split, Split::address);
  EXPECT_EQ(city.part, SplitPart::city);
  EXPECT_EQ(expressions_of(job, "category").at(0).value, "DE");
  const auto phones = expressions_of(job, "phone");
  ASSERT_EQ(phones.size(), 3u);
  EXPECT_TRUE(phones[0].is_plain());
  EXPECT_EQ(phones[1].joined.at(1).pattern, "\\d+");
  for (const auto& attribute : job.attributes) EXPECT_EQ(attribute.is_array, attribute.name == "phone");
  std::vector<std::string> columns;
  for (const auto& phone : phones) for_each_column(phone, [&](const std::string& name) { columns.push_back(name); });
  EXPECT_EQ(columns, (std::vector<std::string>{"P1", "AREA", "NO", "P1"}));
  const Job again = parse_job(job.resolved_toml, "t.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.digest_toml, job.digest_toml);
  EXPECT_EQ(expressions_of(again, "phone"), phones);
}

TEST(ColumnExpressions, the_part_of_a_split_text_follows_from_name_or_type_unless_it_is_given) {
  const std::string house = "[[attribute]]\nname = \"house_number\"\ntype = \"text\"\n";
  const Job job = parse_job(with_columns("full_name = { column = \"N\", split = \"surname_first\" }, "
                                         "house_number = { column = \"A\", split = \"address\" }, "
                                         "text = { column = \"A\", split = \"address\", part = \"street_name\" }") +
                                house,
                            "t.toml");
  EXPECT_EQ(expressions_of(job, "full_name").at(0).part, SplitPart::whole);
  EXPECT_EQ(expressions_of(job, "house_number").at(0).part, SplitPart::house_number);
  EXPECT_EQ(expressions_of(job, "text").at(0).part, SplitPart::street_name);
  EXPECT_NE(job.resolved_toml.find("text = { column = \"A\", split = \"address\", part = \"street_name\" }"),
            std::string::npos)
      << job.resolved_toml;
  EXPECT_NE(job.resolved_toml.find("house_number = { column = \"A\", split = \"address\" }"), std::string::npos);
  EXPECT_EQ(parse_job(job.resolved_toml, "t.toml").resolved_toml, job.resolved_toml);
}

TEST(ColumnExpressions, plain_columns_are_resolved_as_ever) {
  const Job job = parse_job(replaced("mail = \"EMAIL\"", "mail = { column = \"EMAIL\" }"), "t.toml");
  EXPECT_EQ(job.digest_toml, parse_job(kGoodJob, "t.toml").digest_toml);
}

TEST(ColumnExpressions, work_with_positions_too) {
  std::string text = with_columns("postcode = { column = 7, pattern = '\\d+' }");
  for (const auto* name : {"FIRST", "LAST", "DOB", "EMAIL"})
    text.replace(text.find("\"" + std::string(name) + "\""), std::string(name).size() + 2, "1");
  text.insert(text.find("columns ="), "header = false\n");
  const Job job = parse_job(text, "t.toml");
  EXPECT_EQ(expressions_of(job, "postcode").at(0).column, "7");
  EXPECT_NE(job.resolved_toml.find("postcode = { column = 7, pattern = \"\\\\d+\" }"), std::string::npos)
      << job.resolved_toml;
}

TEST(ColumnExpressions, an_address_in_one_line_feeds_the_parts_that_other_sources_have) {
  const std::string other =
      "[[source]]\nname = \"shop\"\nfiles = [\"shop.csv\"]\ncolumns = { address = \"STREET\", postcode = \"ZIP\", city "
      "= "
      "\"TOWN\", birth_town = \"BORN\" }\n[[attribute]]\nname = \"birth_town\"\ntype = \"city\"\n";
  const Job job = parse_job(with_columns("address = \"ADDR\"") + other, "t.toml");
  EXPECT_TRUE(expressions_of(job, "address").at(0).is_plain());
  for (const auto& [attribute, part] : {std::pair("postcode", SplitPart::postcode), {"city", SplitPart::city}}) {
    ASSERT_EQ(expressions_of(job, attribute).size(), 1u) << attribute;
    EXPECT_EQ(expressions_of(job, attribute)[0],
              (ColumnExpression{.column = "ADDR", .split = Split::address, .part = part}));
  }
  EXPECT_TRUE(expressions_of(job, "birth_town").empty());
  EXPECT_NE(job.resolved_toml.find("postcode = { column = \"ADDR\", split = \"address\" }"), std::string::npos);
  EXPECT_EQ(parse_job(job.resolved_toml, "t.toml").resolved_toml, job.resolved_toml);
  // A source with a column of its own keeps it, and a joined address is split as one text.
  const Job own = parse_job(
      with_columns("address = { join = [\"A1\", \"A2\"], with = \", \" }, postcode = \"PC\"") + other, "t.toml");
  EXPECT_EQ(expressions_of(own, "postcode").at(0).column, "PC");
  EXPECT_EQ(expressions_of(own, "city").at(0).joined.size(), 2u);
  // Nobody else has a postcode.
  EXPECT_TRUE(expressions_of(parse_job(with_columns("address = \"ADDR\""), "t.toml"), "postcode").empty());
}

TEST(ColumnExpressions, parts_of_a_full_name_may_be_declared_without_a_column) {
  const std::string suffix = "[[attribute]]\nname = \"suffix\"\ntype = \"text\"\n";
  EXPECT_EQ(mistakes_of(with_columns("full_name = \"N\"") + suffix), "");
  EXPECT_NE(mistakes_of(kGoodJob + suffix).find("no source has this attribute"), std::string::npos);
}

TEST(ColumnExpressions, mistakes_are_told_with_their_places) {
  const auto said = [](const std::string& value) { return mistakes_of(with_columns("postcode = " + value)); };
  EXPECT_EQ(said("{ column = \"A\", pattern = '(\\d{5}' }"),
            "t.toml:8:132: [[source]] crm: columns.postcode: pattern: not a regular expression of ICU "
            "(U_REGEX_MISMATCHED_PAREN); write backslashes in single quotes: '(\\d{5})'");
  EXPECT_NE(said("{ column = \"A\", pattern = \"\" }").find("expected a regular expression of 1 to 500 bytes"),
            std::string::npos);
  EXPECT_NE(said("{ column = \"A\", value = \"B\" }").find("found two of them"), std::string::npos);
  EXPECT_NE(said("{ pattern = 'x' }").find("expected column, join or value"), std::string::npos);
  EXPECT_NE(said("{ column = \"A\", pattern = 'x', flag = 1 }").find("unknown key \"flag\""), std::string::npos);
  EXPECT_NE(said("{ column = \"A\", with = \" \" }").find("stands between columns"), std::string::npos);
  EXPECT_NE(said("{ column = \"A\", part = \"city\" }").find("only a text that is split has parts"), std::string::npos);
  EXPECT_NE(said("{ column = \"A\", split = \"surname\" }").find("surname_first"), std::string::npos);
  EXPECT_NE(said("{ column = \"A\", split = \"address\", part = \"surname\" }").find("has no such part"),
            std::string::npos);
  EXPECT_NE(said("{ column = \"A\", split = \"given_first\" }").find("neither its name nor its type says"),
            std::string::npos);
  EXPECT_NE(said("{ value = 7 }").find("expected a text of 1 to"), std::string::npos);
  EXPECT_NE(said("{ value = \"\" }").find("expected a text of 1 to"), std::string::npos);
  EXPECT_NE(said("{ join = [\"A\", { join = [\"B\", \"C\"] }] }").find("cannot be joined again"), std::string::npos);
  EXPECT_NE(said("[{ column = \"A\", pattern = 'x' }, { column = \"A\", pattern = 'x' }]").find("occurs twice"),
            std::string::npos);
  EXPECT_NE(said("{ column = 3 }").find("expected the name of a column as a string"), std::string::npos);
}

}  // namespace
}  // namespace onefold::config::test
