// onefold explain OUT.h5 SOURCE:ID SOURCE:ID: why two records are, or are not, one customer. Rank 0 works, the others
// wait.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/verbs.hpp"
#include "inspect/explain_pair.hpp"
#include "onefold/record/error.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string file;
  std::string left;
  std::string right;
  bool json = false;
};

Json json_of(const inspect::ExplainedRecord& record) {
  return {{"source", record.name.source},
          {"source_id", record.name.id},
          {"record_id", record.record},
          {"pin", record.pin},
          {"cluster_id", record.cluster_id}};
}

Json json_of(const inspect::ExplainedEdge& edge) {
  Json comparisons = Json::array();
  for (const auto& row : edge.comparisons)
    comparisons.push_back({{"comparison", row.comparison},
                           {"level", row.level},
                           {"m", row.m},
                           {"u", row.u},
                           {"weight_log2", row.weight_log2},
                           {"term_frequency_log2", row.term_frequency_log2},
                           {"sum_log2", row.running_sum_log2}});
  Json corrections = Json::array();
  for (const auto& row : edge.corrections)
    corrections.push_back({{"first", row.first},
                           {"second", row.second},
                           {"correction_log2", row.correction_log2},
                           {"sum_log2", row.running_sum_log2}});
  return {{"rule", edge.rule},
          {"prior_weight_log2", edge.prior_weight_log2},
          {"comparisons", comparisons},
          {"dependence", corrections},
          {"weight_log2", edge.weight_log2},
          {"probability", edge.probability},
          {"probability_among_rivals", edge.among_rivals ? Json(*edge.among_rivals) : Json()},
          {"link", edge.is_link}};
}

Json json_of(const inspect::Explanation& explanation) {
  Json out = {{"left", json_of(explanation.left)},
              {"right", json_of(explanation.right)},
              {"same_customer", explanation.same_customer},
              {"threshold", explanation.threshold},
              {"threshold_weight_log2", explanation.threshold_weight_log2},
              {"review_threshold", explanation.review_threshold}};
  out["edge"] = explanation.edge ? json_of(*explanation.edge) : Json();
  out["cut_because"] = explanation.cut_reason == 0 ? Json() : Json(inspect::cut_reason_text(explanation.cut_reason));
  out["must_link"] = explanation.must_link;
  out["cannot_link"] = explanation.cannot_link;
  out["customer"] = Json();
  if (explanation.customer) {
    const auto& customer = *explanation.customer;
    // What is not finite would be no JSON.
    const auto finite = [](double number) { return std::isfinite(number) ? Json(number) : Json(); };
    out["customer"] = {{"size", customer.size},
                       {"links", customer.links},
                       {"density", customer.density},
                       {"bridges", customer.bridges},
                       {"bridge_split", customer.bridge_split},
                       {"articulation_points", customer.articulation_points},
                       {"weakest_link_log2", finite(customer.weakest_link_log2)},
                       {"centrality", finite(customer.centrality)},
                       {"centre", customer.centre ? Json(customer.centre->text()) : Json()}};
  }
  out["path"] = Json::array();
  for (const auto& hop : explanation.path)
    out["path"].push_back({{"from", hop.from.text()},
                           {"to", hop.to.text()},
                           {"probability", hop.probability},
                           {"weight_log2", hop.weight_log2},
                           {"must_link", hop.must_link}});
  return out;
}

void explain(const Options& options) {
  const auto left = inspect::parse_record_name(options.left);
  const auto right = inspect::parse_record_name(options.right);
  const result::ResultReader file(options.file);
  result::warn_when_unsealed(file);
  const inspect::Explanation explanation = inspect::explain_pair(file, left, right);
  // Ids are the user's bytes: what is not UTF-8 must not end the program.
  fmt::print("{}", options.json ? json_of(explanation).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                : inspect::text_of(explanation));
  if (std::fflush(stdout) != 0) throw Error(ExitCode::output, "cannot write to the standard output");
}

}  // namespace

Verb add_explain(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "Say why two records are, or are not, one customer");
  command->add_option("FILE", options->file, "result file (HDF5)")->required();
  command->add_option("LEFT", options->left, "a record, as SOURCE:ID")->required();
  command->add_option("RIGHT", options->right, "another record, as SOURCE:ID")->required();
  command->add_flag("--json", options->json, "print the explanation as JSON");
  return {command, [options](const mpi::Communicator& world) {
            mpi::run_locally(world, [&] {
              if (world.is_root()) explain(*options);
            });
            return static_cast<int>(ExitCode::ok);
          }};
}

}  // namespace onefold::cli
