// Mistakes in attributes, rules, comparisons, model, clusters and merge: the exact message, line and column of each.
// kGoodJob: [job] is line 1, [[source]] 5, [[attribute]] 10, [[blocking]] 14; with(...) begins on line 16.
#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

TEST(JobMistakes, in_attributes) {
  EXPECT_EQ(mistakes_of(replaced("type = \"email\"", "type = \"emial\"")),
            "t.toml:12:8: [[attribute]] mail: type: unknown value \"emial\"; did you mean \"email\"?");
  EXPECT_EQ(mistakes_of(replaced("type = \"email\"\n", "")),
            "t.toml:10:1: [[attribute]] mail: type is missing; expected one of: given_name, surname, full_name, "
            "birth_date, email, phone, postcode, address, city, text, category, number, identifier, location, "
            "organisation, web_domain");
  EXPECT_EQ(
      mistakes_of(replaced("name = \"mail\"\n", "")),
      "t.toml:8:73: [[source]] crm: columns: unknown attribute \"mail\"; did you mean \"email\"? Otherwise declare "
      "it with [[attribute]] name and type, or use one of: given_name, surname, full_name, birth_date, "
      "email, phone, postcode, address, city, text, category, number, identifier, location, organisation, web_domain\n"
      "t.toml:10:1: [[attribute]] number 1: name is missing; write, for example: name = \"birth_date\"");
  EXPECT_EQ(
      mistakes_of(replaced("name = \"mail\"", "name = \"1mail\"")),
      "t.toml:8:73: [[source]] crm: columns: unknown attribute \"mail\"; did you mean \"email\"? Otherwise declare "
      "it with [[attribute]] name and type, or use one of: given_name, surname, full_name, birth_date, "
      "email, phone, postcode, address, city, text, category, number, identifier, location, organisation, web_domain\n"
      "t.toml:11:8: [[attribute]] number 1: name: expected letters, digits and _, not a digit first, as "
      "in \"birth_date\"");
  EXPECT_EQ(mistakes_of(replaced("type = \"email\"",
                                 "type = \"email\"\nformats = \"%Y\"\n"
                                 "region = \"GB\"\ncompare = 1\ndummies = 3\nform = 1")),
            "t.toml:13:11: [[attribute]] mail: formats: only attributes of type birth_date have formats\n"
            "t.toml:14:10: [[attribute]] mail: region: only attributes of type phone or postcode have a region\n"
            "t.toml:15:11: [[attribute]] mail: compare: expected true or false, found an integer\n"
            "t.toml:16:11: [[attribute]] mail: dummies: expected a string or a list of strings, found an integer\n"
            "t.toml:17:1: [[attribute]] mail: unknown key \"form\"; did you mean \"formats\"?");
  EXPECT_EQ(
      mistakes_of(with("[[attribute]]\nname = \"birth_date\"\nformats = [\"YYYY\"]\n"
                       "[[attribute]]\nname = \"phone\"\nregion = \"gb\"\n")),
      "t.toml:18:12: [[attribute]] birth_date: formats: expected a date format, as in \"%Y-%m-%d\" or \"%d/%m/%Y\"\n"
      "t.toml:19:1: [[attribute]] phone: no source has this attribute among its columns\n"
      "t.toml:21:10: [[attribute]] phone: region: expected a country as two capital letters, as in \"GB\" "
      "or \"US\"");
  EXPECT_EQ(mistakes_of(with("[[attribute]]\nname = \"mail\"\ntype = \"email\"\n")),
            "t.toml:17:8: [[attribute]] mail: name: this attribute is declared already");
}

