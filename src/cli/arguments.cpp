#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <functional>
#include <sstream>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/database_arguments.hpp"
#include "document/nearest_name.hpp"

namespace onefold::cli {

namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done; 1 internal error; 2 wrong arguments; 3 mistakes in the job file; 4 input cannot be used;\n"
    "5 output exists or cannot be written; 6 a stated limit was exceeded; 7 verification failed.";

constexpr std::size_t kMaxNameBytes = 120;

/// A subcommand, and a function that returns its arguments after parsing.
struct Declared {
  CLI::App* command;
  std::function<Verb()> arguments;
};

void declare_job_options(CLI::App& command, JobOptions& options) {
  command.add_option("JOB", options.job_file, "Job file (TOML); see docs/job_file.md")->required();
  command.add_option("-o,--output", options.output, "Write the result here instead of [job] output");
  command.add_option("--work-dir", options.work_dir, "Keep intermediate products here instead of [job] work_dir");
  command.add_option("--set", options.sets, "KEY=VALUE: override a key of the job file, e.g. cluster.threshold=0.9")
      ->allow_extra_args(false);
}

Declared declare_run(CLI::App& app) {
  const auto arguments = std::make_shared<RunArguments>();
  CLI::App* command = app.add_subcommand("run", "Run a job: read the sources, match, merge, write one HDF5 file");
  declare_job_options(*command, arguments->job);
  command->add_flag("--overwrite", arguments->job.overwrite, "Replace the output if it exists");
  command->add_flag("--dry-run", arguments->dry_run, "Print the resolved job and stop");
  command->add_flag("--strict", arguments->strict, "Any warning is an error: exit code 6, and no result is written");
  command->add_flag("--json", arguments->json, "Print the summary and statistics as JSON");
  command->add_flag("--quiet", arguments->quiet, "Do not show progress");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_plan(CLI::App& app) {
  const auto arguments = std::make_shared<PlanArguments>();
  CLI::App* command =
      app.add_subcommand("plan", "Forecast a run of a job: pairs of each rule, large blocks, time, memory, disk");
  declare_job_options(*command, arguments->job);
  command->add_option("--ranks", arguments->plan.ranks, "Make the forecast for this number of ranks, one core per rank")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--nodes", arguments->plan.nodes, "Make the forecast for this number of nodes")
      ->check(CLI::Range(1, 1'000'000));
  command->add_flag("--show-values", arguments->plan.show_values, "Print the keys of the largest blocks as they are");
  command->add_flag("--json", arguments->json, "Print everything as JSON");
  command->add_flag("--quiet", arguments->quiet, "Do not show progress");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_export(CLI::App& app) {
  const auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = app.add_subcommand("export", "Write a table of a result file as CSV, or its model as JSON");
  command->add_option("FILE", arguments->result, "Result file (HDF5)")->required();
  command->add_option("--what", arguments->what, "Table to write")
      ->required()
      ->check(
          CLI::IsMember({"records", "customers", "edges", "quarantine", "crosswalk", "history", "forwards", "model"}));
  command->add_option("-o,--output", arguments->output, "File to write; without it standard output");
  command
      ->add_option("--columns", arguments->columns, "Columns of customers to write, in this order: pin,surname,email")
      ->delimiter(',')
      ->type_name("NAME,...");
  command->add_option("--values", arguments->values, "Golden values as written (default), or fit to load")
      ->check(CLI::IsMember({"raw", "cleansed"}));
  command
      ->add_option("--create-table", arguments->create_table,
                   "Write the CREATE TABLE of PostgreSQL for the CSV of customers, instead of the CSV")
      ->type_name("TABLE");
  command->add_flag("--overwrite", arguments->overwrite, "Replace the output file if it exists");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_evaluate(CLI::App& app) {
  const auto arguments = std::make_shared<EvaluateArguments>();
  auto& evaluation = arguments->evaluation;
  CLI::App* command = app.add_subcommand("evaluate", "Compare the clusters of a result with a known truth");
  command->add_option("result", evaluation.path, "Result file (HDF5) of `onefold run`")
      ->required()
      ->type_name("OUT.h5");
  auto* truth = command
                    ->add_option("--truth", evaluation.truth,
                                 "CSV with the columns source, source_id and the true id; "
                                 "not needed when the job named a column of true ids")
                    ->type_name("FILE.csv");
  command
      ->add_option("--reviewed", arguments->reviewed,
                   "Reviewed sample of `onefold sample`: print estimates with 95 % intervals instead")
      ->excludes(truth)
      ->type_name("FILE.csv");
  command->add_flag("--json", arguments->json, "Print one JSON object with everything");
  command->add_flag("--by-source", arguments->parts.by_source, "Show figures for each two sources");
  command->add_flag("--by-rule", arguments->parts.by_rule, "Show what each blocking rule found");
  command->add_flag("--blocking", evaluation.blocking,
                    "Read the input files again and count the true pairs that each blocking rule proposed");
  auto* by =
      command
          ->add_option("--by", evaluation.by,
                       "Read the input files again and show figures for records with and without a value of this "
                       "attribute; with --show-values, for its 20 most frequent values (of dates: years)")
          ->type_name("ATTRIBUTE");
  command->add_flag("--show-values", evaluation.show_values, "Print values of the attribute of --by")->needs(by);
  command->add_option("--errors", evaluation.num_mistakes, "List the N worst mistakes of each kind, by SOURCE:ID")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{10'000}))
      ->type_name("N");
  auto* sweep =
      command
          ->add_option("--sweep", evaluation.num_points, "Number of thresholds, evenly spaced in weight (default 50)")
          ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}))
          ->type_name("N");
  return {command, [arguments, sweep] {
            arguments->parts.by_rule |= arguments->evaluation.blocking;
            arguments->parts.sweep = sweep->count() > 0;
            // The table does not show the sweep unless requested.
            if (!arguments->json && !arguments->parts.sweep) arguments->evaluation.num_points = 0;
            return *arguments;
          }};
}

Declared declare_sample(CLI::App& app) {
  const auto arguments = std::make_shared<SampleArguments>();
  auto& sample = arguments->sample;
  CLI::App* command = app.add_subcommand(
      "sample", "Draw customers or pairs for people to review; `evaluate --reviewed` reads their answers");
  command->add_option("result", sample.path, "Result file (HDF5) of `onefold run`")->required()->type_name("OUT.h5");
  auto* clusters = command
                       ->add_option("--clusters", sample.num_clusters,
                                    "Draw N records, each with its cluster and with similar records outside of it")
                       ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}))
                       ->type_name("N");
  auto* pairs = command->add_option("--pairs", sample.num_pairs, "Draw about N pairs of all probabilities")
                    ->check(CLI::Range(std::uint64_t{60}, std::uint64_t{1'000'000}))
                    ->type_name("N");
  clusters->excludes(pairs);
  command
      ->add_option("--candidates", sample.max_candidates,
                   "With --clusters: at most N records outside of each cluster (default 20)")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000}))
      ->type_name("N");
  command->add_option("--seed", sample.seed, "Draw the sample of this number (default 0)")->type_name("N");
  command->add_flag("--show-values", sample.show_values,
                    "Show the cleansed values that were compared: customers' data; reads the input files again");
  command->add_option("-o,--output", arguments->output, "File to write; without it standard output");
  command->add_flag("--overwrite", arguments->overwrite, "Replace the output file if it exists");
  return {command, [arguments, clusters, pairs] {
            if (clusters->count() == 0 && pairs->count() == 0)
              throw Error(ExitCode::usage, "say what to draw: --clusters N or --pairs N");
            return *arguments;
          }};
}

