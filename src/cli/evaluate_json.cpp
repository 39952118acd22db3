#include <nlohmann/json.hpp>

#include "cli/evaluate_report.hpp"

namespace onefold::cli {

namespace {

// Keys in the order in which people read them.
using Json = nlohmann::ordered_json;
using evaluate::Evaluation;

Json json_of(const evaluate::Scores& scores) {
  return {{"precision", scores.precision}, {"recall", scores.recall}, {"f1", scores.f1}};
}

Json json_of(const evaluate::PairCounts& pairs) {
  return {{"true_positive_pairs", pairs.true_positive},
          {"false_positive_pairs", pairs.predicted - pairs.true_positive},
          {"false_negative_pairs", pairs.actual - pairs.true_positive}};
}

Json json_of(const evaluate::Metrics& metrics) {
  Json out = {{"pairwise", json_of(metrics.pairwise)},
              {"b_cubed", json_of(metrics.b_cubed)},
              {"exact_cluster", json_of(metrics.exact_cluster)}};
  out.update(json_of(metrics.pairs));
  out["num_clusters"] = metrics.num_clusters;
  return out;
}

Json json_of(const evaluate::SweepPoint& point) {
  Json out = {{"threshold", point.threshold}, {"threshold_weight_log2", point.threshold_weight_log2}};
  out.update(json_of(point.metrics));
  return out;
}

Json json_of(const evaluate::PartitionFigures& figures, const evaluate::PairCounts& pairs) {
  return {{"closest_cluster", json_of(figures.closest_cluster)},
          {"adjusted_rand_index", figures.adjusted_rand_index},
          {"homogeneity", figures.homogeneity},
          {"completeness", figures.completeness},
          {"v_measure", figures.v_measure},
          {"variation_of_information_bits", figures.variation_of_information_bits},
          {"merge_distance",
           {{"splits", figures.num_splits},
            {"merges", figures.num_merges},
            {"steps", figures.num_splits + figures.num_merges},
            {"pairs", pairs.predicted + pairs.actual - 2 * pairs.true_positive}}}};
}

Json reliability(const Evaluation& evaluation) {
  Json rows = Json::array();
  const auto& bins = evaluation.edges.reliability.bins;
  for (std::size_t i = 0; i < bins.size(); ++i)
    rows.push_back({{"probability_from", evaluate::kReliabilityBins[i]},
                    {"pairs", bins[i].pairs},
                    {"expected_share", bins[i].expected_share()},
                    {"true_share", bins[i].true_share()}});
  return rows;
}

Json by_source(const Evaluation& evaluation) {
  Json rows = Json::array();
  const std::size_t num_sources = evaluation.sources.size();
  for (std::size_t i = 0; i < num_sources; ++i)
    for (std::size_t j = i; j < num_sources; ++j) {
      const auto& pairs = evaluation.clusters.by_source[i * num_sources + j];
      Json row = {
          {"left", evaluation.sources[i]}, {"right", evaluation.sources[j]}, {"pairwise", json_of(scores_of(pairs))}};
      row.update(json_of(pairs));
      if (evaluation.num_proposed_true_pairs) {
        const std::uint64_t proposed = evaluation.proposed_by_source[i * num_sources + j];
        row["proposed_true_pairs"] = proposed;
        row["pairs_completeness"] = evaluate::ratio(proposed, pairs.actual);
      }
      rows.push_back(row);
    }
  return rows;
}

Json by_group(const Evaluation& evaluation) {
  Json rows = Json::array();
  for (const auto& [name, counts] : evaluation.groups) {
    const auto n = static_cast<double>(counts.num_records);
    Json row = {{"group", name}, {"records", counts.num_records}, {"pairwise", json_of(scores_of(counts.partners))}};
    if (counts.num_records > 0)
      row["b_cubed"] =
          json_of(evaluate::scores_of_means(counts.b_cubed_precision.value() / n, counts.b_cubed_recall.value() / n));
    rows.push_back(row);
  }
  return rows;
}

Json by_rule(const Evaluation& evaluation) {
  Json rows = Json::array();
  for (const auto& rule : evaluation.rules) {
    const auto& found = rule.findings;
    rows.push_back({{"rule", rule.name},
                    {"pairs", rule.num_pairs},
                    {"new_pairs", rule.num_new_pairs},
                    {"edges", found.num_edges},
                    {"judged_edges", found.num_judged_edges},
                    {"true_edges", found.num_true_edges},
                    {"links", found.num_links},
                    {"judged_links", found.num_judged_links},
                    {"true_links", found.num_true_links},
                    {"link_precision", evaluate::ratio(found.num_true_links, found.num_judged_links)}});
    if (!rule.proposals) continue;
    rows.back()["true_pairs"] = rule.proposals->true_pairs;
    rows.back()["new_true_pairs"] = rule.proposals->new_true_pairs;
    rows.back()["pairs_completeness"] =
        evaluate::ratio(rule.proposals->true_pairs, evaluation.clusters.counts.pairs.actual);
    rows.back()["pairs_quality"] = evaluate::ratio(rule.proposals->true_pairs, rule.num_pairs);
  }
  return rows;
}

Json json_of(const std::vector<evaluate::NamedPair>& pairs) {
  Json rows = Json::array();
  for (const auto& pair : pairs) {
    Json row = {{"left", pair.left}, {"right", pair.right}};
    if (pair.weight_log2) {
      row["probability"] = evaluate::probability_of(*pair.weight_log2);
      row["weight_log2"] = *pair.weight_log2;
      row["rule"] = pair.rule;
    }
    rows.push_back(row);
  }
  return rows;
}

Json json_of(const std::vector<evaluate::NamedMistake>& mistakes, const char* parts_are) {
  Json rows = Json::array();
  for (const auto& named : mistakes) {
    Json parts = Json::array();
    for (const auto& part : named.parts) parts.push_back({{"record", part.record}, {"records", part.num_records}});
    rows.push_back({{"records", named.mistake.size},
                    {parts_are, named.mistake.num_parts},
                    {"pairs", named.mistake.num_pairs},
                    {"largest_parts", parts}});
  }
  return rows;
}

}  // namespace

std::string to_json(const Evaluation& evaluation) {
  const auto& counts = evaluation.clusters.counts;
  const auto metrics = metrics_of(counts);
  Json at_threshold = {{"threshold", evaluation.threshold},
                       {"threshold_weight_log2", evaluation.threshold_weight_log2}};
  at_threshold.update(json_of(metrics));
  at_threshold.update(json_of(figures_of(evaluation.clusters.partition), counts.pairs));
  Json sweep = Json::array();
  for (const auto& point : evaluation.edges.sweep) sweep.push_back(json_of(point));
  Json object = {
      {"num_records", evaluation.num_records},
      {"num_evaluated_records", counts.num_records},
      {"num_truth_rows", evaluation.num_truth_rows},
      {"num_truth_rows_not_in_result", evaluation.num_truth_not_in_result},
      {"truth_rows_not_in_result", evaluation.truth_not_in_result},
      {"num_true_pairs", counts.pairs.actual},
      {"num_true_clusters", counts.num_true_clusters},
      {"link_only", evaluation.link_only},
      {"num_candidate_pairs", evaluation.num_candidate_pairs},
      {"num_comparable_pairs", evaluation.num_comparable_pairs},
      {"reduction_ratio", reduction_ratio(evaluation)},
      // Edges below the review threshold are not in the file, so the key says that these are only pairs with an edge.
      {"pairs_completeness", evaluation.edges.completeness.direct},
      {"pairs_completeness_basis",
       "true pairs with an edge at or above the review threshold: a lower bound of what blocking proposed"},
      {"pairs_completeness_at_review_threshold", evaluation.edges.completeness.direct},
      {"pairs_completeness_transitive", evaluation.edges.completeness.transitive},
      {"exact_cluster", json_of(metrics.exact_cluster)},
      {"at_threshold", at_threshold},
      {"expected_completeness", evaluation.expected_completeness ? Json(*evaluation.expected_completeness) : Json()},
      {"expected_precision", evaluation.expected_precision ? Json(*evaluation.expected_precision) : Json()},
      {"expected_recall", evaluation.expected_recall ? Json(*evaluation.expected_recall) : Json()},
      {"best", evaluation.edges.best ? json_of(*evaluation.edges.best) : at_threshold},
      {"other_thresholds_basis",
       "best and sweep: connected components of the edges at or above each threshold, without cluster repair"},
      {"reliability_of", evaluation.among_rivals ? "probability_among_rivals" : "probability"},
      {"expected_calibration_error", evaluation.edges.reliability.expected_calibration_error()},
      {"reliability", reliability(evaluation)},
      {"by_source", by_source(evaluation)},
      {"by_rule", by_rule(evaluation)},
      {"by_group", by_group(evaluation)},
      {"errors",
       {{"false_links", json_of(evaluation.false_links)},
        {"missed_pairs", json_of(evaluation.missed_pairs)},
        {"missed_pairs_without_edge", json_of(evaluation.missed_pairs_without_edge)},
        {"merged_clusters", json_of(evaluation.merged, "true_customers")},
        {"split_customers", json_of(evaluation.split, "clusters")}}},
      {"sweep", sweep}};
  if (evaluation.num_proposed_true_pairs) {
    const std::uint64_t proposed = *evaluation.num_proposed_true_pairs;
    object["pairs_completeness"] = evaluate::ratio(proposed, counts.pairs.actual);
    object["pairs_completeness_basis"] =
        "true pairs that a blocking rule proposed, counted exactly: the keys were computed again from the input files";
    object["pairs_quality"] = evaluate::ratio(proposed, evaluation.num_candidate_pairs);
    object["num_proposed_true_pairs"] = proposed;
  }
  // Ids are bytes of the user's files. Bytes that are not UTF-8 must not make the program fail.
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace onefold::cli
