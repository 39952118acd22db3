// onefold explain OUT.h5 LEFT RIGHT: explains why two records are, or are not, one customer. Each is SOURCE:ID, or the
// PIN of a customer. One process works; under mpirun it is rank 0, and the others wait.
#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "inspect/explain_pair.hpp"
#include "record/pin_event.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const inspect::ExplainedRecord& record) {
  return {{"source", record.name.source},
          {"source_id", record.name.id},
          {"record_id", record.record},
          {"pin", shown_pin(record.pin)},
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
          {"related_log2", edge.related_log2 ? Json(*edge.related_log2) : Json()},
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
    // JSON cannot represent infinity.
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

}  // namespace

void execute_alone(const ExplainArguments& arguments) {
  const result::ResultReader file(arguments.result);
  result::warn_when_unsealed(file);
  const inspect::Explanation explanation = inspect::explain_pair(file, arguments.left, arguments.right);
  // Ids are bytes of the user's files. Bytes that are not UTF-8 must not make the program fail.
  write_to_stdout(arguments.json ? json_of(explanation).dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                                 : inspect::text_of(explanation));
}

void execute(const mpi::Communicator& world, const ExplainArguments& arguments) {
  mpi::run_locally(world, [&] {
    if (world.is_root()) execute_alone(arguments);
  });
}

}  // namespace onefold::cli