Declared declare_explain(CLI::App& app) {
  const auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* command = app.add_subcommand("explain", "Explain why two records are, or are not, one customer");
  command->add_option("FILE", arguments->result, "Result file (HDF5)")->required();
  command->add_option("LEFT", arguments->left, "A record, as SOURCE:ID, or the PIN of a customer")->required();
  command->add_option("RIGHT", arguments->right, "Another record, or the PIN of another customer")->required();
  command->add_flag("--json", arguments->json, "Print the explanation as JSON");
  return {command, [arguments] { return *arguments; }};
}

/// The four decisions of `decide`, as the command line gives them.
struct DecisionOptions {
  std::vector<std::string> apart, together, set, lock;
};

inspect::DecisionRequest request_of(const DecisionOptions& options) {
  using Kind = inspect::DecisionRequest::Kind;
  if (!options.apart.empty()) return {.kind = Kind::apart, .names = options.apart, .attribute = {}, .value = {}};
  if (!options.together.empty())
    return {.kind = Kind::together, .names = options.together, .attribute = {}, .value = {}};
  if (!options.lock.empty()) return {.kind = Kind::lock, .names = options.lock, .attribute = {}, .value = {}};
  if (options.set.empty())
    throw Error(ExitCode::usage, "say what you decide: --apart A B, --together A B, --set NAME=VALUE A or --lock A");
  const auto equals = options.set[0].find('=');
  if (equals == std::string::npos || equals == 0)
    throw Error(ExitCode::usage, "--set: expected NAME=VALUE, with the name of an attribute, and a record or a PIN");
  return {.kind = Kind::set,
          .names = {options.set[1]},
          .attribute = options.set[0].substr(0, equals),
          .value = options.set[0].substr(equals + 1)};
}