TEST(JobMistakes, in_the_treatment_of_oversized_blocks) {
  EXPECT_EQ(mistakes_of(with("max_block_size = 1\n")),
            "t.toml:16:18: [[blocking]] number 1: max_block_size: expected an integer, 2 or more; found 1");
  EXPECT_EQ(
      mistakes_of(with("oversized = \"skip\"\n")),
      "t.toml:16:13: [[blocking]] number 1: oversized: max_block_size is missing: it says which blocks are oversized");
  EXPECT_EQ(mistakes_of(with("max_block_size = 9\noversized = \"split\"\n")),
            "t.toml:17:13: [[blocking]] number 1: oversized: split_by is missing; write, for example: split_by = "
            "[\"surname\"]");
  EXPECT_EQ(mistakes_of(with("max_block_size = 9\nsplit_by = [\"surnam\"]\n")),
            "t.toml:17:12: [[blocking]] number 1: split_by: it needs oversized = \"split\"\n"
            "t.toml:17:14: [[blocking]] number 1: unknown attribute \"surnam\"; did you mean \"surname\"?");
  EXPECT_EQ(
      mistakes_of(with("max_block_size = 9\noversized = \"split\"\nsplit_by = [\"any_word(surname)\"]\n")),
      "t.toml:18:12: [[blocking]] number 1: split_by: any_word(surname) gives a record several keys; expected keys of "
      "which a record has one, as in: split_by = [\"surname\"]");
}

TEST(JobMistakes, in_blocking_rules) {
  EXPECT_EQ(mistakes_of(replaced("\"surname\", \"year(birth_date)\"", "")),
            "t.toml:15:6: [[blocking]] number 1: on: expected at least one key");
  EXPECT_EQ(
      mistakes_of(replaced("on = [\"surname\", \"year(birth_date)\"]\n", "")),
      "t.toml:14:1: [[blocking]] number 1: on is missing; write, for example: on = [\"surname\", \"birth_date\"]");
  EXPECT_EQ(mistakes_of(replaced("\"surname\", \"year(birth_date)\"",
                                 "\"surname\", \"yeer(birth_date)\", \"prefix(surnam, 3)\"")),
            "t.toml:15:19: [[blocking]] number 1: unknown function \"yeer\"; did you mean \"year\"?\n"
            "t.toml:15:46: [[blocking]] number 1: unknown attribute \"surnam\"; did you mean \"surname\"?");
  EXPECT_EQ(mistakes_of(replaced("\"surname\", \"year(birth_date)\"", "'surname', 'surname'")),
            "t.toml:15:19: [[blocking]] number 1: the key surname occurs twice in the rule");
  EXPECT_EQ(
      mistakes_of(replaced("\"surname\", \"year(birth_date)\"", "'any(surname)', 'prefix(any_word(surname), 3)'")),
      "t.toml:15:24: [[blocking]] number 1: a rule can have one of any, any_word and any_ngram; any_word(surname) is a "
      "second one");
  EXPECT_EQ(mistakes_of(replaced("\"surname\", \"year(birth_date)\"", "\"surname\", \"\\u0079ear(surname)\"")),
            "t.toml:15:18: [[blocking]] number 1: year needs an attribute of type birth_date; surname is of type "
            "surname");
  EXPECT_EQ(
      mistakes_of(replaced("[[blocking]]\non = [\"surname\", \"year(birth_date)\"]\n", "")),
      "t.toml:1:1: a job needs at least one [[blocking]] rule, as in: [[blocking]] on = [\"surname\", \"birth_date\"]");
  EXPECT_EQ(mistakes_of(with("max_pairs = \"x\"\n[[blocking]]\non = [\"year( birth_date )\", \"surname\"]\n")),
            "t.toml:16:13: [[blocking]] number 1: max_pairs: expected an integer, 1 or more, found a string\n"
            "t.toml:18:6: [[blocking]] number 2: on: the rule surname + year(birth_date) exists already");
}

