// The result of reading job files without mistakes.
#include "onefold/config/read_job.hpp"

#include <gtest/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

Job job_of(const std::string& text, const Environment& environment = {}) {
  return parse_job(text, "t.toml", {}, environment);
}

std::vector<std::string> names_of(const std::vector<AttributeConfig>& attributes) {
  std::vector<std::string> names;
  for (const auto& attribute : attributes) names.push_back(attribute.name);
  return names;
}

const ComparisonConfig* comparison_of(const Job& job, std::string_view name) {
  for (const auto& comparison : job.comparisons)
    if (comparison.name == name) return &comparison;
  return nullptr;
}

std::vector<std::string> levels_of(const Job& job, std::string_view name) {
  std::vector<std::string> levels;
  if (const auto* comparison = comparison_of(job, name))
    for (const Level& level : comparison->levels) levels.push_back(level.text);
  return levels;
}

/// A job with one source that has these columns, followed by this text.
std::string job_with_columns(const std::string& columns, const std::string& more) {
  return "[job]\nname = \"t\"\noutput = \"o\"\n[[source]]\nname = \"a\"\nfiles = \"a.csv\"\ncolumns = { " + columns +
         " }\n" + more;
}

TEST(ReadJob, lasting_is_alone_for_dates_of_birth_together_for_given_names_and_otherwise_set_by_the_job) {
  const std::string text = job_with_columns("given_name = \"g\", birth_date = \"d\", eyes = \"e\"",
                                            "[[attribute]]\nname = \"eyes\"\ntype = \"category\"\nlasting = "
                                            "\"together\"\n[[blocking]]\non = [\"given_name\"]\n");
  const auto lasting = [](const Job& job, std::string_view name) {
    for (const auto& attribute : job.attributes)
      if (attribute.name == name) return lasting_of(attribute);
    return Lasting::never;
  };
  const Job job = job_of(text);
  EXPECT_EQ(lasting(job, "birth_date"), Lasting::decisive);
  EXPECT_EQ(lasting(job, "given_name"), Lasting::corroborated);
  EXPECT_EQ(lasting(job, "eyes"), Lasting::corroborated);
  const Job again = job_of(job.resolved_toml);
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_NE(job.resolved_toml.find("lasting = \"alone\""), std::string::npos) << job.resolved_toml;
  // A default value is never refused.
  const Job components = job_of(job_with_columns(
      "birth_date = \"d\"", "[[blocking]]\non = [\"birth_date\"]\n[cluster]\nmethod = \"components\"\n"));
  EXPECT_EQ(job_of(components.resolved_toml).resolved_toml, components.resolved_toml);
}

TEST(ReadJob, fills_in_the_defaults) {
  const Job job = job_of(kGoodJob);
  EXPECT_EQ(job.name, "test");
  EXPECT_EQ(job.output, "out.h5");
  EXPECT_EQ(job.work_dir, "out.h5.work");
  EXPECT_FALSE(job.overwrite);
  EXPECT_EQ(job.task, Task::dedupe);
  EXPECT_EQ(job.memory_per_rank_bytes, 4ULL << 30);
  EXPECT_EQ(job.sources[0].text.delimiter, ",");
  EXPECT_EQ(job.sources[0].text.quote, '"');
  EXPECT_EQ(job.sources[0].id, "");
  EXPECT_EQ(job.blocking[0].name, "surname + year(birth_date)");
  EXPECT_EQ(job.blocking[0].max_pairs, 10'000'000'000u);
  EXPECT_EQ(job.model.prior.kind, PriorConfig::Kind::estimated);
  EXPECT_EQ(job.cluster.threshold, 0.95);
  EXPECT_EQ(job.cluster.review_threshold, 0.01);
  EXPECT_EQ(job.comparisons.size(), 4u);
  EXPECT_EQ(levels_of(job, "mail"),
            (std::vector<std::string>{"exact", "email_local", "email_local_jaro_winkler >= 0.88"}));
  EXPECT_TRUE(comparison_of(job, "surname")->term_frequency);
  EXPECT_FALSE(comparison_of(job, "mail")->term_frequency);
  // By type: values that change during a customer's life survive by date, the others by majority.
  EXPECT_EQ(job.merge.rules,
            (std::vector<SurvivorshipRule>{SurvivorshipRule::most_recent, SurvivorshipRule::most_frequent,
                                           SurvivorshipRule::most_frequent, SurvivorshipRule::most_frequent}));
}

TEST(ReadJob, puts_declared_attributes_first_and_then_the_others_as_the_file_names_them) {
  const Job job = job_of(
      kGoodJob +
      "[[source]]\nname = \"b\"\nfiles = \"b.csv\"\ncolumns = { phone = \"P\", city = \"C\", surname = \"S\" }\n");
  EXPECT_EQ(names_of(job.attributes),
            (std::vector<std::string>{"mail", "given_name", "surname", "birth_date", "phone", "city"}));
  EXPECT_EQ(job.attributes[3].type, AttributeType::birth_date);
  ASSERT_EQ(job.sources[1].columns.size(), 3u);
  EXPECT_EQ(job.sources[1].columns[0].attribute, 2u);
  EXPECT_EQ(job.sources[1].columns[0].from.column, "S");
}

// A job that sets every key.
constexpr const char* kEverything = R"toml(
[job]
name = "all"
output = "${OUT}/o.h5"
work_dir = "w"
overwrite = true
task = "link"
seed = 7
memory_per_rank = "1.5 GiB"
max_quarantine = 5
max_field_bytes = 1000
max_pairs = 99
compression_level = 9

[[source]]
name = "b"
files = ["${OUT}/b_*.csv", "c.csv.gz"]
header = false
id = 1
updated = 2
truth = { column = 3, pattern = 'rec-(\d+)-' }
delimiter = "\t"
quote = ""
columns = { surname = 4, phone = 5 }

[[source]]
name = "a"
files = "a.csv"
truth = "TRUE"
columns = { surname = "S", phone = "P" }

[[attribute]]
name = "phone"
region = "US"
dummies = ["0800"]
compare = false

[[blocking]]
on = "surname"
max_pairs = 5
[[blocking]]
on = ["suffix(phone,6)"]

[[comparison]]
attribute = "surname"
levels = ["exact", "jaro_winkler >= 0.9", "phonetic"]
term_frequency = false
[[comparison]]
attribute = "phone"

[model]
file = "${OUT}/m.json"
prior = 1e-6
max_random_pairs = 1
max_training_pairs = 2
max_iterations = 3
convergence = 1e-3

[cluster]
threshold = 0.005
method = "components"

[merge]
default = "longest"
rules = { phone = "source_priority" }
source_priority = ["a"]

[cleanse]
dummies = ["${OUT}/d.txt"]
)toml";

