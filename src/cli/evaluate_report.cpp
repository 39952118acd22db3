#include "cli/evaluate_report.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "onefold/record/probability_text.hpp"

namespace onefold::cli {

namespace {

// Keys in the order in which people read them.
using Json = nlohmann::ordered_json;

Json to_json(const evaluate::Scores& scores) {
  return {{"precision", scores.precision}, {"recall", scores.recall}, {"f1", scores.f1}};
}

Json to_json(const evaluate::SweepPoint& point) {
  const auto& m = point.metrics;
  return {{"threshold", point.threshold},
          {"threshold_weight_log2", point.threshold_weight_log2},
          {"pairwise", to_json(m.pairwise)},
          {"b_cubed", to_json(m.b_cubed)},
          {"exact_cluster", to_json(m.exact_cluster)},
          {"true_positive_pairs", m.pairs.true_positive},
          {"false_positive_pairs", m.pairs.predicted - m.pairs.true_positive},
          {"false_negative_pairs", m.pairs.actual - m.pairs.true_positive},
          {"num_clusters", m.num_clusters}};
}

Json to_json(const evaluate::ReliabilityCounts& counts) {
  return {{"pairs", counts.pairs}, {"expected_share", counts.expected_share()}, {"true_share", counts.true_share()}};
}

Json to_json(const evaluate::Reliability& reliability) {
  Json bins = Json::array();
  for (std::size_t i = 0; i < reliability.bins.size(); ++i) {
    Json bin = {{"from", evaluate::kReliabilityBins[i]},
                {"to", i + 1 < reliability.bins.size() ? evaluate::kReliabilityBins[i + 1] : 1.0}};
    bin.update(to_json(reliability.bins[i]));
    bins.push_back(std::move(bin));
  }
  return {{"pairs", reliability.num_pairs()},
          {"expected_calibration_error", reliability.expected_calibration_error()},
          {"links", to_json(reliability.links)},
          {"bins", bins}};
}

void append_row(std::string& out, const std::string& name, const evaluate::SweepPoint& point) {
  const auto& m = point.metrics;
  fmt::format_to(std::back_inserter(out), "{:<14}{:>12}{:>9.2f}   {:.4f} {:.4f} {:.4f}   {:.4f} {:.4f} {:.4f}   {:.4f} {:.4f} {:.4f}\n",
                 name, probability_text(point.threshold), point.threshold_weight_log2, m.pairwise.precision, m.pairwise.recall, m.pairwise.f1,
                 m.b_cubed.precision, m.b_cubed.recall, m.b_cubed.f1, m.exact_cluster.precision, m.exact_cluster.recall,
                 m.exact_cluster.f1);
}

}  // namespace

double reduction_ratio(const EvaluationReport& report) {
  if (report.num_comparable_pairs == 0) return 0.0;
  return 1.0 - evaluate::ratio(report.num_candidate_pairs, report.num_comparable_pairs);
}

std::string to_json(const EvaluationReport& report) {
  Json sweep = Json::array();
  for (const auto& point : report.sweep) sweep.push_back(to_json(point));
  const auto& metrics = report.at_threshold.metrics;
  const Json object = {
      {"num_records", report.num_records},
      {"num_evaluated_records", report.num_evaluated_records},
      {"num_truth_rows", report.num_truth_rows},
      {"num_truth_rows_not_in_result", report.num_truth_not_in_result},
      {"num_true_pairs", metrics.pairs.actual},
      {"num_true_clusters", metrics.num_true_clusters},
      {"link_only", report.link_only},
      {"num_candidate_pairs", report.num_candidate_pairs},
      {"num_comparable_pairs", report.num_comparable_pairs},
      {"reduction_ratio", reduction_ratio(report)},
      // Edges below the review threshold are not in the file: the name says what is known.
      {"pairs_completeness", report.completeness.direct},
      {"pairs_completeness_basis", "true pairs with an edge at or above the review threshold: a lower bound of what blocking proposed"},
      {"pairs_completeness_at_review_threshold", report.completeness.direct},
      {"pairs_completeness_transitive", report.completeness.transitive},
      {"exact_cluster", to_json(metrics.exact_cluster)},
      {"at_threshold", to_json(report.at_threshold)},
      {"best", to_json(report.best)},
      {"sweep", sweep},
      {"reliability", to_json(report.reliability)}};
  return object.dump(2) + "\n";
}

std::string to_table(const EvaluationReport& report, bool with_sweep) {
  std::string out;
  const auto line = [&](const char* name, const std::string& text) { out += fmt::format("{:<20}{}\n", name, text); };
  const auto& metrics = report.at_threshold.metrics;
  line("records", fmt::format("{}, {} of them with a true id", report.num_records, report.num_evaluated_records));
  if (report.num_truth_not_in_result > 0)
    line("", fmt::format("{} rows of the truth file name records that are not in the result", report.num_truth_not_in_result));
  line("true customers", fmt::format("{}; {} found clusters", metrics.num_true_clusters, metrics.num_clusters));
  line("true pairs", fmt::format("{}{}", metrics.pairs.actual, report.link_only ? ", between sources" : ""));
  line("candidate pairs", fmt::format("{} of {}: reduction ratio {:.6f}", report.num_candidate_pairs, report.num_comparable_pairs,
                                      reduction_ratio(report)));
  line("pairs completeness", fmt::format("{:.4f} of the true pairs have an edge at or above the review threshold, {:.4f} are "
                                         "connected by edges", report.completeness.direct, report.completeness.transitive));
  out += fmt::format("\n{:<14}{:>12}{:>9}   {:<20}   {:<20}   {:<20}\n", "", "threshold", "weight", "pairwise", "B-cubed", "exact clusters");
  out += fmt::format("{:<14}{:>12}{:>9}   {:<20}   {:<20}   {:<20}\n", "", "", "(log2)", "prec.  recall F1", "prec.  recall F1",
                     "prec.  recall F1");
  append_row(out, "this run", report.at_threshold);
  append_row(out, "best pair F1", report.best);
  if (with_sweep)
    for (const auto& point : report.sweep) append_row(out, "", point);
  if (const auto reliability = evaluate::text_of(report.reliability); !reliability.empty()) out += "\n" + reliability;
  return out;
}

}  // namespace onefold::cli