TEST(JobMistakes, in_comparisons) {
  EXPECT_EQ(
      mistakes_of(with("[[comparison]]\nattribute = \"surnam\"\nlevels = [\"exact\"]\n")),
      "t.toml:17:13: [[comparison]] number 1: attribute: unknown attribute \"surnam\"; did you mean \"surname\"?");
  EXPECT_EQ(mistakes_of(with("[[comparison]]\nlevels = [\"exact\"]\nterm_freq = true\n")),
            "t.toml:16:1: [[comparison]] number 1: attribute is missing; write, for example: attribute = \"surname\"\n"
            "t.toml:18:1: [[comparison]] number 1: unknown key \"term_freq\"; expected one of: attribute, levels, "
            "term_frequency, "
            "term_frequency_fuzzy, term_frequency_minimum, m, u");
  EXPECT_EQ(mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nlevels = [\"exact\", \"jaro_winkler >= 0.9\", "
                             "\"jaro_winkler >= 0.95\", \"days <= 1\"]\n")),
            "t.toml:18:44: [[comparison]] surname: levels: \"jaro_winkler >= 0.95\" can never hold, because the "
            "earlier level \"jaro_winkler "
            ">= 0.9\" covers it\n"
            "t.toml:18:68: [[comparison]] surname: levels: days does not suit surname, which is of type surname; "
            "it suits: birth_date");
  EXPECT_EQ(mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nlevels = []\n"
                             "[[comparison]]\nattribute = \"surname\"\nterm_frequency = 1\n")),
            "t.toml:18:10: [[comparison]] surname: levels: expected 1 to 50 levels, as in: levels = [\"exact\", "
            "\"jaro_winkler >= 0.92\"]\n"
            "t.toml:20:13: [[comparison]] surname: attribute: this attribute has a [[comparison]] already\n"
            "t.toml:21:18: [[comparison]] surname: term_frequency: expected true or false, found an integer");
  EXPECT_EQ(mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nlevels = [\"jaro_winkler >= 0.9\"]\n"
                             "term_frequency = true\n")),
            "t.toml:19:18: [[comparison]] surname: term_frequency: it adjusts the level \"exact\", which is not "
            "among the levels");
  EXPECT_EQ(
      mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nlevels = [\"jaro_winkler >= 0.9\", \"exact\"]\n")),
      "t.toml:18:35: [[comparison]] surname: levels: \"exact\" can never hold, because the earlier level "
      "\"jaro_winkler >= 0.9\" covers it");
}

TEST(JobMistakes, in_given_m_u_and_term_frequencies) {
  EXPECT_EQ(
      mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nlevels = [\"exact\"]\nm = [0.9]\nu = [0.5, 0.6]\n")),
      "t.toml:19:5: [[comparison]] surname: m: expected 2 numbers above 0 and up to 1: one for each level in their "
      "order, and one for else\n"
      "t.toml:20:5: [[comparison]] surname: u: the probabilities of the levels and of else must add up to 1; their sum "
      "is 1.1");
  EXPECT_EQ(mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nlevels = [\"exact\"]\nm = [0.0, 1.0]\n")),
            "t.toml:19:5: [[comparison]] surname: m: expected 2 numbers above 0 and up to 1: one for each level in "
            "their order, and one for else");
  EXPECT_EQ(
      mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nterm_frequency = false\nterm_frequency_fuzzy = 1\n")),
      "t.toml:19:24: [[comparison]] surname: term_frequency_fuzzy: it says how term frequencies are applied, and "
      "term_frequency is false");
  EXPECT_EQ(mistakes_of(with("[[comparison]]\nattribute = \"surname\"\nterm_frequency_minimum = 2\n")),
            "t.toml:18:26: [[comparison]] surname: term_frequency_minimum: expected a number from 0 to 1");
  const std::string only_surname =
      "[[comparison]]\nattribute = \"surname\"\nlevels = [\"exact\"]\nm = [0.9, 0.1]\nu = [0.1, 0.9]\n";
  EXPECT_EQ(
      mistakes_of(replaced("given_name = \"FIRST\", surname = \"LAST\", birth_date = \"DOB\", mail = \"EMAIL\"",
                           "surname = \"LAST\", birth_date = \"DOB\", mail = \"EMAIL\"") +
                  only_surname + "[model]\ntrain = \"fixed\"\n"),
      "t.toml:22:9: [model]: train: \"fixed\" needs m and u of every comparison; [[comparison]] mail has no m\n"
      "t.toml:22:9: [model]: train: \"fixed\" needs m and u of every comparison; [[comparison]] birth_date has no m");
  EXPECT_EQ(mistakes_of(with("[model]\ntrain = \"truth\"\nstarts = 0\ndependence = \"maybe\"\n")),
            "t.toml:17:9: [model]: train: \"truth\" needs a source that says truth = \"COLUMN\"\n"
            "t.toml:18:10: [model]: starts: expected an integer from 1 to 1000; found 0\n"
            "t.toml:19:14: [model]: dependence: unknown value \"maybe\"; expected one of: none, estimated");
  EXPECT_EQ(mistakes_of(with(
                "[model]\ntrain = \"candidates\"\ndependence = \"estimated\"\nprior = { rules = [[\"mail\"]] }\n")),
            "t.toml:18:14: [model]: dependence: it is not estimated with train = \"candidates\"; leave it out\n"
            "t.toml:19:9: [model]: prior: train = \"candidates\" asks for the share of matches among candidate pairs: "
            "leave it out, or give a "
            "probability");
  EXPECT_EQ(mistakes_of(with("[model]\npartners = 2\n")),
            "t.toml:17:12: [model]: partners: it says how candidates compete, which only train = \"candidates\", and a "
            "model file made so, look at");
  EXPECT_EQ(mistakes_of(with("[model]\ntrain = \"candidates\"\npartners = 2\n")), "");
  EXPECT_EQ(
      mistakes_of(with("[model]\nfile = \"m.json\"\nlabels = \"l.csv\"\n")),
      "t.toml:18:10: [model]: labels: nothing is learnt from labels when m and u are given; leave out one of them");
}

