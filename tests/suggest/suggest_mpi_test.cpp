#include <algorithm>
#include <map>
#include <set>

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "suggest/choose_rules.hpp"
#include "suggest/suggest.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::suggest {
namespace {

// Persons by formula, some of them twice and with an error.
std::string persons(int first, int last, bool with_cluster, const std::string& suffix) {
  static const char* const kGiven[] = {"anna",  "bertha", "carl", "david", "emma",  "frank",
                                       "greta", "hugo",   "ida",  "john",  "karin", "louis"};
  static const char* const kFamily[] = {"ashworth", "bellamy", "cartwright", "dunmore", "ellington",
                                        "fairfax",  "goodwin", "harrington", "ironside"};
  std::string text =
      std::string("rec_no,first_name,last_name,dob,town,email") + (with_cluster ? ",cluster" : "") + "\n";
  for (int person = first; person < last; ++person) {
    // Attributes are independent of each other, as the model assumes.
    const auto draw = [person](std::uint64_t what, std::uint64_t bound) {
      return scale_to(mix(what, static_cast<std::uint64_t>(person)), bound);
    };
    const std::string given = kGiven[draw(1, 12)],
                      family = std::string(kFamily[draw(2, 9)]) + std::string(1, static_cast<char>('a' + draw(3, 26)));
    const std::string dob =
        std::to_string(1940 + draw(4, 60)) + "-0" + std::to_string(1 + draw(5, 9)) + "-1" + std::to_string(draw(6, 10));
    const std::string mail = "m" + std::to_string(draw(7, 1'000'000'000)) + "@secretmail.example";
    const std::string town = "town" + std::string(1, static_cast<char>('a' + draw(8, 7)));
    const auto add = [&](const std::string& id, const std::string& g, const std::string& f, const std::string& d,
                         const std::string& m) {
      text += id + suffix + "," + g + "," + f + "," + d + "," + town + "," + m;
      if (with_cluster) text += "," + std::to_string(person);
      text += "\n";
    };
    add("r" + std::to_string(person) + "x1", given, family, dob, mail);
    if (!with_cluster || person % 2 == 0) continue;
    if (person % 3 == 0)
      add("r" + std::to_string(person) + "x2", given.substr(0, 3), family, dob, mail);
    else if (person % 3 == 1)
      add("r" + std::to_string(person) + "x2", given, family + "s", dob, "");
    else
      add("r" + std::to_string(person) + "x2", given, family, "", mail);
  }
  return text;
}

std::string suggest_text(std::vector<std::string> files, std::vector<std::string> truth = {}) {
  Options options;
  options.files = std::move(files);
  options.truth = std::move(truth);
  return suggest_job(test::world(), options);
}

const config::AttributeConfig* find(const config::Job& job, const std::string& name) {
  for (const auto& attribute : job.attributes)
    if (attribute.name == name) return &attribute;
  return nullptr;
}

TEST(Suggest, a_job_for_persons_parses_and_names_what_is_there) {
  test::ScratchFolder folder(test::world());
  folder.write("people.csv", persons(0, 900, true, ""));
  const std::string text = suggest_text({folder / "people.csv"}, {"cluster"});
  const auto job = config::parse_job(text, "suggested");
  ASSERT_EQ(job.sources.size(), 1U);
  EXPECT_EQ(job.task, config::Task::dedupe);
  EXPECT_EQ(job.sources[0].id, "rec_no");
  EXPECT_EQ(job.sources[0].truth, "cluster");
  for (const auto* name : {"given_name", "surname", "birth_date", "city", "email"})
    EXPECT_NE(find(job, name), nullptr) << name;
  EXPECT_EQ(find(job, "cluster"), nullptr);
  EXPECT_GE(job.blocking.size(), 3U);
  // The job contains no value of the data.
  for (const auto* value : {"secretmail", "ashworth", "bertha", "towna"})
    EXPECT_EQ(text.find(value), std::string::npos) << value;
  // All ranks have the same text.
  for (const auto hash : test::world().gather_all(std::vector<std::uint64_t>{hash_bytes(text)}))
    EXPECT_EQ(hash, hash_bytes(text));
}

TEST(Suggest, a_truth_that_is_not_requested_is_left_out) {
  test::ScratchFolder folder(test::world());
  folder.write("people.csv", persons(0, 300, true, ""));
  const std::string text = suggest_text({folder / "people.csv"});
  const auto job = config::parse_job(text, "suggested");
  EXPECT_EQ(job.sources[0].truth, "");
  EXPECT_EQ(find(job, "cluster"), nullptr);
  EXPECT_NE(text.find("--truth cluster"), std::string::npos);
}

TEST(Suggest, files_without_duplicates_in_themselves_are_linked) {
  test::ScratchFolder folder(test::world());
  folder.write("crm.csv", persons(0, 500, false, ""));
  std::string shop = persons(250, 800, false, "s");
  shop.replace(0, shop.find('\n'), "key,vorname,nachname,geburtsdatum,ort,mail");
  std::replace(shop.begin(), shop.end(), ',', ';');
  folder.write("shop.csv", shop);
  const auto job = config::parse_job(suggest_text({folder / "crm.csv", folder / "shop.csv"}), "suggested");
  ASSERT_EQ(job.sources.size(), 2U);
  EXPECT_EQ(job.task, config::Task::link);
  EXPECT_EQ(job.sources[1].text.delimiter, ";");
  // Columns with different names are the same attributes.
  EXPECT_EQ(job.sources[0].columns.size(), 5U);
  EXPECT_EQ(job.sources[1].columns.size(), 5U);
  EXPECT_EQ(job.attributes.size(), 5U);
}

TEST(Suggest, files_with_duplicates_in_themselves_are_deduplicated) {
  test::ScratchFolder folder(test::world());
  std::string twice = persons(0, 300, false, "");
  const std::string again = persons(0, 300, false, "b");
  twice += again.substr(again.find('\n') + 1);
  folder.write("one.csv", twice);
  folder.write("other.csv", persons(200, 500, false, ""));
  EXPECT_EQ(config::parse_job(suggest_text({folder / "one.csv", folder / "other.csv"}), "suggested").task,
            config::Task::dedupe);
}

// Products: a few words of a small vocabulary, and a code that is equal in half of the pairs.
std::string products(std::uint64_t which) {
  std::string text = "id,title,price\n";
  for (std::uint64_t product = 0; product < 400; ++product) {
    const auto draw = [product](std::uint64_t what, std::uint64_t bound) {
      return scale_to(mix(what, product), bound);
    };
    text += std::to_string(product) + ",";
    for (std::uint64_t word = 0; word < 5; ++word)
      if (word != which)
        text += "word" + std::string(1, static_cast<char>('a' + draw(word, 26))) +
                std::string(1, static_cast<char>('a' + draw(word + 9, 3))) + " ";
    text += "xq" + std::to_string(product * 7919 + (product % 2 == 0 ? which : 0)) + "," +
            std::to_string(10 + draw(20, 500)) + "\n";
  }
  return text;
}

TEST(Suggest, keys_of_words_make_one_rule_for_all_block_sizes) {
  const test::ScratchFolder folder(test::world());
  folder.write("left.csv", products(0));
  folder.write("right.csv", products(1));
  const auto text = suggest_text({folder / "left.csv", folder / "right.csv"});
  EXPECT_NO_THROW((void)config::parse_job(text, "suggested.toml", {}));
  const std::string rule = "on = [\"any_word(title)\"]";
  const auto found = text.find(rule);
  ASSERT_NE(found, std::string::npos) << text;
  EXPECT_EQ(text.find(rule, found + 1), std::string::npos) << text;
}

TEST(Suggest, things_identified_by_a_text_are_learnt_from_candidates_and_descriptions_are_compared_with_names) {
  const test::ScratchFolder folder(test::world());
  folder.write("left.csv", products(0));
  folder.write("right.csv", products(1));
  const auto plain = config::parse_job(suggest_text({folder / "left.csv", folder / "right.csv"}), "suggested.toml", {});
  EXPECT_EQ(plain.model.train, config::Training::candidates);
  EXPECT_EQ(plain.model.expected_matches_per_record, 1U);
  EXPECT_EQ(find(plain, "all_text"), nullptr);
  // A description in one file that is longer than the title.
  std::string described;
  for (std::string rest = products(0); !rest.empty();) {
    const auto end = rest.find('\n');
    std::string row = rest.substr(0, end);
    rest.erase(0, end + 1);
    described += described.empty() ? row + ",description\n"
                                   : row + ",what it is for and how it is used says " +
                                         row.substr(row.find(',') + 1, 30) + " at length and with many words\n";
  }
  folder.write("described.csv", described);
  const auto text = suggest_text({folder / "described.csv", folder / "right.csv"});
  const auto job = config::parse_job(text, "suggested.toml", {});
  ASSERT_NE(find(job, "all_text"), nullptr) << text;
  std::size_t num_joined = 0;
  for (const auto& mapping : job.sources[0].columns) num_joined += job.attributes[mapping.attribute].name == "all_text";
  EXPECT_EQ(num_joined, 2U);
  EXPECT_FALSE(find(job, "description")->compare);
  EXPECT_TRUE(find(job, "title")->compare);
  // The data already has a column of that name.
  described.replace(described.find("price"), 5, "all text");
  folder.write("taken.csv", described);
  std::string right = products(1);
  folder.write("right_taken.csv", right.replace(right.find("price"), 5, "all text"));
  const auto taken =
      config::parse_job(suggest_text({folder / "taken.csv", folder / "right_taken.csv"}), "suggested.toml", {});
  EXPECT_NE(find(taken, "all_text"), nullptr);
  EXPECT_NE(find(taken, "all_text_"), nullptr);
}

// Rows of films, with a title, and rows of people, with a name. A short code with four digits at most.
std::string films_and_people(std::uint64_t which) {
  std::string text = "id,title,name,season,year\n";
  for (std::uint64_t row = 0; row < 800; ++row) {
    const auto word = [row, which](std::uint64_t what) {
      const bool is_other = scale_to(mix(what + 40 + which, row), 8) == 0;
      const auto n = scale_to(mix(what, row + (is_other ? 5000 : 0)), 300);
      return std::string{static_cast<char>('b' + n % 20), "aeiou"[n / 20 % 5], static_cast<char>('k' + n / 100), 'a',
                         'n'};
    };
    text += std::to_string(row * 2 + which) + ",";
    text +=
        row % 2 == 0 ? word(1) + " " + word(2) + " " + word(3) + " " + word(4) + "," : "," + word(1) + " " + word(2);
    text += "," + std::to_string(1000 + scale_to(mix(7, row), 40)) + ",";
    text += std::to_string(1950 + scale_to(mix(5, row), 60)) + "\n";
  }
  return text;
}

TEST(Suggest, what_every_rule_reads_is_learnt_from_candidates_if_sources_are_unique) {
  const test::ScratchFolder folder(test::world());
  folder.write("left.csv", films_and_people(0));
  folder.write("right.csv", films_and_people(1));
  const auto text = suggest_text({folder / "left.csv", folder / "right.csv"});
  const auto job = config::parse_job(text, "suggested.toml", {});
  EXPECT_EQ(job.model.train, config::Training::candidates) << text;
  // Four characters of a season are the season.
  EXPECT_EQ(text.find("prefix(season, 4)"), std::string::npos) << text;
}

TEST(Suggest, things_with_many_records_are_learnt_from_rules_that_leave_the_text_free) {
  Schema schema;
  schema.attributes.resize(3);
  schema.attributes[2].compare = false;
  Choice choice;
  choice.free_share = {0.05, 1, 0};
  EXPECT_TRUE(trains_on_candidates(choice, schema, {0, 1, false}));
  EXPECT_TRUE(trains_on_candidates(choice, schema, {0, 30, false})) << "no rule can estimate m of the text";
  EXPECT_TRUE(trains_on_candidates(choice, schema, {std::nullopt, 1, true}));
  EXPECT_FALSE(trains_on_candidates(choice, schema, {std::nullopt, 1, false})) << "several partners do not compete";
  choice.free_share = {0.4, 1, 0};
  EXPECT_TRUE(trains_on_candidates(choice, schema, {0, 3, false}));
  EXPECT_FALSE(trains_on_candidates(choice, schema, {0, 30, false}));
  EXPECT_FALSE(trains_on_candidates(choice, schema, {std::nullopt, 1, true})) << "an attribute that is not compared";
}

TEST(Suggest, rules_that_find_nothing_new_are_dropped_if_they_propose_many_pairs) {
  const auto rule = [](double pairs, double adds) {
    ChosenRule chosen;
    chosen.rule.pairs = pairs;
    chosen.adds = adds;
    return chosen;
  };
  Choice choice;
  choice.rules = {rule(100, 0), rule(1000, 0.9), rule(5000, 0), rule(9000, 0.1)};
  choice.pairs = 15100;
  drop_chance_pairs(choice);
  ASSERT_EQ(choice.rules.size(), 3U);
  EXPECT_EQ(choice.rules[1].rule.pairs, 1000);
  EXPECT_EQ(choice.rules[2].rule.pairs, 9000);
  EXPECT_EQ(choice.pairs, 10100);
}

TEST(Suggest, parts_of_an_extract_are_one_source) {
  test::ScratchFolder folder(test::world());
  folder.write("part_1.csv", persons(0, 200, false, ""));
  folder.write("part_2.csv", persons(150, 400, false, "b"));
  const auto job = config::parse_job(suggest_text({folder / "part_*.csv"}), "suggested");
  ASSERT_EQ(job.sources.size(), 1U);
  EXPECT_EQ(job.sources[0].files.size(), 2U);
}

TEST(Suggest, unusable_input_is_refused_in_the_same_way_on_all_ranks) {
  test::ScratchFolder folder(test::world());
  folder.write("empty.csv", "");
  folder.write("binary.csv", std::string("a,b\n\0\1\2,x\n", 11));
  folder.write("tables.csv", "id,name\n1,ann\n2,bob\n\norder,amount,date\n1,20,2020-01-02\n2,30,2020-02-03\n");
  folder.write("ragged.csv", "a,b,c\n1,2\n1,2,3,4\n1\n1,2,3,4,5\n1,2\n");
  folder.write("header.csv", "name,city\n");
  for (const auto& [file, said] : std::map<std::string, std::string>{{"empty.csv", "is empty"},
                                                                     {"binary.csv", "binary"},
                                                                     {"tables.csv", "two tables"},
                                                                     {"ragged.csv", "same number of columns"},
                                                                     {"header.csv", "no rows"},
                                                                     {"none.csv", "no such file"}}) {
    std::string message;
    try {
      (void)suggest_text({folder / file});
    } catch (const Error& error) {
      message = error.what();
      EXPECT_EQ(error.code(), ExitCode::input) << file;
    }
    EXPECT_NE(message.find(said), std::string::npos) << file << ": " << message;
  }
  std::string message;
  folder.write("people.csv", persons(0, 100, false, ""));
  try {
    (void)suggest_text({folder / "people.csv"}, {"nothing"});
  } catch (const Error& error) {
    message = error.what();
    EXPECT_EQ(error.code(), ExitCode::usage);
  }
  EXPECT_NE(message.find("no file has a column \"nothing\""), std::string::npos) << message;
}

// The following tests are local, and the same on all ranks.
class RuleTest : public ::testing::Test {
 protected:
  static Records records_of(const test::ScratchFolder& folder, Schema& schema) {
    const Input input = read_input({folder / "people.csv"});
    schema = recognise(input, {});
    return cleanse_sample(input, schema);
  }
};

TEST_F(RuleTest, costs_are_those_of_counting_every_pair) {
  test::ScratchFolder folder(test::world());
  folder.write("people.csv", persons(0, 120, true, ""));
  Schema schema;
  const Records records = records_of(folder, schema);
  const RuleBook book(records, schema, config::Task::dedupe, 1'000'000);
  ASSERT_GT(book.rules().size(), 10U);
  for (const auto& rule : book.rules()) {
    std::uint64_t pairs = 0;
    std::set<std::pair<std::uint32_t, std::uint32_t>> visited;
    for (std::uint32_t left = 0; left < records.size(); ++left)
      for (std::uint32_t right = left + 1; right < records.size(); ++right)
        pairs += book.proposes(rule, left, right) ? 1 : 0;
    book.for_pairs(rule, 0, 1, [&](std::uint32_t left, std::uint32_t right) {
      EXPECT_TRUE(book.proposes(rule, left, right));
      visited.insert({std::min(left, right), std::max(left, right)});
    });
    // A rule on words counts a pair once for each common word.
    const bool words =
        std::ranges::any_of(rule.atoms, [&](std::size_t a) { return book.atoms()[a].is_multi_valued(); });
    if (!words) {
      EXPECT_EQ(rule.sample_pairs, pairs) << book.text(rule);
    }
    EXPECT_GE(rule.sample_pairs, pairs) << book.text(rule);
    EXPECT_EQ(visited.size(), pairs) << book.text(rule);
    std::uint64_t every_third = 0;
    book.for_pairs(rule, 1, 3, [&](std::uint32_t, std::uint32_t) { ++every_third; });
    EXPECT_EQ(every_third, (rule.sample_pairs + 1) / 3) << book.text(rule);
  }
}

TEST_F(RuleTest, likely_matches_are_mostly_matches_and_rules_find_them_within_the_budget) {
  test::ScratchFolder folder(test::world());
  folder.write("people.csv", persons(0, 900, true, ""));
  Schema schema;
  const Input input = read_input({folder / "people.csv"});
  schema = recognise(input, {});
  const Records records = cleanse_sample(input, schema);
  for (const std::uint64_t budget : {3'000U, 20'000U}) {
    const RuleBook book(records, schema, config::Task::dedupe, budget);
    const auto matches = find_likely_matches(records, schema, book);
    const std::size_t cluster = input.tables[0].columns.size() - 1;
    std::size_t right = 0;
    for (const auto& match : matches.pairs)
      right += input.sample[match.left].values[cluster] == input.sample[match.right].values[cluster] ? 1 : 0;
    EXPECT_GT(static_cast<double>(right), 0.9 * static_cast<double>(matches.pairs.size()));
    const auto choice = choose_rules(book, matches, records, budget);
    EXPECT_TRUE(choice.by_evidence);
    EXPECT_LE(choice.pairs, static_cast<double>(budget));
    EXPECT_GT(choice.completeness, 0.95);
    // Among them are the true pairs: 450 persons have a second record.
    std::size_t found = 0, all = 0;
    for (std::uint32_t left = 0; left < records.size(); ++left)
      for (std::uint32_t other = left + 1; other < std::min<std::size_t>(left + 2, records.size()); ++other) {
        if (input.sample[left].values[cluster] != input.sample[other].values[cluster]) continue;
        ++all;
        found +=
            std::ranges::any_of(choice.rules, [&](const ChosenRule& r) { return book.proposes(r.rule, left, other); })
                ? 1
                : 0;
      }
    EXPECT_EQ(all, 450U);
    EXPECT_GT(found, 430U);
  }
}

}  // namespace
}  // namespace onefold::suggest