Declared declare_decide(CLI::App& app) {
  const auto arguments = std::make_shared<DecideArguments>();
  const auto options = std::make_shared<DecisionOptions>();
  CLI::App* command = app.add_subcommand("decide", "Append a decision of a steward to a list that the next run reads");
  command->add_option("FILE", arguments->result, "Result file (HDF5)")->required();
  std::vector<CLI::Option*> kinds;
  const auto add_kind = [&](const char* name, std::vector<std::string>& list, int count, const char* what,
                            const char* type) {
    kinds.push_back(command->add_option(name, list, what)->expected(count)->type_name(type));
  };
  add_kind("--apart", options->apart, 2, "Two records or customers that are not one customer", "A B");
  add_kind("--together", options->together, 2, "Two records or customers that are one customer", "A B");
  add_kind("--set", options->set, 2, "The golden value of an attribute of a customer; empty: none", "NAME=VALUE A");
  add_kind("--lock", options->lock, 1, "A record that keeps its PIN", "A");
  for (std::size_t i = 0; i < kinds.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) kinds[i]->excludes(kinds[j]);
  command->add_option("--by", arguments->by, "Who decides")->required()->type_name("NAME");
  command->add_option("--why", arguments->why, "Why")->type_name("TEXT");
  command->add_option("--when", arguments->when, "When, as 2026-03-01 or 2026-03-01T10:15:00Z; by default now")
      ->type_name("TIME");
  command->add_option("-o,--output", arguments->output, "List to append to; created if missing")
      ->required()
      ->type_name("decisions.csv");
  command->footer("A and B are records as SOURCE:ID, or customers by their PINs.");
  return {command, [arguments, options] {
            arguments->request = request_of(*options);
            return *arguments;
          }};
}

