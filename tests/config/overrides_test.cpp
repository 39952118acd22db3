// --set, --output, --work-dir and --overwrite.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

std::string mistakes_with_sets(const std::vector<std::string>& sets) {
  Overrides overrides;
  overrides.sets = sets;
  return mistakes_of(kGoodJob, overrides);
}

Job job_with_sets(const std::vector<std::string>& sets, const std::string& text = kGoodJob) {
  Overrides overrides;
  overrides.sets = sets;
  return parse_job(text, "t.toml", overrides);
}

TEST(Sets, win_over_the_file_and_later_ones_over_earlier_ones) {
  EXPECT_EQ(job_with_sets({"job.output=x/y.h5"}).output, "x/y.h5");
  EXPECT_EQ(job_with_sets({"job.seed=3", "job.seed=4"}).seed, 4u);
  EXPECT_EQ(job_with_sets({"cluster.threshold=0.5"}).cluster.threshold, 0.5);
  EXPECT_EQ(job_with_sets({"model.prior={ rules = [['mail']], recall = 0.5 }"}).model.prior.rules[0][0].text, "mail");
  EXPECT_EQ(job_with_sets({"model.prior.rules=[['mail']]", "model.prior.recall=1"}).model.prior.recall, 1);
}

TEST(Sets, find_tables_of_a_list_by_name_or_position) {
  EXPECT_EQ(job_with_sets({"source.crm.delimiter=;"}).sources[0].text.delimiter, ";");
  EXPECT_EQ(job_with_sets({"source.0.delimiter=\\t"}).sources[0].text.delimiter, "\t");
  EXPECT_EQ(job_with_sets({"source.crm.files.0=b.csv"}).sources[0].files, std::vector<std::string>{"b.csv"});
  EXPECT_EQ(job_with_sets({"source.crm.columns.surname=NAME"}).sources[0].columns[2].from.column, "NAME");
  EXPECT_EQ(job_with_sets({"blocking.0.max_pairs=7"}).blocking[0].max_pairs, 7u);
  EXPECT_EQ(job_with_sets({"blocking.0.on=[\"mail\", \"surname\"]"}).blocking[0].name, "mail + surname");
  EXPECT_EQ(job_with_sets({"attribute.mail.type=text"}).attributes[0].type, AttributeType::text);
}

TEST(Sets, declare_attributes_and_comparisons_that_the_file_leaves_to_their_types) {
  const Job job = job_with_sets({"attribute.birth_date.formats=%d/%m/%Y", "comparison.surname.levels=exact",
                                 "comparison.surname.term_frequency=false"});
  EXPECT_EQ(job.attributes[1].name, "birth_date");
  EXPECT_EQ(job.attributes[1].formats, std::vector<std::string>{"%d/%m/%Y"});
  for (const auto& comparison : job.comparisons) {
    if (comparison.name != "surname") continue;
    EXPECT_EQ(comparison.levels.size(), 1u);
    EXPECT_FALSE(comparison.term_frequency);
  }
}

TEST(Sets, take_values_that_are_not_toml_as_strings) {
  EXPECT_EQ(job_with_sets({"job.name=a name = 3"}).name, "a name = 3");
  EXPECT_EQ(job_with_sets({"job.name='3'"}).name, "3");
  EXPECT_EQ(job_with_sets({"job.output=../../../../../../../../../../../../../../../../../../x.h5"}).output.size(),
            58u);
  EXPECT_EQ(job_with_sets({"job.output=$${HOME}.h5"}).output, "${HOME}.h5");
}

