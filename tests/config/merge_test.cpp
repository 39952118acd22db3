// [merge]: survivorship rules, trust, groups, and `updated_of` of sources.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config {
namespace {

using test::kGoodJob;
using test::mistakes_of;
using test::replaced;
using test::with;

Job merge_job_of(const std::string& text) { return parse_job(text, "t.toml"); }

AttributeIndex place_of(const Job& job, std::string_view name) {
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a)
    if (job.attributes[a].name == name) return a;
  ADD_FAILURE() << name;
  return 0;
}

const std::string kWholeMerge = R"toml(
[merge]
as_of = "2026-11-30"
last_resort = false
[merge.rules]
mail = "trust"
given_name = { any = ["N", "n"] }
[merge.trust]
crm = { max = 90, min = 40, half_life = "2 years", mail = { max = 95.5, linear = "6 months" } }
[[merge.group]]
attributes = ["birth_date", "surname"]
by = "trust"
require = ["surname"]
[[merge.validation]]
attributes = "mail"
when = "length < 3"
downgrade = 12.5
keep_minimum = true
)toml";

TEST(Merge, reads_rules_trust_groups_and_validation) {
  const Job job = merge_job_of(with(kWholeMerge));
  const MergeConfig& merge = job.merge;
  const AttributeIndex mail = place_of(job, "mail"), name = place_of(job, "given_name");
  EXPECT_EQ(merge.rules[mail], SurvivorshipRule::trust);
  EXPECT_EQ(merge.rules[name], SurvivorshipRule::any);
  EXPECT_EQ(merge.any_of[name], (std::vector<std::string>{"N", "n"}));
  EXPECT_EQ(merge.as_of, 20'787) << "days since 1970";
  EXPECT_FALSE(merge.last_resort);
  EXPECT_EQ(merge.trust[0].of(name), (TrustConfig{90'000, 40'000, Decay::half_life, 730}));
  EXPECT_EQ(merge.trust[0].of(mail).max, 95'500);
  EXPECT_EQ(merge.trust[0].of(mail).min, 40'000);
  ASSERT_EQ(merge.groups.size(), 1U);
  EXPECT_EQ(merge.groups[0].attributes,
            (std::vector<AttributeIndex>{place_of(job, "birth_date"), place_of(job, "surname")}));
  EXPECT_EQ(merge.groups[0].by, SurvivorshipRule::trust);
  EXPECT_EQ(merge.groups[0].require, std::vector<AttributeIndex>{place_of(job, "surname")});
  EXPECT_EQ(merge.rules[place_of(job, "surname")], SurvivorshipRule::trust);
  ASSERT_EQ(merge.validation.size(), 1U);
  EXPECT_EQ(merge.validation[0].when, Defect::length);
  EXPECT_EQ(merge.validation[0].length, 3U);
  EXPECT_EQ(merge.validation[0].downgrade, 125U);
  EXPECT_TRUE(merge.validation[0].keep_minimum);
}

TEST(Merge, the_resolved_job_gives_the_same_job) {
  const Job job = merge_job_of(with(kWholeMerge));
  const Job again = merge_job_of(job.resolved_toml);
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.digest_toml, job.digest_toml);
  EXPECT_EQ(again.merge.trust[0].of(place_of(again, "mail")), job.merge.trust[0].of(place_of(job, "mail")));
}

TEST(Merge, a_decided_day_is_in_the_resolved_job_but_not_in_the_digest) {
  std::string text = kWholeMerge;
  text.erase(text.find("as_of"), std::string("as_of = \"2026-11-30\"\n").size());
  Job job = merge_job_of(with(text));
  const std::string digest = job.digest_toml;
  EXPECT_FALSE(job.merge.as_of);
  decide_as_of(job, 20'787);
  EXPECT_NE(job.resolved_toml.find("as_of = \"2026-11-30\""), std::string::npos);
  EXPECT_EQ(job.digest_toml, digest);
  EXPECT_EQ(merge_job_of(job.resolved_toml).merge.as_of, 20'787);
}

TEST(Merge, columns_with_times_of_values_belong_to_the_source) {
  const Job job =
      merge_job_of(replaced("columns =", "updated_of = { mail = \"MAIL_CHANGED\", surname = \"S\" }\ncolumns ="));
  EXPECT_TRUE(has_updated_of(job, place_of(job, "mail")));
  EXPECT_FALSE(has_updated_of(job, place_of(job, "birth_date")));
  ASSERT_EQ(job.sources[0].updated_of.size(), 2U);
  EXPECT_EQ(merge_job_of(job.resolved_toml).sources[0].updated_of, job.sources[0].updated_of);
  EXPECT_EQ(mistakes_of(replaced("columns =", "updated_of = { phone = \"P\" }\ncolumns =")),
            "t.toml:8:16: [[source]] crm: updated_of: phone: no attribute has this name");
}

TEST(MergeMistakes, of_rules) {
  EXPECT_EQ(
      mistakes_of(with("[merge]\ndefault = \"any\"\n")),
      "t.toml:17:11: [merge]: default: the rule any needs a value; write NAME = { any = \"N\" } in [merge.rules]");
  EXPECT_EQ(
      mistakes_of(with("[merge.rules]\nmail = \"max\"\n")),
      "t.toml:17:8: [merge]: rules: mail: the rules min and max are for single values of type number or birth_date");
  EXPECT_EQ(mistakes_of(with("[merge.rules]\nmail = { ani = \"N\" }\n")),
            "t.toml:17:8: [merge]: rules: mail: expected a rule, or { any = \"N\" }\n"
            "t.toml:17:10: [merge]: rules: mail: unknown key \"ani\"; did you mean \"any\"?");
}

TEST(MergeMistakes, of_trust) {
  EXPECT_EQ(
      mistakes_of(with("[merge.rules]\nmail = \"trust\"\n")),
      "t.toml:16:1: [merge]: the rule \"trust\" needs the trust in each source, and [merge.trust] does not name crm; "
      "write, "
      "for example: default = { max = 50 }");
  EXPECT_EQ(mistakes_of(with("[merge.trust]\ncrm = { max = 50 }\n")),
            "t.toml:16:1: [merge]: trust: no attribute has the rule \"trust\"");
  const std::string rule = "[merge.rules]\nmail = \"trust\"\n[merge.trust]\n";
  EXPECT_EQ(mistakes_of(with(rule + "crm = { max = 101 }\n")),
            "t.toml:19:15: [merge.trust]: crm: max: expected a number from 0 to 100");
  EXPECT_EQ(mistakes_of(with(rule + "crm = { max = 10, min = 20 }\n")),
            "t.toml:19:7: [merge.trust]: crm: expected min of at most max; max is 50 where it is not given");
  EXPECT_EQ(mistakes_of(with(rule + "crm = { half_life = \"soon\" }\n")),
            "t.toml:19:21: [merge.trust]: crm: half_life: expected a time, as in \"2 years\", \"6 months\" or \"90 "
            "days\", of "
            "at most 50 years");
  EXPECT_EQ(mistakes_of(with(rule + "crm = {}\nshop = {}\n")),
            "t.toml:20:1: [merge.trust]: unknown key \"shop\"; expected one of: default, crm");
}

TEST(MergeMistakes, of_groups_validation_and_as_of) {
  EXPECT_EQ(
      mistakes_of(with("[[merge.group]]\nattributes = [\"mail\", \"mial\"]\nby = \"union\"\nrequire = \"surname\"\n")),
      "t.toml:17:23: [[merge.group]]: attributes: unknown attribute \"mial\"; did you mean \"mail\"?\n"
      "t.toml:18:6: [[merge.group]]: by: a group survives by most_recent, most_frequent, longest, source_priority, "
      "first or trust\n"
      "t.toml:19:11: [[merge.group]]: require: surname is not in the group");
  EXPECT_EQ(mistakes_of(with("[merge.rules]\nmail = \"longest\"\n[[merge.group]]\nattributes = \"mail\"\n")),
            "t.toml:19:14: [[merge.group]]: attributes: mail has a rule of its own in [merge.rules]");
  EXPECT_EQ(
      mistakes_of(with("[[merge.validation]]\nattributes = \"mail\"\nwhen = \"shorter\"\ndowngrade = 5\n")),
      "t.toml:17:14: [[merge.validation]]: attributes: mail does not survive by trust\n"
      "t.toml:18:8: [[merge.validation]]: when: expected \"not valid\", \"dummy\", \"length < 3\" or \"future date\"; "
      "found \"shorter\"");
  for (const std::string day : {"\"2026-02-30\"", "\"today\"", "7", "\"2026-1-30\""})
    EXPECT_EQ(mistakes_of(with("[merge]\nas_of = " + day + "\n")),
              "t.toml:17:9: [merge]: as_of: expected a date, as in \"2026-11-30\"")
        << day;
}

TEST(MergeMistakes, of_a_rule_without_the_list_that_it_reads) {
  std::string second = replaced("[[attribute]]",
                                "[[source]]\nname = \"shop\"\nfiles = [\"shop.csv\"]\ncolumns = { surname = "
                                "\"L\" }\n[[attribute]]");
  EXPECT_EQ(mistakes_of(second + "[merge.rules]\nsurname = \"source_priority\"\n"),
            "t.toml:20:1: [merge]: source_priority is missing, and a rule of this name reads it; write, for example: "
            "source_priority = [\"crm\", \"webshop\"]");
}

}  // namespace
}  // namespace onefold::config