Declared declare_show(CLI::App& app) {
  const auto arguments = std::make_shared<ShowArguments>();
  CLI::App* command = app.add_subcommand(
      "show", "Show one customer: golden record, its records side by side, why they are one, decisions, history");
  command->add_option("FILE", arguments->result, "Result file (HDF5)")->required();
  command->add_option("NAME", arguments->name, "PIN of the customer, or one of its records as SOURCE:ID")->required();
  command->add_option("--html", arguments->html, "Write a page for browsers here, with values: customers' data")
      ->type_name("FILE");
  command->add_flag("--overwrite", arguments->overwrite, "Replace the page if it exists");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_verify(CLI::App& app) {
  const auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = app.add_subcommand("verify", "Prove from a result file alone that it is complete and consistent");
  command->add_option("FILE", arguments->result, "Result file (HDF5)")->required();
  command->add_flag("--json", arguments->json, "Print the checks as JSON");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_diff(CLI::App& app) {
  const auto arguments = std::make_shared<DiffArguments>();
  CLI::App* command = app.add_subcommand("diff", "Say what has changed between two results: customers, golden values");
  command->add_option("OLD", arguments->old_result, "Result file (HDF5) of the earlier run")->required();
  command->add_option("NEW", arguments->new_result, "Result file (HDF5) of the later run")->required();
  command->add_option("--csv", arguments->csv, "Write the changes of each customer to this file")->type_name("FILE");
  command->add_flag("--show-values", arguments->show_values, "Write golden values before and after to the CSV file");
  command->add_flag("--overwrite", arguments->overwrite, "Replace the CSV file if it exists");
  command->add_flag("--json", arguments->json, "Print the counts as JSON");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_generate(CLI::App& app) {
  const auto arguments = std::make_shared<GenerateArguments>();
  auto& population = arguments->population;
  auto* command = app.add_subcommand(
      "generate", "Write a population with known truth: crm.csv, webshop.csv, callcentre.csv, truth.csv");
  command
      ->add_option("-o,--output", population.folder, "Folder for the files; created if missing, its parent must exist")
      ->required()
      ->type_name("DIR");
  auto* records = command->add_option("--records", population.num_records, "Records, all three sources together")
                      ->capture_default_str();
  auto* seed = command->add_option("--seed", population.seed, "Number of the population")->capture_default_str();
  command->add_option("--parts", population.num_parts, "Files per source: crm_0001.csv ...")->capture_default_str();
  auto* mean =
      command->add_option("--duplicates-mean", population.duplicates_mean, "Mean number of records per person, 1 to 4")
          ->capture_default_str();
  auto* wave = command->add_option("--wave", population.wave,
                                   "The extracts of a later month, 2 or above: records changed, removed and new");
  auto* of = command->add_option("--of", arguments->of, "Folder of the earlier month, with --wave; it stays as it is");
  of->type_name("DIR")->needs(wave)->excludes(records)->excludes(seed)->excludes(mean);
  wave->needs(of);
  command->add_flag("--overwrite", population.overwrite,
                    "Replace the population in the folder, whatever its number of parts");
  return {command, [arguments] { return *arguments; }};
}

Declared declare_suggest(CLI::App& app) {
  const auto arguments = std::make_shared<SuggestArguments>();
  const auto task = std::make_shared<std::string>();
  const auto databases = std::make_shared<DatabaseOptions>();
  auto& suggest = arguments->suggest;
  CLI::App* command = app.add_subcommand(
      "suggest", "Look at files and databases and write a commented job file for them to standard output");
  command->add_option("FILE", suggest.files,
                      "CSV files with any delimiter, also .gz and .zst, and Parquet; one source per file");
  const auto add_database = [&](const char* name, std::vector<std::string>& list, const char* what) {
    command->add_option(name, list, what)->allow_extra_args(false);
  };
  add_database("--odbc", databases->odbc,
               "NAME=CONNECTION: a source that is a database by ODBC; its password is in ONEFOLD_PASSWORD_NAME");
  add_database("--postgresql", databases->postgresql, "NAME=CONNECTION: a source that is a PostgreSQL database");
  add_database("--query", databases->query, "NAME=SELECT: the query that gives the rows of this source");
  command
      ->add_option("--truth", suggest.truth,
                   "COLUMN or COLUMN=REGEX: true id of the customer, for onefold evaluate; never used for matching")
      ->allow_extra_args(false);
  command->add_option("--task", *task, "dedupe or link; by default the content of the files decides")
      ->check(CLI::IsMember({"dedupe", "link"}));
  command
      ->add_option("--max-pairs", suggest.max_pairs,
                   fmt::format("Candidate pairs, all blocking rules together; by default {} per record, at least {}",
                               suggest::kPairsPerRecord, suggest::kLeastPairs))
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--precision", suggest.precision,
                   "Threshold of the job: the lowest with this expected precision, as .99; by default the best F1")
      // "nan" is in any range of CLI11.
      ->check(CLI::Range(0.01, 0.9999) & CLI::Validator(
                                             [](const std::string& text) {
                                               return text.find_first_not_of("0123456789.eE+-") == std::string::npos
                                                          ? ""
                                                          : "expected a number, as .99";
                                             },
                                             ""));
  command->add_option("--name", suggest.name, "Name of the job; by default that of the first file");
  command->add_option("--output", suggest.output, "Output of the job; by default NAME.h5");
  return {command, [arguments, task, databases] {
            arguments->suggest.databases = database_sources(*databases);
            if (arguments->suggest.files.empty() && arguments->suggest.databases.empty())
              throw Error(ExitCode::usage, "FILE is required");
            if (!task->empty()) arguments->suggest.task = *task == "link" ? config::Task::link : config::Task::dedupe;
            return *arguments;
          }};
}

Declared declare_profile(CLI::App& app) {
  const auto arguments = std::make_shared<ProfileArguments>();
  CLI::App* command =
      app.add_subcommand("profile", "Look at the quality of files, or of the files of a job: values, lengths, shapes");
  command->add_option("FILE", arguments->files, "Data files as suggest reads them, or one job file (.toml)")
      ->required();
  command->add_flag("--show-values", arguments->show_values, "Print the most frequent values of each column");
  command->add_flag("--json", arguments->json, "Print the profile as JSON");
  return {command, [arguments] { return *arguments; }};
}

std::string shown(std::string_view argument) { return config::printable(argument, kMaxNameBytes); }

CommandLine wrong(std::string what, std::string_view verb = {}) {
  what += fmt::format("{} onefold {}{}--help", what.ends_with('?') ? " See" : "; see", verb, verb.empty() ? "" : " ");
  return {std::nullopt, std::move(what), ExitCode::usage};
}

/// A first argument that is neither an option nor a verb.
CommandLine unknown_verb(const std::string& word, const std::vector<Declared>& verbs) {
  std::vector<std::string_view> names;
  for (const auto& verb : verbs) names.emplace_back(verb.command->get_name());
  if (const auto nearest = config::nearest_name(word, names))
    return wrong(fmt::format("unknown verb {}; did you mean {}?", shown(word), *nearest));
  if (word.ends_with(".toml")) return wrong(fmt::format("unknown verb {0}; did you mean run {0}?", shown(word)));
  if (word.ends_with(".csv")) return wrong(fmt::format("unknown verb {0}; did you mean suggest {0}?", shown(word)));
  return wrong(fmt::format("unknown verb {}; expected one of: {}", shown(word), fmt::join(names, ", ")));
}

/// Arguments that the chosen verb does not know.
CommandLine unknown_arguments(const CLI::App& command) {
  const auto extras = command.remaining();
  for (const auto& extra : extras) {
    if (!extra.starts_with("-")) continue;
    const std::string name = extra.substr(0, extra.find('='));
    std::vector<std::string> options;
    for (const auto* option : command.get_options())
      for (const auto& long_name : option->get_lnames()) options.push_back("--" + long_name);
    const std::vector<std::string_view> names(options.begin(), options.end());
    const auto nearest = config::nearest_name(name, names);
    return wrong(fmt::format("unknown option {}{}", shown(name),
                             nearest ? fmt::format("; did you mean {}?", *nearest) : std::string()),
                 command.get_name());
  }
  return wrong(fmt::format("unexpected argument {}", extras.empty() ? std::string() : shown(extras.front())),
               command.get_name());
}

}  // namespace

CommandLine parse_arguments(std::vector<std::string> arguments) {
  CLI::App app{"onefold finds the records that are the same customer and merges them: match and merge over MPI.",
               "onefold"};
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", ONEFOLD_VERSION);
  const std::vector<Declared> verbs = {
      declare_run(app),    declare_plan(app),     declare_export(app),  declare_evaluate(app), declare_explain(app),
      declare_verify(app), declare_generate(app), declare_suggest(app), declare_sample(app),   declare_profile(app),
      declare_diff(app),   declare_decide(app),   declare_show(app)};
  const auto is_verb = [&](const std::string& word) {
    for (const auto& verb : verbs)
      if (verb.command->get_name() == word) return true;
    return false;
  };
  if (arguments.empty()) return wrong("a verb is missing; write, for example: onefold run JOB.toml");
  if (!arguments.front().starts_with("-") && !is_verb(arguments.front())) return unknown_verb(arguments.front(), verbs);

  const CLI::App* chosen = nullptr;
  const auto find_chosen = [&] {
    for (const auto& verb : verbs)
      if (verb.command->parsed()) chosen = verb.command;
  };
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the end of the vector
    app.parse(std::move(arguments));
    for (const auto& verb : verbs)
      if (verb.command->parsed()) return {verb.arguments(), {}, ExitCode::ok};
    return wrong("a verb is missing");
  } catch (const CLI::ExtrasError&) {
    find_chosen();
    return unknown_arguments(chosen == nullptr ? app : *chosen);
  } catch (const CLI::ParseError& error) {
    find_chosen();
    if (error.get_exit_code() != 0)
      return wrong(config::printable(error.what(), 500), chosen ? chosen->get_name() : "");
    std::ostringstream help, nowhere;
    app.exit(error, help, nowhere);
    return {std::nullopt, help.str(), ExitCode::ok};
  } catch (const Error& error) {
    find_chosen();
    return wrong(error.what(), chosen ? chosen->get_name() : "");
  }
}

}  // namespace onefold::cli