TEST(Sets, mistakes_name_the_argument_instead_of_a_line) {
  EXPECT_EQ(mistakes_with_sets({"cluster.treshold=0.9"}),
            "--set cluster.treshold=0.9: [cluster]: unknown key \"treshold\"; did you mean \"threshold\"?");
  EXPECT_EQ(mistakes_with_sets({"cluster.threshold=2"}),
            "--set cluster.threshold=2: [cluster]: threshold: expected a number above 0 and below 1; found 2");
  EXPECT_EQ(mistakes_with_sets({"cluster.threshold=high"}),
            "--set cluster.threshold=high: [cluster]: threshold: expected a number above 0 and below 1, \"best_f1\" or "
            "{ precision = 0.99 }; found \"high\"");
  EXPECT_EQ(mistakes_with_sets({"cluster"}), "--set cluster: expected KEY=VALUE, as in cluster.threshold=0.9");
  EXPECT_EQ(mistakes_with_sets({"=3"}), "--set =3: expected KEY=VALUE, as in cluster.threshold=0.9");
  EXPECT_EQ(mistakes_with_sets({"a..b=3"}),
            "--set a..b=3: expected a dotted path before the =, as in cluster.threshold or source.crm.delimiter");
  EXPECT_EQ(mistakes_with_sets({"source.crn.delimiter=;"}),
            "--set source.crn.delimiter=;: no [[source]] is called \"crn\"; did you mean \"crm\"?");
  EXPECT_EQ(
      mistakes_with_sets({"source.crm.delimiter=:::::::::"}),
      "--set source.crm.delimiter=:::::::::: [[source]] crm: delimiter: expected 1 to 8 bytes, as in \",\" or \";\" "
      "or \"\\t\" or \"||\"");
  EXPECT_EQ(mistakes_with_sets({"source.3.delimiter=;"}),
            "--set source.3.delimiter=;: source has 1 elements, counted from 0; there is no 3");
  EXPECT_EQ(mistakes_with_sets({"source.crm=3"}),
            "--set source.crm=3: source is a list; expected a number or a name, and a key in it");
  EXPECT_EQ(mistakes_with_sets({"blocking.1.max_pairs=5"}),
            "--set blocking.1.max_pairs=5: blocking has 1 elements, counted from 0; there is no 1");
  EXPECT_EQ(mistakes_with_sets({"blocking.0.on=[\"surnam\"]"}),
            "--set blocking.0.on=[\"surnam\"]: [[blocking]] number 1: unknown attribute \"surnam\"; did you mean "
            "\"surname\"?");
  EXPECT_EQ(mistakes_with_sets({"blocking.0.on=[\"surname\""}),
            "--set blocking.0.on=[\"surname\": the value is not valid TOML: Error while parsing array: encountered "
            "end-of-file");
  EXPECT_EQ(mistakes_with_sets({"cluster.threshold.x=3"}),
            "--set cluster.threshold.x=3: [cluster]: threshold: expected a number above 0 and below 1, \"best_f1\" or "
            "{ precision = 0.99 }; found a table");
  EXPECT_EQ(mistakes_with_sets({"attribute.phone.region=US"}),
            "--set attribute.phone.region=US: [[attribute]] phone: no source has this attribute among its columns");
  EXPECT_EQ(mistakes_with_sets({"job.seed=1\nx=2"}), "--set job.seed=1\\x0ax=2: expected one value after the =");
  EXPECT_EQ(mistakes_with_sets({"job.name=\xff"
                                ""}),
            "--set job.name=\\xff: not valid UTF-8");
  EXPECT_EQ(mistakes_with_sets({"job.seed=-1", "job.sed=1", "nothing"}),
            "--set job.seed=-1: [job]: seed: expected an integer, 0 or more; found -1\n"
            "--set job.sed=1: [job]: unknown key \"sed\"; did you mean \"seed\"?\n"
            "--set nothing: expected KEY=VALUE, as in cluster.threshold=0.9");
}

TEST(Sets, mistakes_follow_those_of_the_file) {
  Overrides overrides;
  overrides.sets = {"cluster.treshold=0.9"};
  EXPECT_EQ(mistakes_of(replaced("output", "seed = -1\noutput"), overrides),
            "t.toml:3:8: [job]: seed: expected an integer, 0 or more; found -1\n"
            "--set cluster.treshold=0.9: [cluster]: unknown key \"treshold\"; did you mean \"threshold\"?");
}

TEST(Options, override_the_values_of_the_file_even_if_those_are_mistaken) {
  Overrides overrides;
  overrides.output = "other ${X}.h5";
  overrides.overwrite = true;
  const Job job = parse_job(replaced("out.h5", "${UNSET}/out.h5"), "t.toml", overrides);
  EXPECT_EQ(job.output, "other ${X}.h5");
  EXPECT_EQ(job.work_dir, "other ${X}.h5.work");
  EXPECT_TRUE(job.overwrite);
  EXPECT_EQ(parse_job(job.resolved_toml, "t.toml").output, "other ${X}.h5");

  overrides.work_dir = "scratch";
  EXPECT_EQ(parse_job(replaced("output = \"out.h5\"\n", ""), "t.toml", overrides).work_dir, "scratch");
  overrides.output = "\xff";
  EXPECT_EQ(mistakes_of(kGoodJob, overrides), "t.toml:1:1: [job]: --output: expected a path in UTF-8, not empty");
}

}  // namespace
}  // namespace onefold::config::test