TEST(ReadJob, reads_every_key) {
  const Job job = job_of(kEverything, environment_of({{"OUT", "/o"}}));
  EXPECT_EQ(job.output, "/o/o.h5");
  EXPECT_EQ(job.work_dir, "w");
  EXPECT_TRUE(job.overwrite);
  EXPECT_EQ(job.task, Task::link);
  EXPECT_EQ(job.seed, 7u);
  EXPECT_EQ(job.memory_per_rank_bytes, 3ULL << 29);
  EXPECT_EQ(job.max_quarantine, 5u);
  EXPECT_EQ(job.max_field_bytes, 1000u);
  EXPECT_EQ(job.compression_level, 9u);
  const SourceConfig& source = job.sources[0];
  EXPECT_EQ(source.files, (std::vector<std::string>{"/o/b_*.csv", "c.csv.gz"}));
  EXPECT_EQ(source.text.header_rows, 0U);
  EXPECT_EQ(source.id + source.updated + source.truth, "123");
  EXPECT_EQ(source.truth_pattern, "rec-(\\d+)-");
  EXPECT_EQ(source.text.delimiter, "\t");
  EXPECT_EQ(source.text.quote, '\0');
  EXPECT_EQ(source.columns[0].from.column, "5");  // in the order of the attributes
  EXPECT_EQ(job.sources[1].truth, "TRUE");
  EXPECT_EQ(job.attributes[0].region, "US");
  EXPECT_EQ(job.attributes[0].dummies, std::vector<std::string>{"0800"});
  EXPECT_EQ(job.blocking[0].max_pairs, 5u);
  EXPECT_EQ(job.blocking[1].max_pairs, 99u);
  EXPECT_EQ(job.blocking[1].name, "suffix(phone, 6)");
  EXPECT_EQ(levels_of(job, "surname"), (std::vector<std::string>{"exact", "jaro_winkler >= 0.9", "phonetic"}));
  EXPECT_FALSE(comparison_of(job, "surname")->term_frequency);
  EXPECT_EQ(levels_of(job, "phone"), (std::vector<std::string>{"exact", "levenshtein <= 1", "levenshtein <= 2"}));
  EXPECT_EQ(job.model.file, "/o/m.json");
  EXPECT_EQ(job.model.prior.kind, PriorConfig::Kind::fixed);
  EXPECT_EQ(job.model.prior.probability, 1e-6);
  EXPECT_EQ(job.model.max_iterations, 3u);
  // The default would be above the threshold.
  EXPECT_EQ(job.cluster.review_threshold, 0.005);
  EXPECT_EQ(job.merge.fallback, SurvivorshipRule::longest);
  EXPECT_EQ(job.merge.rules,
            (std::vector<SurvivorshipRule>{SurvivorshipRule::source_priority, SurvivorshipRule::longest}));
  EXPECT_EQ(job.merge.source_priority, std::vector<std::uint32_t>{1}) << "sources that are not listed are equal";
  EXPECT_EQ(job.cleanse.dummy_files, std::vector<std::string>{"/o/d.txt"});
}