TEST(JobMistakes, in_the_model) {
  EXPECT_EQ(
      mistakes_of(with("[model]\ntrain = \"me\"\nfile = \"m.json\"\n"
                       "prior = \"guess\"\nmax_iterations = 0\nconvergence = 1\n"
                       "max_random_pairs = -3\nmax_training_pairs = true\n")),
      "t.toml:17:9: [model]: train: unknown value \"me\"; did you mean \"em\"?\n"
      "t.toml:18:8: [model]: file: a model is either trained or read from a file; leave out train or file\n"
      "t.toml:19:9: [model]: prior: expected \"estimated\", a probability as in 1e-6, or { rules = [[\"email\"]], "
      "recall = 0.7 }\n"
      "t.toml:20:18: [model]: max_iterations: expected an integer from 1 to 1000000; found 0\n"
      "t.toml:21:15: [model]: convergence: expected a number above 0 and below 1; found 1\n"
      "t.toml:22:20: [model]: max_random_pairs: expected an integer, 1 or more; found -3\n"
      "t.toml:23:22: [model]: max_training_pairs: expected an integer, 1 or more, found true or false");
  EXPECT_EQ(mistakes_of(with("[model]\nprior = 1.5\n")),
            "t.toml:17:9: [model]: prior: expected a number above 0 and below 1; found 1.5");
  EXPECT_EQ(
      mistakes_of(
          with("[model]\nprior = { rules = [[\"mail\"], [\"sname\"], \"mail\", []], recal = 0.5, recall = 2 }\n")),
      "t.toml:17:32: [model]: prior: unknown attribute \"sname\"; did you mean \"surname\"?\n"
      "t.toml:17:41: [model]: prior: rules: expected a list of keys, as in: rules = [[\"email\"], [\"given_name\", "
      "\"surname\", \"birth_date\"]]\n"
      "t.toml:17:49: [model]: prior: rules: expected a list of keys, as in: rules = [[\"email\"], [\"given_name\", "
      "\"surname\", \"birth_date\"]]\n"
      "t.toml:17:54: [model]: prior: unknown key \"recal\"; did you mean \"recall\"?\n"
      "t.toml:17:76: [model]: prior: recall: expected a number above 0 and up to 1; found 2");
  EXPECT_EQ(mistakes_of(with("[model]\nprior = { recall = 0.7 }\n")),
            "t.toml:17:9: [model]: prior: rules is missing; write, for example: rules = [[\"email\"], [\"given_name\", "
            "\"surname\", \"birth_date\"]]");
  EXPECT_EQ(
      mistakes_of(with("[model]\nprior = { rules = [] }\n")),
      "t.toml:17:19: [model]: prior: rules: expected a list of rules, as in: rules = [[\"email\"], [\"given_name\", "
      "\"surname\", \"birth_date\"]]");
  EXPECT_EQ(
      mistakes_of(with("[model]\nprior = true\n")),
      "t.toml:17:9: [model]: prior: expected \"estimated\", a probability as in 1e-6, or { rules = [[\"email\"]], "
      "recall = 0.7 }");
}

