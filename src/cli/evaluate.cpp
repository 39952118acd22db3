// onefold evaluate OUT.h5 [--truth FILE.csv] [--json] [--sweep N]: how good the clusters of a result are.
// One rank reads and computes; under mpirun the others wait for its status.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/evaluate_report.hpp"
#include "onefold/cli/verbs.hpp"
#include "onefold/evaluate/sweep.hpp"
#include "onefold/record/error.hpp"
#include "onefold/store/result_file.hpp"

namespace onefold::cli {

namespace {

struct Options {
  std::string path;
  std::string truth;
  bool json = false;
  std::uint64_t num_points = 50;
  CLI::Option* sweep = nullptr;
};

[[noreturn]] void damaged(const std::string& path, const std::string& what) {
  throw Error(ExitCode::input, path + ": " + what + "; the file is damaged, `onefold verify` says more");
}

evaluate::RecordNames read_record_names(const store::ResultReader& file, const std::string& path) {
  evaluate::RecordNames names;
  const auto sources = file.read_text_column("/sources/name", 0, file.num_rows("/sources/name"));
  for (std::size_t i = 0; i < sources.size(); ++i) names.sources.emplace_back(sources[i]);
  const std::uint64_t num_records = file.num_rows("/records/source");
  if (num_records >= evaluate::kNoClass)
    throw Error(ExitCode::limit, path + ": evaluate is made for fewer than 2^32 - 1 records");
  for (const auto source : file.read_int32("/records/source", 0, num_records)) {
    if (source < 0 || static_cast<std::size_t>(source) >= names.sources.size())
      damaged(path, "/records/source names a source that is not there");
    names.source.push_back(static_cast<std::uint32_t>(source));
  }
  return names;
}

std::vector<evaluate::ScoredPair> read_edges(const store::ResultReader& file, const std::string& path, std::uint64_t num_records) {
  const std::uint64_t num_edges = file.num_rows("/edges/left");
  const auto left = file.read_int64("/edges/left", 0, num_edges);
  const auto right = file.read_int64("/edges/right", 0, num_edges);
  const auto weight = file.read_double("/edges/weight_log2", 0, num_edges);
  const auto probability = file.read_double("/edges/probability", 0, num_edges);
  const auto exists = [&](std::int64_t id) { return id >= 0 && static_cast<std::uint64_t>(id) < num_records; };
  std::vector<evaluate::ScoredPair> edges(num_edges);
  for (std::uint64_t i = 0; i < num_edges; ++i) {
    if (!exists(left[i]) || !exists(right[i])) damaged(path, "/edges names a record that is not there");
    if (!std::isfinite(weight[i])) damaged(path, "/edges/weight_log2 holds something that is not a finite number");
    edges[i] = {static_cast<std::uint32_t>(left[i]), static_cast<std::uint32_t>(right[i]), weight[i], probability[i]};
  }
  evaluate::sort_by_weight(edges);
  return edges;
}

// Fills in the true classes, from the truth file or from the result itself.
void read_truth_into(evaluate::Truth& truth, EvaluationReport& report, const store::ResultReader& file,
                     evaluate::RecordNames& names, const Options& options) {
  if (!options.truth.empty()) {
    names.source_id = file.read_text_column("/records/source_id", 0, report.num_records);
    auto read = evaluate::read_truth(options.truth, names);
    truth.true_class = std::move(read.true_class);
    report.num_truth_rows = read.num_rows;
    report.num_truth_not_in_result = read.num_not_in_result;
  } else if (file.has("/records/true_id")) {
    truth.true_class = evaluate::classes_of(file.read_text_column("/records/true_id", 0, report.num_records));
  } else {
    throw Error(ExitCode::usage, options.path + " holds no true ids: give them with --truth FILE.csv (columns source, source_id, true id)");
  }
  for (const auto c : truth.true_class) report.num_evaluated_records += c == evaluate::kNoClass ? 0 : 1;
  if (report.num_evaluated_records == 0)
    throw Error(ExitCode::input, (options.truth.empty() ? options.path : options.truth) +
                                     ": no record of the result has a true id, so there is nothing to compare with");
}

EvaluationReport evaluate_file(const Options& options) {
  const store::ResultReader file(options.path);
  EvaluationReport report;

  // 1. The records and what is true about them.
  auto names = read_record_names(file, options.path);
  report.num_records = names.source.size();
  evaluate::Truth truth;
  read_truth_into(truth, report, file, names, options);
  truth.source = std::move(names.source);
  truth.link_only = file.has("/cluster/link_only") && file.read_int8("/cluster/link_only", 0, 1).at(0) == 1;
  report.link_only = truth.link_only;

  // 2. What blocking saved, and what it found at least.
  const auto edges = read_edges(file, options.path, report.num_records);
  for (const auto pairs : file.read_int64("/blocking/new_pairs", 0, file.num_rows("/blocking/new_pairs")))
    report.num_candidate_pairs += static_cast<std::uint64_t>(pairs);
  report.num_comparable_pairs = evaluate::num_comparable_pairs(truth.source, truth.link_only);
  report.completeness = evaluate::pairs_completeness(truth, edges);

  // 3. The clusters as they are, and as they would be at other thresholds.
  report.at_threshold = {file.read_double("/cluster/threshold_weight_log2", 0, 1).at(0),
                         file.read_double("/cluster/threshold", 0, 1).at(0),
                         evaluate::metrics_of(truth, file.read_int64("/records/cluster_id", 0, report.num_records))};
  report.best = evaluate::best_point(truth, edges).value_or(report.at_threshold);
  report.sweep = evaluate::sweep(truth, edges, options.num_points);

  // 4. Whether match probabilities mean what they say.
  report.reliability = evaluate::reliability_of(truth, edges, report.at_threshold.threshold_weight_log2);
  return report;
}

}  // namespace

Verb add_evaluate(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "Compares the clusters of a result with a known truth");
  command->add_option("result", options->path, "Result file (HDF5) of `onefold run`")->required()->type_name("OUT.h5");
  command->add_option("--truth", options->truth, "CSV with the columns source, source_id and the true id; "
                                                 "not needed when the job named a column of true ids")->type_name("FILE.csv");
  command->add_flag("--json", options->json, "Print one JSON object");
  options->sweep = command->add_option("--sweep", options->num_points, "Number of thresholds, evenly spaced in weight (default 50)")
                       ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}))->type_name("N");
  return {command, [options](const mpi::Communicator& world) {
            mpi::run_locally(world, [&] {
              if (!world.is_root()) return;
              const EvaluationReport report = evaluate_file(*options);
              const std::string text = options->json ? to_json(report) : to_table(report, options->sweep->count() > 0);
              std::fwrite(text.data(), 1, text.size(), stdout);
              if (std::fflush(stdout) != 0) throw Error(ExitCode::output, "cannot write to standard output");
            });
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
