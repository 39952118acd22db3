// The command line, parsed without MPI and without files.
#include "cli/arguments.hpp"

#include <gtest/gtest.h>

namespace onefold::cli {
namespace {

using Words = std::vector<std::string>;

/// The arguments of the verb; `words` must choose this verb.
template <typename Arguments>
Arguments chosen(const Words& words) {
  const CommandLine line = parse_arguments(words);
  EXPECT_TRUE(line.verb.has_value()) << line.text;
  if (!line.verb) return {};
  EXPECT_TRUE(std::holds_alternative<Arguments>(*line.verb));
  return std::holds_alternative<Arguments>(*line.verb) ? std::get<Arguments>(*line.verb) : Arguments{};
}

/// The error message for `words`; checks the exit code and that the message is one line.
std::string mistake(const Words& words) {
  const CommandLine line = parse_arguments(words);
  EXPECT_FALSE(line.verb.has_value());
  EXPECT_EQ(line.code, ExitCode::usage);
  EXPECT_EQ(line.text.find('\n'), std::string::npos) << line.text;
  return line.text;
}

TEST(Arguments, of_run_override_the_job) {
  const auto run = chosen<RunArguments>({"run", "job.toml", "--output", "out.h5", "--set", "a=1", "--set", "b=2",
                                         "--work-dir", "w", "--overwrite", "--json", "--quiet"});
  EXPECT_EQ(run.job.job_file, "job.toml");
  EXPECT_EQ(run.job.output, "out.h5");
  EXPECT_EQ(run.job.work_dir, "w");
  EXPECT_EQ(run.job.sets, (Words{"a=1", "b=2"}));
  EXPECT_TRUE(run.job.overwrite && run.json && run.quiet);
  EXPECT_FALSE(run.dry_run);
  const auto defaults = chosen<RunArguments>({"run", "job.toml"});
  EXPECT_TRUE(defaults.job.output.empty() && defaults.job.work_dir.empty() && defaults.job.sets.empty());
  EXPECT_FALSE(defaults.job.overwrite || defaults.json || defaults.quiet || defaults.dry_run);
}

TEST(Arguments, of_one_set_do_not_swallow_the_job_file) {
  EXPECT_EQ(chosen<RunArguments>({"run", "--set", "a=1", "job.toml"}).job.job_file, "job.toml");
}

TEST(Arguments, of_plan_name_another_machine) {
  const auto plan = chosen<PlanArguments>({"plan", "job.toml", "--ranks", "64", "--nodes", "8", "--show-values"});
  EXPECT_EQ(plan.plan.ranks, 64);
  EXPECT_EQ(plan.plan.nodes, 8);
  EXPECT_TRUE(plan.plan.show_values);
  EXPECT_NE(mistake({"plan", "job.toml", "--ranks", "0"}).find("--ranks"), std::string::npos);
}

TEST(Arguments, of_evaluate_show_the_sweep_only_when_asked) {
  EXPECT_EQ(chosen<EvaluateArguments>({"evaluate", "r.h5"}).evaluation.num_points, 0u);
  EXPECT_EQ(chosen<EvaluateArguments>({"evaluate", "r.h5", "--json"}).evaluation.num_points, 50u);
  const auto asked = chosen<EvaluateArguments>({"evaluate", "r.h5", "--sweep", "7", "--blocking"});
  EXPECT_EQ(asked.evaluation.num_points, 7u);
  EXPECT_TRUE(asked.parts.sweep && asked.parts.by_rule && asked.evaluation.blocking);
}

TEST(Arguments, that_exclude_or_need_each_other_are_checked) {
  EXPECT_NE(mistake({"evaluate", "r.h5", "--truth", "t.csv", "--reviewed", "s.csv"}).find("--truth"),
            std::string::npos);
  EXPECT_NE(mistake({"evaluate", "r.h5", "--show-values"}).find("--by"), std::string::npos);
  EXPECT_NE(mistake({"sample", "r.h5", "--clusters", "5", "--pairs", "100"}).find("--pairs"), std::string::npos);
  EXPECT_EQ(mistake({"sample", "r.h5"}), "say what to draw: --clusters N or --pairs N; see onefold sample --help");
}

TEST(Arguments, of_the_other_verbs_reach_them) {
  const auto exported = chosen<ExportArguments>({"export", "r.h5", "--what", "edges", "-o", "e.csv", "--overwrite"});
  EXPECT_EQ(exported.result, "r.h5");
  EXPECT_EQ(exported.what, "edges");
  EXPECT_EQ(exported.output, "e.csv");
  EXPECT_TRUE(exported.overwrite);
  EXPECT_EQ(chosen<SampleArguments>({"sample", "r.h5", "--pairs", "60"}).sample.num_pairs, 60u);
  const auto explained = chosen<ExplainArguments>({"explain", "r.h5", "a:1", "b:2", "--json"});
  EXPECT_EQ(explained.left, "a:1");
  EXPECT_EQ(explained.right, "b:2");
  EXPECT_TRUE(explained.json);
  EXPECT_TRUE(chosen<VerifyArguments>({"verify", "r.h5", "--json"}).json);
  const auto generated = chosen<GenerateArguments>({"generate", "--output", "d", "--records", "9", "--parts", "2"});
  EXPECT_EQ(generated.population.folder, "d");
  EXPECT_EQ(generated.population.num_records, 9u);
  EXPECT_EQ(generated.population.num_parts, 2u);
  const auto suggested = chosen<SuggestArguments>({"suggest", "a.csv", "b.csv", "--task", "link", "--truth", "ID"});
  EXPECT_EQ(suggested.suggest.files, (Words{"a.csv", "b.csv"}));
  EXPECT_EQ(suggested.suggest.task, config::Task::link);
  EXPECT_EQ(suggested.suggest.truth, Words{"ID"});
  EXPECT_FALSE(chosen<SuggestArguments>({"suggest", "a.csv"}).suggest.task.has_value());
}

TEST(Arguments, with_a_misspelt_verb_name_the_nearest) {
  EXPECT_EQ(mistake({"rum", "job.toml"}), "unknown verb rum; did you mean run? See onefold --help");
  EXPECT_EQ(mistake({"verfy", "r.h5"}), "unknown verb verfy; did you mean verify? See onefold --help");
  EXPECT_EQ(mistake({"job.toml"}), "unknown verb job.toml; did you mean run job.toml? See onefold --help");
  EXPECT_EQ(mistake({"crm.csv"}), "unknown verb crm.csv; did you mean suggest crm.csv? See onefold --help");
  EXPECT_EQ(mistake({"xyzzy"}),
            "unknown verb xyzzy; expected one of: run, plan, export, evaluate, explain, verify, generate, suggest, "
            "sample, profile, diff, decide, show; see onefold --help");
  EXPECT_EQ(mistake({}), "a verb is missing; write, for example: onefold run JOB.toml; see onefold --help");
}

TEST(Arguments, with_a_misspelt_option_name_the_nearest) {
  EXPECT_EQ(mistake({"run", "job.toml", "--overwite"}),
            "unknown option --overwite; did you mean --overwrite? See onefold run --help");
  EXPECT_EQ(mistake({"run", "job.toml", "--xyzzy=3"}), "unknown option --xyzzy; see onefold run --help");
  EXPECT_EQ(mistake({"run", "job.toml", "second.toml"}), "unexpected argument second.toml; see onefold run --help");
  EXPECT_EQ(mistake({"run"}), "JOB is required; see onefold run --help");
  EXPECT_NE(mistake({"export", "r.h5", "--what", "nothing"}).find("quarantine"), std::string::npos);
}

TEST(Arguments, of_absurd_length_or_content_give_one_short_line) {
  EXPECT_LT(mistake({std::string(1'000'000, 'x')}).size(), 500u);
  EXPECT_LT(mistake({"run", "job.toml", "--" + std::string(1'000'000, 'x')}).size(), 500u);
  EXPECT_LT(mistake({"export", "r.h5", "--what", std::string(1'000'000, 'x')}).size(), 1000u);
  EXPECT_NE(mistake({"a\nb\x01"}).find("a\\x0ab\\x01"), std::string::npos);
}

TEST(Arguments, that_ask_for_help_or_version_are_not_mistakes) {
  const auto help = parse_arguments({"--help"});
  EXPECT_FALSE(help.verb.has_value());
  EXPECT_EQ(help.code, ExitCode::ok);
  EXPECT_NE(help.text.find("Exit codes: 0 done"), std::string::npos);
  const auto of_verb = parse_arguments({"run", "--help"});
  EXPECT_EQ(of_verb.code, ExitCode::ok);
  EXPECT_NE(of_verb.text.find("--dry-run"), std::string::npos);
  EXPECT_EQ(parse_arguments({"--version"}).code, ExitCode::ok);
}

}  // namespace
}  // namespace onefold::cli