TEST(JobMistakes, in_the_clusters) {
  EXPECT_EQ(mistakes_of(with("[cluster]\nthreshold = 0.5\nreview_threshold = 0.6\nmethod = \"repaired\"\n")),
            "t.toml:18:20: [cluster]: review_threshold: expected at most threshold (0.5); found 0.6\n"
            "t.toml:19:10: [cluster]: method: unknown value \"repaired\"; did you mean \"repair\"?");
  EXPECT_EQ(mistakes_of(with("[cluster]\nthreshold = nan\nreview_threshold = \"x\"\n")),
            "t.toml:17:13: [cluster]: threshold: expected a number above 0 and below 1; found nan\n"
            "t.toml:18:20: [cluster]: review_threshold: expected a number above 0 and below 1, found a string");
  EXPECT_EQ(mistakes_of(with("[cluster]\nthreshold = { precision = 1.5 }\n")),
            "t.toml:17:27: [cluster]: threshold: precision: expected a number above 0 and below 1; found 1.5");
  EXPECT_EQ(mistakes_of(with("[cluster]\nthreshold = { precision = 0.9, recal = 1 }\n")),
            "t.toml:17:32: [cluster]: threshold: unknown key \"recal\"; expected one of: precision");
  EXPECT_EQ(
      mistakes_of(with("[cluster]\nthreshold = \"best\"\n")),
      "t.toml:17:13: [cluster]: threshold: expected a number above 0 and below 1, \"best_f1\" or { precision = 0.99 "
      "}; found \"best\"");
  EXPECT_EQ(mistakes_of(with("[cluster]\nthreshold = 1\n")),
            "t.toml:17:13: [cluster]: threshold: expected a number above 0 and below 1; found 1");
  EXPECT_EQ(mistakes_of(with(
                "[[attribute]]\nname = \"birth_date\"\nlasting = \"alone\"\n[cluster]\nmethod = \"components\"\n")),
            "t.toml:20:10: [cluster]: method: [[attribute]] birth_date is lasting: it needs method = \"repair\"");
  EXPECT_EQ(mistakes_of(with("[[attribute]]\nname = \"birth_date\"\nlasting = \"always\"\n")),
            "t.toml:18:11: [[attribute]] birth_date: lasting: unknown value \"always\"; expected one of: never, "
            "together, alone");
}

TEST(JobMistakes, in_merge_and_cleanse) {
  EXPECT_EQ(mistakes_of(with("[merge]\ndefault = \"newest\"\nsource_priority = [\"crn\", \"crm\", \"crm\", 3]\n"
                             "[merge.rules]\nemail = \"longest\"\nmail = \"most_resent\"\n")),
            "t.toml:17:11: [merge]: default: unknown value \"newest\"; expected one of: most_recent, most_frequent, "
            "longest, source_priority, union, first, min, max, any, trust\n"
            "t.toml:18:20: [merge]: source_priority: unknown source \"crn\"; did you mean \"crm\"?\n"
            "t.toml:18:34: [merge]: source_priority: crm occurs twice in the list\n"
            "t.toml:18:41: [merge]: source_priority: expected a list of strings, found an integer\n"
            "t.toml:20:1: [merge]: rules: unknown key \"email\"; did you mean \"mail\"?\n"
            "t.toml:21:8: [merge]: rules: mail: unknown value \"most_resent\"; did you mean \"most_recent\"?");
  EXPECT_EQ(mistakes_of(with("[merge]\nrules = 3\n")),
            "t.toml:17:9: [merge]: rules: expected a table [rules], found an integer");
  EXPECT_EQ(mistakes_of(with("[cleanse]\ndummies = [\"${D}/x\"]\ndumies = 1\n")),
            "t.toml:17:12: [cleanse]: dummies: the environment variable D is not set; set it, as in: export D=...\n"
            "t.toml:18:1: [cleanse]: unknown key \"dumies\"; did you mean \"dummies\"?");
}

}  // namespace
}  // namespace onefold::config::test