TEST(ReadJob, reads_how_the_model_is_learnt) {
  const std::string text = kGoodJob + R"toml(
[[comparison]]
attribute = "surname"
levels = ["exact", "jaro_winkler >= 0.9"]
term_frequency = true
term_frequency_fuzzy = 0.5
term_frequency_minimum = 0.001
m = [0.8, 0.1, 0.1]
u = [0.01, 0.02, 0.97]
[model]
train = "em"
labels = ["a.csv", "b.csv"]
dependence = "estimated"
dependence_minimum = 0.25
starts = 7
)toml";
  const Job job = job_of(text);
  const auto* surname = comparison_of(job, "surname");
  EXPECT_EQ(surname->term_frequency_fuzzy, 0.5);
  EXPECT_EQ(surname->term_frequency_minimum, 0.001);
  EXPECT_EQ(surname->m, (std::vector<double>{0.8, 0.1, 0.1}));
  EXPECT_EQ(surname->u, (std::vector<double>{0.01, 0.02, 0.97}));
  EXPECT_EQ(job.model.labels, (std::vector<std::string>{"a.csv", "b.csv"}));
  EXPECT_EQ(job.model.dependence, Dependence::estimated);
  EXPECT_EQ(job.model.dependence_minimum, 0.25);
  EXPECT_EQ(job.model.starts, 7u);
  // The resolved job gives the same job again.
  const Job again = job_of(job.resolved_toml);
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(comparison_of(again, "surname")->m, surname->m);
  EXPECT_EQ(again.model.labels, job.model.labels);
  EXPECT_EQ(again.model.dependence, job.model.dependence);
}

TEST(ReadJob, compares_a_full_name_only_if_it_is_not_split_into_parts) {
  const std::string rule = "[[blocking]]\non = \"email\"\n";
  const Job alone = job_of(job_with_columns("full_name = \"N\", email = \"E\"", rule));
  EXPECT_TRUE(alone.attributes[0].compare);
  EXPECT_NE(comparison_of(alone, "full_name"), nullptr);

  const std::string surname = "[[attribute]]\nname = \"surname\"\n";
  const Job split = job_of(job_with_columns("full_name = \"N\", email = \"E\"", surname + rule));
  EXPECT_EQ(names_of(split.attributes), (std::vector<std::string>{"surname", "full_name", "email"}));
  EXPECT_FALSE(split.attributes[1].compare);
  EXPECT_EQ(comparison_of(split, "full_name"), nullptr);
  EXPECT_NE(comparison_of(split, "surname"), nullptr);

  const std::string wanted = "[[attribute]]\nname = \"full_name\"\ncompare = true\n";
  EXPECT_NE(
      comparison_of(job_of(job_with_columns("full_name = \"N\", email = \"E\"", surname + wanted + rule)), "full_name"),
      nullptr);
}

TEST(ReadJob, reports_mistakes_of_all_sections_in_one_go_in_the_order_of_the_file) {
  EXPECT_EQ(
      mistakes_of(R"toml([job]
name = 3
[[source]]
name = "crm"
files = ["a.csv"]
colums = { surname = "LAST" }
columns = { surname = "LAST", emial = "E" }
[[blocking]]
on = ["surnme"]
[cluster]
threshold = 95
)toml"),
      "t.toml:1:1: [job]: output is missing; write, for example: output = \"out/customers.h5\", or give --output\n"
      "t.toml:2:8: [job]: name: expected a string, found an integer\n"
      "t.toml:6:1: [[source]] crm: unknown key \"colums\"; did you mean \"columns\"?\n"
      "t.toml:7:31: [[source]] crm: columns: unknown attribute \"emial\"; did you mean \"email\"? Otherwise declare it "
      "with "
      "[[attribute]] name and type, or use one of: given_name, surname, full_name, birth_date, email, phone, postcode, "
      "address, city, text, category, number, identifier, location, organisation, web_domain\n"
      "t.toml:9:8: [[blocking]] number 1: unknown attribute \"surnme\"; did you mean \"surname\"?\n"
      "t.toml:11:13: [cluster]: threshold: expected a number above 0 and below 1; found 95");
}

TEST(ReadJob, counts_columns_in_letters_and_lines_as_an_editor_does) {
  // Two bytes per letter before the mistake, and lines that end with CR LF.
  EXPECT_EQ(
      mistakes_of(replaced("\"surname\", \"year", "'surname', \"words(\u00e9\u00e9)\", \"year")),
      "t.toml:15:25: [[blocking]] number 1: expected an attribute or a function, as in: prefix(postcode, 4); found "
      "\"\u00e9\u00e9)\"");
  std::string text;
  for (const char c : replaced("\"year(birth_date)\"", "\"yeer(birth_date)\""))
    text += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(mistakes_of(text),
            "t.toml:15:19: [[blocking]] number 1: unknown function \"yeer\"; did you mean \"year\"?");
}

}  // namespace
}  // namespace onefold::config::test
